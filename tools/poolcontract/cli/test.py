"""`poolcontract test`: run the contract tests against a target, or against the built-in mock."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TextIO

from poolcontract.childrun import ChildRun, run_contract_tests, tests_folder
from poolcontract.errors import UsageError
from poolcontract.finding import Severity
from poolcontract.outcome import outcome
from poolcontract.report.summary import summary
from poolcontract.settings import OPTIONS, SEVERITIES, TOKEN_VARIABLE, minimum, token_of
from poolcontract.target import Ledger, Target, checked_name

_INTERNAL = 70
_HANDED_OVER_OTHERWISE = ("token-file", "report-dir")
_WITH_URL_ALONE = ("project-id", "token-file", "destroy-pool")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `test`."""
    for name, settings in OPTIONS.items():
        parser.add_argument(f"--{name}", **settings)
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
        "--where", action="store_true", help="print the folder of the contract tests, and end"
    )


def run(args: argparse.Namespace, stdout: TextIO, stderr: TextIO) -> int:
    """Run the tests, print the summary, and give the exit status."""
    if args.where:
        stdout.write(f"{tests_folder()}\n")
        return 0
    environment = _checked(args)
    with ExitStack() as stack:
        folder = _folder(args.report_dir, stack)
        if not args.quiet:
            stderr.write(f"testing {args.url or 'the built-in mock'} (seed {args.seed})\n")
            stderr.flush()
        began = time.monotonic()
        child = run_contract_tests(_options(args), folder, environment, patience=args.timeout)
        if args.verbose:
            stderr.write(child.log.read_text(encoding="utf-8", errors="replace"))
        status = _told(child, args, time.monotonic() - began, stdout, stderr)
    if child.interruption:
        raise child.interruption
    return status


def _checked(args: argparse.Namespace) -> Mapping[str, str]:
    """Refuse what makes no sense before anything is started; the tests' environment, token included."""
    if args.url is None:
        for name in _WITH_URL_ALONE:
            if getattr(args, name.replace("-", "_")):
                raise UsageError(f"--{name} goes with --url; the built-in mock has its own")
    else:
        Target.parse(args.url)
        if args.fault:
            raise UsageError("--fault is for the built-in mock; it does not go with --url")
    Ledger(args.destroy_pool or ())
    if args.project_id is not None:
        checked_name(args.project_id, "project")
    if args.contract is not None:
        _require_testable(args.contract)
    if args.fault:
        _require_faults(args)
    if args.url is None:
        return os.environ
    return {**os.environ, TOKEN_VARIABLE: token_of(args.token_file, os.environ)}


def _require_testable(path: Path) -> None:
    from poolcontract.contract import load  # noqa: PLC0415  for --contract alone
    from poolcontract.run import require_testable  # noqa: PLC0415

    require_testable(load(path))


def _require_faults(args: argparse.Namespace) -> None:
    from poolcontract.contract import load  # noqa: PLC0415  for --fault alone
    from poolcontract.mock.faults import switches  # noqa: PLC0415

    switches(load(args.contract), args.fault)


def _folder(given: Path | None, stack: ExitStack) -> Path:
    """The folder for the report, made and found writable; a temporary one when none is asked for."""
    if given is None:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="poolcontract-")))
    try:
        given.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=given):
            return given.absolute()
    except FileExistsError as error:
        raise UsageError(f"--report-dir {given}: it is a file, not a folder") from error
    except OSError as error:
        raise UsageError(f"--report-dir {given}: cannot be written to: {error.strerror}") from error


def _options(args: argparse.Namespace) -> list[str]:
    """The plugin's options; the token goes through the environment, the folder is the child's matter."""
    options = []
    for name in OPTIONS:
        given = getattr(args, name.replace("-", "_"))
        if given is not None and name not in _HANDED_OVER_OTHERWISE:
            values = given if isinstance(given, list) else [given]
            options += [f"--poolcontract-{name}={value}" for value in values]
    return options


def _told(child: ChildRun, args: argparse.Namespace, seconds: float, stdout: TextIO, stderr: TextIO) -> int:
    """Print what the child found; tell on standard error what kept it from its work."""
    if child.report is None:
        if child.interruption is None:
            stderr.write(f"poolcontract: the tests ended without a report: {child.last_words()}\n")
        return _INTERNAL
    result = outcome(child.report, dict(args.min_judged))
    lowest = Severity[args.min_severity.upper()]
    stdout.write(summary(child.report, result, lowest=lowest, seconds=seconds, seed=args.seed))
    if child.report["stopped"]:
        stdout.flush()
        stderr.write(f"poolcontract: {child.report['stopped']}\n")
    return result.status
