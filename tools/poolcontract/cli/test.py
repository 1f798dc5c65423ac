"""`poolcontract test`: run the contract tests against a target, or against the built-in mock."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path
from typing import TextIO

from poolcontract.childrun import ChildRun, run_contract_tests, tests_folder
from poolcontract.errors import UsageError
from poolcontract.finding import Severity
from poolcontract.outcome import outcome
from poolcontract.report.summary import summary
from poolcontract.target.address import Target

_INTERNAL = 70
_INTERRUPTED = 2  # pytest's status for a run that was interrupted
_PASSED_ON = (
    "url",
    "project_id",
    "token_file",
    "contract",
    "profile",
    "fail_on",
    "seed",
    "timeout",
    "max_requests",
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `test`."""
    parser.add_argument("--url", help="the endpoint (loopback only); without it the built-in mock is tested")
    parser.add_argument("--project-id", help="the project that the calls name")
    parser.add_argument("--token-file", type=Path, help="file that holds the token (else POOLCONTRACT_TOKEN)")
    parser.add_argument(
        "--destroy-pool",
        metavar="NAME",
        action="append",
        default=[],
        help="a pool that may be deleted (repeatable)",
    )
    parser.add_argument(
        "--contract", type=Path, help="folder or OpenAPI file instead of the bundled contract"
    )
    parser.add_argument("--profile", choices=("documented", "observed"), default="documented")
    parser.add_argument("--fail-on", choices=("info", "warning", "error"), default="error")
    parser.add_argument("--min-severity", choices=("info", "warning", "error"), default="warning")
    parser.add_argument(
        "--min-judged",
        metavar="STATUS=N",
        action="append",
        default=[],
        help="answers that must have been judged",
    )
    parser.add_argument("--seed", type=int, default=1, help="seed of all that is generated (default 1)")
    parser.add_argument("--timeout", type=float, default=10.0, help="seconds for one exchange (default 10)")
    parser.add_argument("--max-requests", type=int, default=5000, help="requests at most (default 5000)")
    parser.add_argument("--report-dir", type=Path, help="folder for report.json, junit.xml and pytest.log")
    parser.add_argument(
        "--fault", metavar="ID", action="append", default=[], help="a fault of the built-in mock"
    )
    parser.add_argument(
        "--where", action="store_true", help="print the folder of the contract tests, and end"
    )


def run(args: argparse.Namespace, stdout: TextIO, stderr: TextIO) -> int:
    """Run the tests, print the summary, and give the exit status."""
    if args.where:
        stdout.write(f"{tests_folder()}\n")
        return 0
    minimum = dict(_minimum(each) for each in args.min_judged)
    if args.url is not None:
        Target.parse(args.url)  # refused here, before anything is started
        if args.fault:
            raise UsageError("--fault is for the built-in mock; it does not go with --url")
    stderr.write(f"testing {args.url or 'the built-in mock'} (seed {args.seed})\n")
    with tempfile.TemporaryDirectory(prefix="poolcontract-") as temporary:
        folder = args.report_dir or Path(temporary)
        began = time.monotonic()
        child = run_contract_tests(_options(args), folder.absolute(), os.environ)
        seconds = time.monotonic() - began
        if args.verbose:
            stderr.write(child.log.read_text(encoding="utf-8", errors="replace"))
        if child.report is None:
            return _died(child, stderr)
        result = outcome(child.report, minimum, failed=len(child.report["failures"]))
        lowest = Severity[args.min_severity.upper()]
        stdout.write(summary(child.report, result, lowest=lowest, seconds=seconds, seed=args.seed))
    return 130 if child.returncode == _INTERRUPTED else result.status


def _options(args: argparse.Namespace) -> list[str]:
    given = {name: getattr(args, name) for name in _PASSED_ON}
    single = [
        f"--poolcontract-{name.replace('_', '-')}={value}"
        for name, value in given.items()
        if value is not None
    ]
    pools = [f"--poolcontract-destroy-pool={name}" for name in args.destroy_pool]
    return [*single, *pools, *(f"--poolcontract-fault={fault}" for fault in args.fault)]


def _minimum(text: str) -> tuple[str, int]:
    status, _, count = text.partition("=")
    if not (status.isdigit() and count.isdigit()):
        raise UsageError(f"--min-judged {text}: write it as STATUS=N, such as 200=20")
    return status, int(count)


def _died(child: ChildRun, stderr: TextIO) -> int:
    """Tell how the child ended without a report: a usage error of its own, or a fault of ours."""
    lines = child.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    stderr.write("\n".join(["poolcontract: the contract tests did not run:", *lines[-15:]]) + "\n")
    return _INTERNAL
