"""The kinds of findings as a table: how bad, how many, which rule, where, and the first of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Finding, Kind, Report
from poolcontract.masking import printable
from poolcontract.report.columns import columns
from poolcontract.report.paint import Paint
from poolcontract.report.style import Style
from poolcontract.report.telling import fit

_WHOLE_BODY = "(whole body)"
_HEAD = ("severity", "count", "rule", "place", "first")


def table(report: Report, style: Style) -> Iterator[str]:
    """A head and a line for each kind of the findings shown, worst first; nothing where there is none."""
    kinds = [kind for kind in report.kinds if kind.severity >= style.lowest]
    rows = [_row(kind) for kind in kinds]
    if not rows:
        return
    paint, widths = Paint(style.colour), [max(map(columns, each)) for each in zip(_HEAD, *rows, strict=True)]
    is_narrow = style.width is not None and sum(widths) + 2 * len(widths) > style.width
    yield "\n" + paint.faint(_line(_HEAD, widths, is_narrow=is_narrow)) + "\n"
    for kind, row in zip(kinds, rows, strict=True):
        line = _line(row, widths, is_narrow=is_narrow)
        yield paint.of(kind.severity, row[0]) + line[len(row[0]) :] + "\n"
    yield "\n"


def statistics(report: Report, style: Style) -> list[dict[str, Any]]:
    """The same for programs."""
    return [
        {
            "rule": printable(kind.identity.rule),
            "schema": kind.first.schema and printable(kind.first.schema),
            "pointer": printable(kind.identity.pointer),
            "severity": str(kind.severity),
            "count": kind.count,
            "first": {"file": first.file, "line": first.line, "column": first.column},
        }
        for kind in report.kinds
        if kind.severity >= style.lowest
        for first in [fit(kind.first)]
    ]


def where(kind: Kind) -> str:
    """The place that the findings of a kind have in common."""
    return printable(kind.identity.pointer) or _WHOLE_BODY


def place_of(finding: Finding) -> str:
    """Where a finding stands: file, line and column, as far as they are known."""
    parts = (finding.file, finding.line, finding.column)
    return ":".join(str(part) for part in parts if part is not None)


def path_of(file: str) -> str:
    """The name of a file as services for code want it: from the root of the repository, with slashes."""
    return file.replace("\\", "/").removeprefix("./")


def sentence(finding: Finding) -> str:
    """What a finding says, with its source."""
    return f"{finding.message} ({finding.source})" if finding.source else finding.message


def _row(kind: Kind) -> tuple[str, ...]:
    first = fit(kind.first)
    return str(kind.severity), f"{kind.count:,}", first.rule, where(kind), place_of(first)


def _line(row: tuple[str, ...], widths: list[int], *, is_narrow: bool) -> str:
    """One row; in two lines, place and first below, where the terminal is narrow."""
    severity, count, *rest = row
    cells = [severity + " " * (widths[0] - len(severity)), f"{count:>{widths[1]}}"]
    cells += [cell + " " * (width - columns(cell)) for cell, width in zip(rest, widths[2:], strict=True)]
    if is_narrow:
        return "  ".join(cells[:3]).rstrip() + "\n    " + "  ".join(rest[1:])
    return "  ".join(cells).rstrip()
