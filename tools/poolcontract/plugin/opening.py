"""Where target, ledger and mock meet: a run by its options, against a URL or against a mock of its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from poolcontract.errors import UsageError
from poolcontract.plugin.careful import executing, planning
from poolcontract.plugin.parts import common_parts, credentials, deaf_client
from poolcontract.settings import RunOptions

if TYPE_CHECKING:
    from poolcontract.contract import Contract
    from poolcontract.run import Run
    from poolcontract.target import Target

_ANY_PROJECT = "0" * 32
_NOWHERE = "http://localhost:1"


def opened(options: RunOptions, stack: ExitStack, fresh: Callable[[], str] | None = None) -> Run:
    """A run that is closed with the stack; raises `PoolcontractError` for what may not be.

    `fresh` makes one more pool at a target that may be sent anything.
    """
    contract = options.contract()
    if options.dry_run is not None:
        return _telling(options, contract, options.dry_run, stack)
    if options.url is None:
        return _against_a_mock(options, contract, stack)
    from poolcontract.consent import target_of  # noqa: PLC0415  the plugin is loaded in every pytest run

    target = target_of(options, options.url)
    if not options.is_careful:
        return _against_a_test_server(options, contract, target, fresh)
    if options.plan is not None:
        return planning(options, contract, target, options.plan, stack)
    if options.execute is not None:
        return executing(options, contract, target, options.execute, stack)
    raise UsageError("a real service is tested by `poolcontract test`, which makes a plan first")


def _against_a_mock(options: RunOptions, contract: Contract, stack: ExitStack) -> Run:
    from poolcontract.mock import Mock  # noqa: PLC0415  see `parts`
    from poolcontract.run import Run  # noqa: PLC0415
    from poolcontract.target import Client, Ledger, Target  # noqa: PLC0415

    mock = stack.enter_context(Mock(contract=contract, seed=options.seed, faults=options.faults))
    client = Client(Target.parse(mock.url), timeout=options.timeout, max_requests=options.max_requests)
    ledger = Ledger(mock.pools, fresh=mock.create)
    run = Run(
        **common_parts(options, contract),
        client=client,
        ledger=ledger,
        project_id=mock.project_id,
        token=mock.token,
    )
    run.record.unrepeatable = (
        "the mock is gone; `poolcontract mock --fault` serves its like, to be tested by --url"
    )
    return run


def _telling(options: RunOptions, contract: Contract, path: Path, stack: ExitStack) -> Run:
    """A run that sends nothing: what it would send is written to a file when it is closed."""
    from poolcontract.consent import target_of  # noqa: PLC0415  see `parts`
    from poolcontract.dryrun import DryRun  # noqa: PLC0415
    from poolcontract.target import Ledger  # noqa: PLC0415

    mocked = options.url is None
    makes_pools = mocked or options.pool_command is not None or options.pool_module is not None
    target = target_of(options, options.url or _NOWHERE)
    numbers = count(1)
    project_id = options.project_id or _ANY_PROJECT
    own = {"token": "of-the-mock"} if mocked else credentials(options, target, project_id)
    run = DryRun(
        **common_parts(options, contract),
        **own,
        client=deaf_client(target),
        ledger=Ledger(options.destroy, fresh=(lambda: f"living-{next(numbers)}") if makes_pools else None),
        project_id=project_id,
    )
    stack.callback(lambda: path.write_text("".join(f"{line}\n" for line in run.lines()), encoding="utf-8"))
    return run


def _against_a_test_server(
    options: RunOptions, contract: Contract, target: Target, fresh: Callable[[], str] | None
) -> Run:
    from poolcontract.run import Run  # noqa: PLC0415  see `parts`
    from poolcontract.target import Client, Ledger, verifying  # noqa: PLC0415

    tls = verifying(options.ca_bundle) if target.scheme == "https" else None
    client = Client(target, timeout=options.timeout, max_requests=options.max_requests, tls=tls)
    project_id = options.project_id or _ANY_PROJECT
    return Run(
        **common_parts(options, contract),
        **credentials(options, target, project_id),
        client=client,
        ledger=Ledger(options.destroy, fresh, may_come_back=True),
        project_id=project_id,
    )
