"""What closes a report for people: further findings, counted; what was found in how much; what is hidden."""

from __future__ import annotations

from collections.abc import Iterator

from poolcontract.finding import Kind, Report, Severity
from poolcontract.masking import printable
from poolcontract.report.columns import wrapped
from poolcontract.report.paint import Paint
from poolcontract.report.style import Style
from poolcontract.report.table import table, where
from poolcontract.report.telling import Told

_LINES = 20


def closing(report: Report, style: Style, told: Told) -> Iterator[str]:
    """What was met more often than it was told, or the table of all kinds; then, if wanted, one line.

    That line sums up; there is none where no file could be read: the errors have said it.
    """
    paint = Paint(style.colour)
    if style.statistics:
        yield from table(report, style)
    else:
        yield from _more(list(told.more()), paint, style.width)
    if style.closing and (report.files or not report.unreadable):
        more = sum(count for _, count in told.more())
        yield wrapped(summing_up(report, style.lowest, told.untold, more), style.width)


def summing_up(report: Report, lowest: Severity, untold: int, more: int = 0) -> str:
    """The line that sums up: findings in files, what is not shown, what was not judged."""
    return "; ".join(_parts(report, lowest, untold, more)) + "\n"


def _more(kinds: list[tuple[Kind, int]], paint: Paint, columns: int | None) -> Iterator[str]:
    """One line for each kind that was met more often than it was told."""
    width = max((len(f"{count:,}") for _, count in kinds), default=0)
    for kind, count in kinds[:_LINES]:
        lead, severity = f"and {count:>{width},} more like it  ", paint.severity(kind.severity)
        what = f"{printable(kind.identity.rule)}  {where(kind)}\n"
        yield f"{lead}{severity}  {wrapped(what, columns, len(f'{lead}{kind.severity}  '))}"
    if rest := kinds[_LINES:]:
        findings = sum(count for _, count in rest)
        yield f"and {findings:,} more of {len(rest):,} other kinds (--statistics lists them)\n"


def _parts(report: Report, lowest: Severity, untold: int, more: int) -> Iterator[str]:
    if report.files:
        shown = _counted(report, [each for each in Severity if each >= lowest])
        yield f"{shown or 'no findings'} in {plural(report.files, 'file')}"
    else:
        yield "nothing to judge"
    if more:
        yield f"{more:,} only counted (--show all)"
    if untold:
        yield f"{untold:,} not told (--max-findings)"
    if hidden := _counted(report, [each for each in Severity if each < lowest]):
        yield f"{hidden} not shown (--min-severity info)"
    yield from _left_alone(report)
    if report.unrecognised:
        yield f"{report.unrecognised:,} of {report.instances:,} not recognised"
    if report.unreadable:
        yield f"{plural(len(report.unreadable), 'path')} not read"
    if report.unrecognised == report.instances:
        yield "nothing was checked"
    if report.interrupted:
        yield "interrupted, so not all was judged"


def _left_alone(report: Report) -> Iterator[str]:
    """What was met and not judged, since it is another operation's, or says nothing about the contract."""
    if passed_over := sum(report.passed_over.values()):
        reasons = ", ".join(f"{count} {why}" for why, count in report.passed_over.most_common(3))
        yield f"{passed_over} passed over ({reasons})"
    if report.undecided:
        yield f"{plural(report.undecided, 'answer')} undecided"


def _counted(report: Report, severities: list[Severity]) -> str:
    """How many findings of some severities a report has told, the worst first."""
    told = (each for each in reversed(severities) if report.counts[each])
    return ", ".join(plural(report.counts[each], str(each)) for each in told)


def plural(count: int, noun: str) -> str:
    """A number with its noun: 1 file, 2 files."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
