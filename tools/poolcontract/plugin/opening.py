"""Where target, ledger and mock meet: a run by its options, against a URL or against a mock of its own."""

from __future__ import annotations

import os
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from poolcontract.errors import UsageError
from poolcontract.settings import RunOptions, token_of

if TYPE_CHECKING:
    from poolcontract.contract import Contract
    from poolcontract.run import Run
    from poolcontract.target import Target

_ANY_PROJECT = "0" * 32
_SLOWLY = 1.0
"""Requests a second that a real service is sent where nothing is said."""


def opened(options: RunOptions, stack: ExitStack) -> Run:
    """A run that is closed with the stack; raises `PoolcontractError` for what may not be."""
    contract = options.contract()
    if options.url is None:
        return _against_a_mock(options, contract, stack)
    from poolcontract.consent import target_of  # noqa: PLC0415  the plugin is loaded in every pytest run

    target = target_of(options, options.url)
    if not options.is_careful:
        return _against_a_test_server(options, contract, target)
    if options.plan is not None:
        return _planning(options, contract, target, options.plan, stack)
    if options.execute is not None:
        return _executing(options, contract, target, options.execute, stack)
    raise UsageError("a real service is tested by `poolcontract test`, which makes a plan first")


def _against_a_mock(options: RunOptions, contract: Contract, stack: ExitStack) -> Run:
    from poolcontract.mock import Mock  # noqa: PLC0415  see above
    from poolcontract.run import Run  # noqa: PLC0415
    from poolcontract.target import Client, Ledger, Target  # noqa: PLC0415

    mock = stack.enter_context(Mock(contract=contract, seed=options.seed, faults=options.faults))
    client = Client(Target.parse(mock.url), timeout=options.timeout, max_requests=options.max_requests)
    ledger = Ledger(mock.pools, fresh=mock.create)
    return Run(
        **_common(options, contract),
        client=client,
        ledger=ledger,
        project_id=mock.project_id,
        token=mock.token,
    )


def _against_a_test_server(options: RunOptions, contract: Contract, target: Target) -> Run:
    from poolcontract.run import Run  # noqa: PLC0415  see above
    from poolcontract.target import Client, Ledger, verifying  # noqa: PLC0415

    tls = verifying(options.ca_bundle) if target.scheme == "https" else None
    client = Client(target, timeout=options.timeout, max_requests=options.max_requests, tls=tls)
    project_id = options.project_id or _ANY_PROJECT
    return Run(
        **_common(options, contract),
        **_credentials(options, target, project_id),
        client=client,
        ledger=Ledger(options.destroy),
        project_id=project_id,
    )


def _planning(options: RunOptions, contract: Contract, target: Target, path: Path, stack: ExitStack) -> Run:
    """A run that sends nothing: what it would send is written to a file when it is closed."""
    from poolcontract.planning import Planner  # noqa: PLC0415  see above

    planner = Planner(
        **_common(options, contract),
        **_credentials(options, target, options.project_id or ""),
        client=_deaf(target),
        ledger=_ledger(options),
        project_id=options.project_id or "",
        requests=options.max_requests,
    )
    facts: dict[str, Any] = {"version": version("poolcontract"), "rate": options.rate or _SLOWLY}
    stack.callback(lambda: planner.plan(seed=options.seed, **facts).save(path))
    return planner


def _executing(options: RunOptions, contract: Contract, target: Target, path: Path, stack: ExitStack) -> Run:
    """A run that sends a plan, each request of it once, and keeps an audit log."""
    from poolcontract.caution import Caution  # noqa: PLC0415  see above
    from poolcontract.consent import require_operation, require_same  # noqa: PLC0415
    from poolcontract.planning import digest_of  # noqa: PLC0415
    from poolcontract.run import Run  # noqa: PLC0415
    from poolcontract.target import Client, Guard, Journal, Permits, read_plan, verifying  # noqa: PLC0415

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
        **_common(options, contract),
        **_credentials(options, target, plan.project_id),
        client=Client(
            target,
            timeout=options.timeout,
            guard=guard,
            tls=verifying(options.ca_bundle) if target.scheme == "https" else None,
        ),
        ledger=_ledger(options),
        project_id=plan.project_id,
        caution=Caution(target=target, rate=options.rate or plan.rate, stop_file=options.stop_file),
    )
    assert guard.journal is not None
    guard.journal.mask = run.mask.text
    guard.journal.begin(
        plan=plan.digest(),
        url=plan.url,
        project_id=plan.project_id,
        requests=len(plan.entries),
        destroys=plan.destroys,
        version=plan.version,
    )
    return run


def _deaf(target: Target) -> Any:
    """A client that nothing can be sent by: its budget is none."""
    from poolcontract.target import Client, Guard  # noqa: PLC0415  see above

    return Client(target, guard=Guard.closed(target))


def _ledger(options: RunOptions) -> Any:
    from poolcontract.target import Ledger  # noqa: PLC0415  see above

    return Ledger(options.destroy)


def _common(options: RunOptions, contract: Contract) -> dict[str, Any]:
    """What every run is made of."""
    from poolcontract.deviations import load_profile  # noqa: PLC0415  see above
    from poolcontract.finding import Severity  # noqa: PLC0415

    return {
        "contract": contract,
        "deviations": load_profile(options.profile),
        "fail_on": Severity[options.fail_on.upper()],
    }


def _credentials(options: RunOptions, target: Target, project_id: str) -> dict[str, Any]:
    """The token, or the signer of a key pair with what nobody may read; raises `UsageError` for both."""
    from poolcontract.keypair import keys_of  # noqa: PLC0415  see above
    from poolcontract.target import Signer  # noqa: PLC0415

    keys = keys_of(options.key_file, os.environ)
    token = token_of(options.token_file, os.environ)
    if keys is None:
        return {"token": token}
    if token:
        raise UsageError(
            "a token or a key pair: both are given (--token-file, --key-file, or the environment)"
        )
    return {"token": "", "signer": Signer(keys, target, project_id), "secrets": keys.secrets}
