"""`poolcontract test`: run the contract tests against a target, or against the built-in mock."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from poolcontract.childrun import run_contract_tests, tests_folder
from poolcontract.cli.dryrun import tell_requests
from poolcontract.cli.running import hiding, plugin_options, report_folder, told
from poolcontract.cli.scenarios import chosen, table
from poolcontract.consent import target_of
from poolcontract.coredumps import forbid_core_dumps
from poolcontract.errors import UsageError
from poolcontract.keypair import VARIABLES, handed_over, keys_of
from poolcontract.masking import Mask
from poolcontract.poolcommand import HANDED_OVER, PoolCommand
from poolcontract.settings import (
    OPTIONS,
    OPTIONS_OF_PYTEST,
    SEVERITIES,
    TOKEN_VARIABLE,
    RunOptions,
    minimum,
    token_of,
)
from poolcontract.target import Ledger, checked_name

_WALK = "stateful"
_OF_THE_MOCK_TOO = ("project-id", "token-file", "destroy-pool", "pool-command", "pool-module")
_SHORT = {"pool-module": ("-p",)}
_WITH_URL_ALONE = (
    *("disposable", "allow-host", "ca-bundle", "rehearse", "key-file"),
    *("rate", "stop-file", "audit-log", "execute", "plan-out"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `test`."""
    for name, settings in OPTIONS.items():
        parser.add_argument(*_SHORT.get(name, ()), f"--{name}", **settings)
    parser.add_argument(
        "--plan-out",
        type=Path,
        metavar="FILE",
        help="keep the plan of what a real service would be sent",
    )
    parser.add_argument(
        "--execute",
        nargs="?",
        type=Path,
        const=True,
        metavar="FILE",
        help="send a real service what is planned; with pools to spend, the plan that FILE holds",
    )
    parser.add_argument(
        "--min-severity",
        choices=SEVERITIES,
        default="warning",
        help="severity from which findings are shown (default warning)",
    )
    parser.add_argument(
        "--min-judged",
        metavar="STATUS=N",
        type=minimum,
        action="append",
        default=[],
        help="answers that must have been judged (repeatable)",
    )
    parser.add_argument(
        "--list", action="store_true", help="print every scenario and what it proves, and end"
    )
    parser.add_argument("--dry-run", action="store_true", help="print every request, and send none")
    parser.add_argument(
        "--where", action="store_true", help="print the folder of the contract tests, and end"
    )


def run(args: argparse.Namespace, stdout: TextIO, stderr: TextIO) -> int:
    """Run the tests, print the summary, and give the exit status."""
    if args.where:
        stdout.write(f"{tests_folder()}\n")
        return 0
    scenarios = chosen(args.only or ())
    if args.list:
        stdout.writelines(table(scenarios))
        return 0
    options = _checked(args)
    forbid_core_dumps()
    environment = _environment(options)
    mask = Mask(environment.get(name, "").strip() for name in (TOKEN_VARIABLE, *VARIABLES))
    with hiding(mask):
        if options.is_careful:
            from poolcontract.cli.careful import run_carefully  # noqa: PLC0415  for real services alone

            return run_carefully(args, options, environment, mask, stdout, stderr)
        if args.dry_run:
            return tell_requests(args, environment, mask, stdout)
        return _run(args, environment, mask, stdout, stderr)


def _run(
    args: argparse.Namespace, environment: Mapping[str, str], mask: Mask, stdout: TextIO, stderr: TextIO
) -> int:
    with ExitStack() as stack:
        folder = report_folder(args.report_dir, stack)
        if not args.quiet:
            stderr.write(f"testing {args.url or 'the built-in mock'} (seed {args.seed})\n")
            stderr.flush()
        began = time.monotonic()
        child = run_contract_tests(
            plugin_options(args), folder, environment, patience=args.timeout, mask=mask.text
        )
        status = told(child, args, time.monotonic() - began, stdout, stderr)
    if child.interruption:
        raise child.interruption
    return status


