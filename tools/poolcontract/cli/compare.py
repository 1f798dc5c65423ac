"""`poolcontract compare`: hold the report of one run against that of an older one."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TextIO

from poolcontract.comparing import RunReport, compare, read
from poolcontract.finding import Severity
from poolcontract.report.comparison import as_json, text
from poolcontract.settings import SEVERITIES

_NOTHING_NEW, _NEW = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `compare`."""
    parser.add_argument("old", type=Path, metavar="OLD", help="--report-dir of the older run, or its report")
    parser.add_argument("new", type=Path, metavar="NEW", help="the same of the newer run")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="form of the comparison (default text)"
    )
    parser.add_argument(
        "--min-severity", choices=SEVERITIES, default="warning", help="compare findings from here (warning)"
    )


def run(args: argparse.Namespace, stdout: TextIO, stderr: TextIO) -> int:
    """Print what is new, gone and still there; 1 when a finding is new."""
    old, new = read(args.old), read(args.new)
    comparison = compare(old, new, Severity[args.min_severity.upper()])
    if args.format == "json":
        stdout.write(json.dumps(as_json(comparison), indent=2) + "\n")
    else:
        stdout.write(text(comparison))
    stdout.flush()
    for name, report in ((args.old, old), (args.new, new)):
        if not report.is_whole:
            stderr.write(f"poolcontract: {name}: {_why(report)}: it has not met all that it would have met\n")
    return _NEW if comparison.new else _NOTHING_NEW


def _why(report: RunReport) -> str:
    return "the run was interrupted" if report.partial else "the run was stopped"
