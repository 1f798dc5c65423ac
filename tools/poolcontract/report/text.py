"""Findings for people: where, how bad, which rule, one sentence with its source, then the line itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from poolcontract.finding import Excerpt, Finding, Report, Severity
from poolcontract.masking import printable
from poolcontract.report.closing import closing
from poolcontract.report.style import Style

_NUMBER_WIDTH = 5
_PLAIN, _BOLD = "\x1b[0m", "\x1b[1m"
_COLOURS = {Severity.ERROR: "\x1b[31m", Severity.WARNING: "\x1b[33m", Severity.INFO: "\x1b[36m"}


def render(report: Report, style: Style) -> Iterator[str]:
    """Every finding to be shown with its line, then the closing line; each piece ends a line."""
    for finding in report.findings:
        if finding.severity >= style.lowest:
            yield heading(finding, colour=style.colour)
            if finding.excerpt:
                yield from _excerpt(
                    finding.excerpt, finding.line or 0, _COLOURS[finding.severity] * style.colour
                )
    yield from closing(report, style)


def heading(finding: Finding, *, colour: bool = False) -> str:
    """The line that tells a finding."""
    parts = (finding.file and printable(finding.file), finding.line, finding.column)
    place = ":".join(str(part) for part in parts if part is not None) or finding.pointer
    source = f" ({finding.source})" if finding.source else ""
    severity = str(finding.severity)
    if colour:
        place = f"{_BOLD}{place}{_PLAIN}"
        severity = f"{_COLOURS[finding.severity]}{severity}{_PLAIN}"
    return f"{place}  {severity}  {finding.rule}  {finding.message}{source}\n"


def _excerpt(excerpt: Excerpt, number: int, colour: str) -> Iterator[str]:
    """The line with its number, and carets under the place that is meant."""
    marked = excerpt.text[excerpt.start : excerpt.start + excerpt.length]
    margin = max(_NUMBER_WIDTH, len(str(number)))
    indent, carets = " " * _columns(excerpt.text[: excerpt.start]), "^" * max(_columns(marked), 1)
    yield f"{number:>{margin}} | {excerpt.text}".rstrip() + "\n"
    yield f"{'':>{margin}} | {indent}{colour}{carets}{_PLAIN * bool(colour)}\n"


def _columns(text: str) -> int:
    """How many columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(char) for char in text)


def _columns_of(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
