"""`poolcontract lint`: judge payload files, folders or standard input."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from poolcontract.contract import load
from poolcontract.deviations import PROFILES, load_profile, read_deviations
from poolcontract.errors import UsageError
from poolcontract.finding import Report, Severity
from poolcontract.limits import DEFAULT, Limits
from poolcontract.linter import lint
from poolcontract.report import FORMATS, renderer
from poolcontract.report.style import Style

_CLEAN, _FOUND, _UNREADABLE, _NOTHING_CHECKED = 0, 1, 2, 5
_SEVERITIES = tuple(str(each) for each in Severity)
_HIGHEST = {"depth": 200, "document": 1 << 31, "digits": 4000, "findings": 1_000_000}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `lint`."""
    parser.add_argument(
        "paths",
        metavar="FILE",
        nargs="+",
        help="a JSON file, a folder (every .json in it, hidden folders passed over), or - for standard input",
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="form of the report (default text)")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write the report to a file")
    parser.add_argument("--schema", metavar="NAME", help="the schema of every body (else its members tell)")
    parser.add_argument(
        "--min-severity", choices=_SEVERITIES, default="warning", help="show findings from here (warning)"
    )
    parser.add_argument(
        "--fail-on", choices=_SEVERITIES, default="error", help="end with 1 for findings from here (error)"
    )
    parser.add_argument(
        "--profile", choices=PROFILES, default="documented", help="the page (documented), or the live service"
    )
    parser.add_argument("--deviations", metavar="FILE", type=Path, help="findings that are accepted (YAML)")
    parser.add_argument(
        "--limit",
        metavar="NAME=N",
        action="append",
        default=[],
        help=f"another limit for a payload: {', '.join(_HIGHEST)} (repeatable)",
    )
    parser.add_argument(
        "--contract", type=Path, metavar="PATH", help="folder or OpenAPI file instead of the bundled contract"
    )


def run(args: argparse.Namespace, stdout: TextIO, stderr: TextIO) -> int:
    """Judge, write the report, and give the exit status."""
    own = read_deviations(args.deviations) if args.deviations else ()
    report = lint(
        args.paths,
        contract=load(args.contract),
        schema=args.schema,
        deviations=(*own, *load_profile(args.profile)),
        limits=_limits(args.limit),
        stdin=sys.stdin.buffer if sys.stdin else None,
    )
    stderr.writelines(f"poolcontract: {sentence}\n" for sentence in report.unreadable)
    style = Style(
        lowest=Severity[args.min_severity.upper()],
        colour=args.output is None and _wants_colour(stdout),
        closing=not args.quiet,
    )
    pieces = renderer(args.format)(report, style)
    if args.output is None:
        stdout.writelines(pieces)
    else:
        args.output.write_text("".join(pieces), encoding="utf-8", errors="backslashreplace")
    return _status(report, Severity[args.fail_on.upper()])


def _status(report: Report, fail_on: Severity) -> int:
    if report.unreadable:
        return _UNREADABLE
    if any(finding.severity >= fail_on for finding in report.findings):
        return _FOUND
    return _NOTHING_CHECKED if report.instances == report.unrecognised else _CLEAN


def _wants_colour(stdout: TextIO) -> bool:
    return stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _limits(given: list[str]) -> Limits:
    limits = DEFAULT
    for text in given:
        name, _, number = text.partition("=")
        if name not in _HIGHEST or not number.isdecimal() or not 0 < int(number) <= _HIGHEST[name]:
            allowed = ", ".join(f"{each}=1..{most}" for each, most in _HIGHEST.items())
            raise UsageError(f"--limit {text}: write it as NAME=N, one of {allowed}")
        limits = replace(limits, **{name: int(number)})
    return limits