def _checked(args: argparse.Namespace) -> RunOptions:
    """Refuse what makes no sense before anything is started."""
    given = {name: getattr(args, name.replace("-", "_")) for name in OPTIONS}
    options = RunOptions.of(
        {**{name: each.get("default") for name, each in OPTIONS_OF_PYTEST.items()}, **given}
    )
    if options.url is None:
        _require_nothing_of_a_target(args)
    else:
        target_of(options, options.url)
        _require_no_plan(args, options)
    if options.is_careful:
        _require_plannable(args)
        _require_typed(args)
    Ledger(options.destroy)
    if options.pool_command is not None:
        PoolCommand.parse(options.pool_command, os.environ)
    if options.project_id is not None:
        checked_name(options.project_id, "project")
    if options.contract_path is not None:
        _require_testable(options)
    if options.statuses:
        _require_undocumented(options)
    if options.faults:
        _require_faults(options)
    return options


def _require_nothing_of_a_target(args: argparse.Namespace) -> None:
    for name in (*_OF_THE_MOCK_TOO, *_WITH_URL_ALONE):
        if getattr(args, name.replace("-", "_")):
            why = "; the built-in mock has its own" if name in _OF_THE_MOCK_TOO else ""
            raise UsageError(f"--{name} goes with --url{why}")


def _require_no_plan(args: argparse.Namespace, options: RunOptions) -> None:
    """Raise where there are no plans, and where pools would be spent by one that nobody has seen."""
    for name in ("execute", "plan-out"):
        if getattr(args, name.replace("-", "_")) and not options.is_careful:
            raise UsageError(f"--{name} goes with --allow-host or --rehearse")
    if args.execute and args.plan_out:
        raise UsageError("--plan-out or --execute: a plan is made, looked at, and then sent")
    if args.execute is True and options.destroy:
        raise UsageError(
            "--destroy-pool: with pools to spend a plan is made first, --plan-out FILE, then --execute FILE"
        )


def _require_plannable(args: argparse.Namespace) -> None:
    """Raise for a choice that no plan has, and for one beside the plan that was made by it."""
    if args.dry_run and args.execute:
        raise UsageError("--dry-run or --execute: the one sends nothing, the other sends a plan")
    if args.only and isinstance(args.execute, Path):
        raise UsageError("--only goes without --execute FILE: the plan says what is sent")
    if args.only and set(args.only) <= {_WALK}:
        raise UsageError(f"--only {_WALK}: it draws as it goes, and is never sent to a real service")


def _require_typed(args: argparse.Namespace) -> None:
    """Raise where a file would say which operation a real service is asked for."""
    if "contract" in args.configured:
        place = args.configured["contract"]
        raise UsageError(f"{place}: what a real service is sent is typed: --contract PATH")


def _environment(options: RunOptions) -> Mapping[str, str]:
    """The environment of the tests, credentials included; raises `UsageError` for what are none."""
    if options.url is None:
        return os.environ
    keys, token = keys_of(options.key_file, os.environ), token_of(options.token_file, os.environ)
    if keys is not None and token:
        raise UsageError(
            "a token or a key pair: both are given (--token-file, --key-file, or the environment)"
        )
    given = {**handed_over(keys), TOKEN_VARIABLE: token}
    added = [name for name, value in given.items() if os.environ.get(name, "").strip() != value]
    return {**os.environ, **given, HANDED_OVER: " ".join(added)}


def _require_testable(options: RunOptions) -> None:
    from poolcontract.run import require_testable  # noqa: PLC0415  for --contract alone

    require_testable(options.contract())


def _require_undocumented(options: RunOptions) -> None:
    """Raise where a meaning is given to a status that the contract judges."""
    documented = options.contract().operations[0].responses.keys() & options.statuses
    for status in sorted(documented):
        raise UsageError(f"--status {status}: the page lists it, and so the contract says what it means")


def _require_faults(options: RunOptions) -> None:
    from poolcontract.mock.faults import switches  # noqa: PLC0415  for --fault alone

    switches(options.contract(), options.faults)
