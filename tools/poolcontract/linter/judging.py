"""Units in turn → findings in the order of places; the report counts what was judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from poolcontract.contract import Contract
from poolcontract.document import Origin
from poolcontract.finding import Finding, Report
from poolcontract.framing import findings_of
from poolcontract.judge import NOT_RECOGNISED, Judge
from poolcontract.operations import Operation
from poolcontract.payloads import Clean, Parsed, PassedOver, Payload, Recorded, Unit, Unreadable
from poolcontract.quickjudge import QuickJudge
from poolcontract.statuses import UNDECIDED

_OTHERS = "of another operation"


def judged(given: Iterable[Unit], judge: QuickJudge, report: Report) -> Iterator[Finding]:
    """The findings on every unit in turn; the report counts what was judged."""
    name = None
    for unit in given:
        if isinstance(unit, Unreadable):
            report.unreadable.append(str(unit))
            continue
        if unit.name != name:
            name = unit.name
            report.begin(name)
        if isinstance(unit, Clean):
            report.instances += unit.lines
            report.size += unit.size
        elif isinstance(unit, PassedOver):
            report.passed_over[unit.why] += 1
        elif isinstance(unit, Recorded):
            yield from _in_order(_of_exchange(unit, judge.judge, report))
        else:
            report.instances += 1
            said = _of_body(unit, judge, report)
            if said == ():  # as for nearly every body
                continue
            for finding in _in_order(said):
                report.unrecognised += finding.rule == NOT_RECOGNISED
                yield finding


def _of_body(unit: Payload | Parsed, judge: QuickJudge, report: Report) -> Iterable[Finding]:
    if isinstance(unit, Payload):
        report.size += len(unit.data)
        return judge.check_text(unit.data, _origin(unit))
    return judge.check_document(unit.document, unit.at, _origin(unit))


def _of_exchange(unit: Recorded, judge: Judge, report: Report) -> Iterator[Finding]:
    """The findings on an exchange, unless it is another operation's, or decides nothing."""
    request, response = unit.exchange.request, unit.exchange.response
    operation = _operation(unit, judge.contract)
    if operation is None:
        report.passed_over[_OTHERS] += 1
    elif unit.exchange.flaw is not None:
        report.instances += 1
        for finding in findings_of(unit.exchange):
            place = unit.document.place(unit.entry + finding.pointer)
            yield judge.saying.placed(finding, place, unit.document.line(place.line), _origin(unit))
    elif response is None or (response.status in UNDECIDED and not unit.operation):
        report.undecided += 1
    else:
        report.instances += 1
        report.size += len(response.body)
        request = replace(request, method=request.method or operation.method)
        yield from judge.check_recorded(
            replace(unit.exchange, request=request),
            unit.document,
            entry=unit.entry,
            body=unit.at,
            operation=operation,
            hidden=unit.hidden,
            origin=_origin(unit),
        )


def _operation(unit: Recorded, contract: Contract) -> Operation | None:
    """The operation under test, or else the one that was called.

    What a log does not tell is taken for what the contract describes.
    """
    if unit.operation:
        return next((each for each in contract.operations if each.id == unit.operation), None)
    request = unit.exchange.request
    fitting = (
        each
        for each in contract.operations
        if request.method in ("", each.method)
        and (not request.target or each.path_values(request.target) is not None)
    )
    return next(fitting, None)


def _origin(unit: Payload | Parsed | Recorded) -> Origin:
    return Origin(unit.name, unit.record, unit.first_line)


def _in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Findings in the order of places, which are those of the file."""
    found = list(findings)
    return found if len(found) == 1 else sorted(found, key=_place)


def _place(finding: Finding) -> tuple[int, int]:
    return finding.line or 0, finding.column or 0
