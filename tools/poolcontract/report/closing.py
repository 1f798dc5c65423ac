"""The line that closes a report for people: what was found, in how much, and what is not shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from poolcontract.finding import Finding, Report, Severity
from poolcontract.report.style import Style


def closing(report: Report, style: Style) -> Iterator[str]:
    """What is shown, counted; then what is hidden, and what was not judged.

    Nothing where style wants none, or where no file could be read: the errors have said it.
    """
    if style.closing and (report.files or not report.unreadable):
        yield "; ".join(_parts(report, style.lowest)) + "\n"


def _parts(report: Report, lowest: Severity) -> Iterator[str]:
    if report.files:
        shown = _counted(each for each in report.findings if each.severity >= lowest)
        yield f"{shown or 'no findings'} in {_plural(report.files, 'file')}"
    else:
        yield "nothing to judge"
    if hidden := _counted(each for each in report.findings if each.severity < lowest):
        yield f"{hidden} not shown (--min-severity info)"
    if report.unrecognised:
        yield f"{report.unrecognised} of {report.instances} not recognised"
    if report.unreadable:
        yield f"{_plural(len(report.unreadable), 'path')} not read"
    if report.unrecognised == report.instances:
        yield "nothing was checked"


def _counted(findings: Iterator[Finding]) -> str:
    counts = Counter(each.severity for each in findings)
    return ", ".join(_plural(counts[each], str(each)) for each in sorted(counts, reverse=True))


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
