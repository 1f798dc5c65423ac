"""Findings for people with little room: one line each."""

from __future__ import annotations

from collections.abc import Iterator

from poolcontract.finding import Report
from poolcontract.report.closing import closing
from poolcontract.report.style import Style
from poolcontract.report.text import heading


def render(report: Report, style: Style) -> Iterator[str]:
    """Every finding to be shown on a line of its own, then the closing line."""
    shown = (each for each in report.findings if each.severity >= style.lowest)
    yield from (heading(each, colour=style.colour) for each in shown)
    yield from closing(report, style)
