"""Findings for people: where, how bad, which rule, one sentence with its source, then the line itself."""

from __future__ import annotations

from collections.abc import Iterator

from poolcontract.finding import Excerpt, Finding, Report
from poolcontract.masking import narrowed
from poolcontract.report.closing import closing
from poolcontract.report.columns import columns, wrapped
from poolcontract.report.paint import Paint
from poolcontract.report.style import Style
from poolcontract.report.table import place_of, sentence
from poolcontract.report.telling import Told

_NUMBER_WIDTH = 5
_NARROWEST = 20


def render(report: Report, style: Style) -> Iterator[str]:
    """The findings to be told, each with its line, then what closes a report; each piece ends a line."""
    paint = Paint(style.colour)
    told = Told(report, style, grouped=True)
    for finding in told:
        yield from lines(finding, paint, style.width)
    yield from closing(report, style, told)


def lines(finding: Finding, paint: Paint, width: int | None = None) -> Iterator[str]:
    """A finding with its line."""
    yield heading(finding, paint, width)
    if finding.excerpt:
        yield from _excerpt(finding, finding.excerpt, paint, width)


def heading(finding: Finding, paint: Paint, width: int | None = None) -> str:
    """The line that tells a finding; on a narrow terminal the sentence goes on below, indented."""
    place, severity, rule = place_of(finding) or finding.pointer, str(finding.severity), finding.rule
    lead = f"{paint.bold(place)}  {paint.severity(finding.severity)}  {rule}  "
    taken = columns(f"{place}  {severity}  {rule}  ")
    text = wrapped(sentence(finding), width, taken)
    return (lead.rstrip() if text.startswith("\n") else lead) + text + "\n"


def _excerpt(finding: Finding, excerpt: Excerpt, paint: Paint, width: int | None) -> Iterator[str]:
    """The line with its number, and carets under the place that is meant."""
    number = str(finding.line or 0)
    margin = max(_NUMBER_WIDTH, len(number))
    if width is not None:
        excerpt = narrowed(excerpt, max(width - margin - len(" | "), _NARROWEST))
    marked = excerpt.text[excerpt.start : excerpt.start + excerpt.length]
    indent, carets = " " * columns(excerpt.text[: excerpt.start]), "^" * max(columns(marked), 1)
    yield f"{paint.faint(f'{number:>{margin}} |')} {excerpt.text}".rstrip() + "\n"
    yield f"{paint.faint(f'{chr(32):>{margin}} |')} {indent}{paint.of(finding.severity, carets)}\n"
