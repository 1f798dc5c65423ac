"""Runs against a service that must not be harmed: one that makes a plan, and one that sends it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack, suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from poolcontract.errors import UsageError
from poolcontract.plugin.parts import common_parts, credentials, deaf_client
from poolcontract.settings import RunOptions

if TYPE_CHECKING:
    from poolcontract.contract import Contract
    from poolcontract.run import Run
    from poolcontract.target import Target

_SLOWLY = 1.0
"""Requests a second that a real service is sent where nothing is said."""


def planning(options: RunOptions, contract: Contract, target: Target, path: Path, stack: ExitStack) -> Run:
    """A run that sends nothing: what it would send is written to a file when it is closed."""
    from poolcontract.planning import Planner  # noqa: PLC0415  see `parts`
    from poolcontract.target import Ledger  # noqa: PLC0415

    planner = Planner(
        **common_parts(options, contract),
        **credentials(options, target, options.project_id or ""),
        client=deaf_client(target),
        ledger=Ledger(options.destroy),
        project_id=options.project_id or "",
        requests=options.max_requests,
        rate=options.rate or _SLOWLY,
    )
    stack.callback(lambda: planner.plan(seed=options.seed, version=version("poolcontract")).save(path))
    return planner


def executing(options: RunOptions, contract: Contract, target: Target, path: Path, stack: ExitStack) -> Run:
    """A run that sends a plan, each request of it once, and keeps an audit log."""
    from poolcontract.caution import Caution  # noqa: PLC0415  see `parts`
    from poolcontract.consent import require_operation, require_same  # noqa: PLC0415
    from poolcontract.planning import digest_of  # noqa: PLC0415
    from poolcontract.run import Run  # noqa: PLC0415
    from poolcontract.target import Client, Guard, Journal, Ledger, Permits, read_plan, verifying  # noqa: PLC0415

    plan = read_plan(path)
    require_same(plan, options, target, {"version": version("poolcontract"), "contract": digest_of(contract)})
    require_operation(plan, contract)
    if options.audit_log is None:
        raise UsageError("--audit-log: what is sent to a real service is kept in a log")
    guard = Guard(
        target,
        options.max_requests,
        permits=Permits(plan, destroyable=options.destroy, base=target.base),
        journal=stack.enter_context(Journal(options.audit_log)),
    )
    run = Run(
        **common_parts(options, contract),
        **credentials(options, target, plan.project_id),
        client=Client(
            target,
            timeout=options.timeout,
            guard=guard,
            tls=verifying(options.ca_bundle) if target.scheme == "https" else None,
        ),
        ledger=Ledger(options.destroy),
        project_id=plan.project_id,
        caution=Caution(
            target=target,
            rate=options.rate or plan.rate,
            stop_file=options.stop_file,
            tell=_teller(options.news),
        ),
    )
    assert guard.journal is not None
    guard.journal.mask = run.mask.text
    guard.journal.begin(
        plan=plan.digest(),
        url=plan.url,
        project_id=plan.project_id,
        requests=plan.requests,
        destroys=plan.destroys,
        version=plan.version,
    )
    return run


def _teller(descriptor: int | None) -> Callable[[str], None]:
    """Writes lines to a descriptor, where there is one and somebody reads it."""

    def tell(line: str) -> None:
        if descriptor is not None:
            with suppress(OSError):
                os.write(descriptor, f"{line}\n".encode())

    return tell
