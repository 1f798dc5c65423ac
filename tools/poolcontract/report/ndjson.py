"""Findings for pipes: one JSON object a line, the moment it is found; the summary is the last line."""

from __future__ import annotations

from collections.abc import Iterator

from poolcontract.finding import Report, to_json
from poolcontract.report.json import summary, written
from poolcontract.report.style import Style
from poolcontract.report.telling import Told


def render(report: Report, style: Style) -> Iterator[str]:
    """A line for each finding to be told, then `{"summary": …}`."""
    told = Told(report, style)
    yield from (written(to_json(finding)) + "\n" for finding in told)
    yield written({"summary": summary(report, style, told)}) + "\n"
