"""Findings for people with little room: one line each."""

from __future__ import annotations

from collections.abc import Iterator

from poolcontract.finding import Report
from poolcontract.report.closing import closing
from poolcontract.report.paint import Paint
from poolcontract.report.style import Style
from poolcontract.report.telling import Told
from poolcontract.report.text import heading


def render(report: Report, style: Style) -> Iterator[str]:
    """The findings to be told, each on a line of its own, then what closes a report."""
    told = Told(report, style, grouped=True)
    yield from (heading(each, Paint(style.colour)) for each in told)
    yield from closing(report, style, told)
