"""Findings for GitHub Actions: workflow commands that become annotations.

GitHub shows ten annotations a level and step, so each kind of finding gives one. The step's log has them all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator

from poolcontract.finding import Finding, Report, Severity
from poolcontract.report.closing import plural, summing_up
from poolcontract.report.style import Style
from poolcontract.report.table import path_of, sentence
from poolcontract.report.telling import Told, fit

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_SHOWN = 10


def render(report: Report, style: Style) -> Iterator[str]:
    """A command for each kind of finding, worst first, once all is read; then how many GitHub does not show.

    Where all are wanted there is a command for each finding, the moment it is found.
    """
    untold = yield from (_every if style.show_all else _by_kind)(report, style)
    if style.closing:
        yield summing_up(report, style.lowest, untold)


def _every(report: Report, style: Style) -> Generator[str, None, int]:
    """The commands of all findings; gives how many were left out."""
    told, levels = Told(report, style), Counter[Severity]()
    for finding in told:
        levels[finding.severity] += 1
        yield _command(finding, 1)
    yield from _surplus(levels)
    return told.untold


def _by_kind(report: Report, style: Style) -> Generator[str, None, int]:
    """The commands of all kinds; the notice of ours comes before others, of which ten are shown."""
    for _ in report:
        pass  # the kinds are complete when all is read
    kinds = [kind for kind in report.kinds if kind.severity >= style.lowest]
    shown = kinds[: style.most]
    worse = [kind for kind in shown if kind.severity > Severity.INFO]
    yield from (_command(fit(kind.first), kind.count) for kind in worse)
    yield from _surplus(Counter(kind.severity for kind in shown))
    yield from (_command(fit(kind.first), kind.count) for kind in shown[len(worse) :])
    return sum(kind.count for kind in kinds[len(shown) :])


def _surplus(levels: Counter[Severity]) -> Iterator[str]:
    """A notice of the annotations that GitHub does not show; it takes the place of one itself."""
    beyond = {level: max(0, count - _SHOWN) for level, count in levels.items()}
    if any(beyond.values()):
        beyond[Severity.INFO] = max(0, levels[Severity.INFO] - (_SHOWN - 1))
        told = f"{plural(sum(beyond.values()), 'annotation')} more than GitHub shows"
        yield f"::notice title=poolcontract::{told}: the log of this step has them\n"


def _command(finding: Finding, count: int) -> str:
    file, line, column = (finding.file and path_of(finding.file)), finding.line, finding.column
    place = {"file": file, "line": line, "col": column} if file else {}
    properties = {**place, "title": finding.rule}
    given = (f"{name}={_property(str(value))}" for name, value in properties.items() if value is not None)
    more = f"\nand {count - 1:,} more like it" if count > 1 else ""
    where = "" if finding.file else f"{finding.pointer}: "
    message = _data(f"{where}{sentence(finding)}{more}")
    return f"::{_LEVELS[finding.severity]} {','.join(given)}::{message}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
