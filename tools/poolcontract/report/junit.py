"""Findings for test reports: JUnit XML, a suite with one case for each file, written as files are judged.

It keeps to what the schemas of Windyroad and of Jenkins have in common: one failure a case, which tells all.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape

from poolcontract.finding import Finding, Kind, Kinds, Report
from poolcontract.masking import printable
from poolcontract.report.paint import Paint
from poolcontract.report.style import Style
from poolcontract.report.table import where
from poolcontract.report.telling import PLACES, fit
from poolcontract.report.text import lines

_NAMELESS = "-"


@dataclass(slots=True)
class _File:
    """What was found in one file: its kinds, and the text that tells of them."""

    name: str
    kinds: Kinds = field(default_factory=Kinds)
    text: list[str] = field(default_factory=list)
    told: Counter[Kind] = field(default_factory=Counter)


def render(report: Report, style: Style) -> Iterator[str]:
    """A suite for each file; it fails with the worst finding where one is at or above `fail_on`."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
    number = -1
    for number, file in enumerate(_files(report, style)):
        yield _suite(file, number, style)
    if report.unreadable or report.interrupted:
        yield _unread(report, number + 1, style)
    yield "</testsuites>\n"


def _files(report: Report, style: Style) -> Iterator[_File]:
    """Every file that was judged, clean ones too, with its findings."""
    begun = report.begun = deque[str]()
    file: _File | None = None
    left = style.most
    for finding in report:
        while begun:
            yield from (file,) if file else ()
            file = _File(begun.popleft())
        if file is None or file.name != (finding.file or _NAMELESS):
            yield from (file,) if file else ()
            file = _File(finding.file or _NAMELESS)
        file.kinds.add(finding)
        if left != 0 and _tell(file, finding, style) and left is not None:
            left -= 1
    yield from (file,) if file else ()
    yield from map(_File, begun)


def _tell(file: _File, finding: Finding, style: Style) -> bool:
    """Add a finding to the text of its file, if it is one of the first of a kind that is shown."""
    kind = file.kinds.of(finding)
    if finding.severity < style.lowest or (file.told[kind] >= PLACES and not style.show_all):
        return False
    file.told[kind] += 1
    file.text += lines(fit(finding), Paint())
    return True


def _suite(file: _File, number: int, style: Style) -> str:
    failing = next((kind for kind in file.kinds if kind.severity >= style.fail_on), None)
    text = "".join((*file.text, *_more(file, style)))
    name = printable(file.name).strip() or _NAMELESS
    case, output = "", text
    if failing:
        first, others = fit(failing.first), sum(kind.count for kind in file.kinds) - 1
        more = f" (and {others:,} more)" if others else ""
        case = f"\n<failure type={_quoted(first.rule)} message={_quoted(first.message + more)}>"
        case, output = f"{case}{escape(text)}</failure>\n", ""
    return (
        f'<testsuite {_attributes(name, number, style)} tests="1" failures="{int(failing is not None)}"'
        f' errors="0">\n<properties/>\n'
        f'<testcase name={_quoted(name)} classname="poolcontract.lint" time="0">{case}</testcase>\n'
        f"<system-out>{escape(output)}</system-out>\n<system-err/>\n</testsuite>\n"
    )


def _more(file: _File, style: Style) -> Iterator[str]:
    for kind in file.kinds:
        if kind.severity >= style.lowest and kind.count > file.told[kind]:
            rest = f"{kind.count - file.told[kind]:,} more"
            yield f"and {rest}  {kind.severity}  {printable(kind.identity.rule)}  {where(kind)}\n"


def _unread(report: Report, number: int, style: Style) -> str:
    """A suite of what could not be judged."""
    sentences = [printable(each) for each in report.unreadable]
    sentences += ["interrupted: not all was judged"] * report.interrupted
    cases = "".join(
        f'<testcase name={_quoted(each)} classname="poolcontract.lint" time="0">\n'
        f'<error type="unread" message={_quoted(each)}/>\n</testcase>\n'
        for each in sentences
    )
    return (
        f'<testsuite {_attributes("not judged", number, style)} tests="{len(sentences)}" failures="0"'
        f' errors="{len(sentences)}">\n<properties/>\n{cases}<system-out/>\n<system-err/>\n</testsuite>\n'
    )


def _attributes(name: str, number: int, style: Style) -> str:
    began = style.began.strftime("%Y-%m-%dT%H:%M:%S")
    when = f'timestamp="{began}" hostname="localhost" time="0"'
    return f'id="{number}" package="poolcontract" name={_quoted(name)} {when}'


def _quoted(text: str) -> str:
    return f'"{escape(text)}"'
