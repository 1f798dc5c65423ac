"""`poolcontract lint`: judge payload files, folders or standard input."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TextIO

from poolcontract.cli import acceptance, sources, telling
from poolcontract.cli.acceptance import Acceptance
from poolcontract.contract import load
from poolcontract.finding import Report, Severity
from poolcontract.linter import lint

_CLEAN, _FOUND, _UNREADABLE, _NOTHING_CHECKED = 0, 1, 2, 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `lint`."""
    parser.add_argument(
        "paths",
        metavar="FILE",
        nargs="+",
        help="JSON, NDJSON, YAML, HAR or a recording, also compressed or in a zip or tar; a folder (every "
        "such file in it, hidden folders passed over), a pattern in quotes, or - for standard input",
    )
    parser.add_argument("--schema", metavar="NAME", help="the schema of every body (else its members tell)")
    parser.add_argument(
        "--contract", type=Path, metavar="PATH", help="folder or OpenAPI file instead of the bundled contract"
    )
    sources.add_arguments(parser.add_argument_group("sources"))
    telling.add_arguments(parser.add_argument_group("report"))
    acceptance.add_arguments(parser.add_argument_group("accepted findings"))


def run(args: argparse.Namespace, stdout: TextIO, stderr: TextIO) -> int:
    """Judge, write the report, and give the exit status."""
    accepted = Acceptance(args)
    report = lint(
        args.paths,
        contract=load(args.contract),
        schema=args.schema,
        deviations=accepted.deviations,
        limits=sources.limits_of(args.limit),
        lowest=min(Severity[args.min_severity.upper()], Severity[args.fail_on.upper()]),
        include=args.include,
        fields=sources.fields_of(args),
        stdin=sys.stdin.buffer if sys.stdin else None,
        jobs=args.jobs,
        excerpts=telling.excerpts(args),
    )
    telling.tell(report, args, stdout, stderr)
    stderr.writelines(f"poolcontract: {sentence}\n" for sentence in report.unreadable)
    fails = accepted.close(report, stderr)
    status = _status(report, Severity[args.fail_on.upper()])
    return _FOUND if fails and status != _UNREADABLE else status


def _status(report: Report, fail_on: Severity) -> int:
    if report.unreadable:
        return _UNREADABLE
    if any(report.counts[each] for each in Severity if each >= fail_on):
        return _FOUND
    return _NOTHING_CHECKED if report.instances == report.unrecognised else _CLEAN
