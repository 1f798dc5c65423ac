"""How findings are told: the options for it, and the writing of a report."""

from __future__ import annotations

import argparse
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from poolcontract.cli.holding import Holding
from poolcontract.cli.progress import progress
from poolcontract.cli.version import version
from poolcontract.errors import UsageError
from poolcontract.finding import Report, Severity
from poolcontract.report import FORMATS, WITH_STATISTICS, renderer
from poolcontract.report.style import Style
from poolcontract.report.telling import PLACES

SEVERITIES = tuple(str(each) for each in Severity)
_STDIN = "-"


def add_arguments(parser: argparse._ArgumentGroup) -> None:
    """Declare the options of a report."""
    parser.add_argument("--format", choices=FORMATS, default="text", help="form of the report (default text)")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write the report to a file")
    parser.add_argument(
        "--min-severity", choices=SEVERITIES, default="warning", help="show findings from here (warning)"
    )
    parser.add_argument(
        "--fail-on", choices=SEVERITIES, default="error", help="end with 1 for findings from here (error)"
    )
    parser.add_argument(
        "--show",
        choices=("first", "all"),
        default="first",
        help="the first places of each kind of finding, the rest counted (default), or all places",
    )
    parser.add_argument("--statistics", action="store_true", help="end with a table of the kinds of findings")
    parser.add_argument(
        "--max-findings", metavar="N", type=_count, help="tell N findings at most (all count for the status)"
    )


def excerpts(args: argparse.Namespace) -> int | None:
    """How many findings of a kind have to have the line that they stand in; None: all."""
    if args.format == "text":
        return PLACES if args.show == "first" else None
    return None if args.format == "sarif" else 0


def tell(report: Report, args: argparse.Namespace, stdout: TextIO, stderr: TextIO) -> None:
    """Write the report while its findings are made; an interrupt ends it early, but whole, and is raised."""
    if args.statistics and args.format not in WITH_STATISTICS:
        raise UsageError(f"--statistics goes with --format {', '.join(WITH_STATISTICS)}")
    with Holding() as holding, _opened(args.output, stdout) as stream, progress(report, args, stderr) as line:
        report.findings = holding.until(report.findings, report)
        for piece in renderer(args.format)(report, _style(args, stream)):
            with line.aside():
                stream.write(piece)
                if _STDIN in args.paths:  # who waits at the other end of a pipe sees each finding at once
                    stream.flush()


@contextmanager
def _opened(file: Path | None, stdout: TextIO) -> Iterator[TextIO]:
    if file is None:
        yield stdout
        return
    with file.open("w", encoding="utf-8", errors="backslashreplace") as stream:
        yield stream


def _style(args: argparse.Namespace, stream: TextIO) -> Style:
    terminal = stream.isatty()
    return Style(
        lowest=Severity[args.min_severity.upper()],
        fail_on=Severity[args.fail_on.upper()],
        colour=terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
        closing=not args.quiet,
        show_all=args.show == "all",
        statistics=args.statistics,
        most=args.max_findings,
        width=shutil.get_terminal_size().columns if terminal else None,
        version=version() if args.format == "sarif" else "",
        began=datetime.now(UTC),
    )


def _count(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:  # noqa: PLR2004  digits; more findings there never are
        raise argparse.ArgumentTypeError("a whole number from 0 is expected")
    return int(text)
