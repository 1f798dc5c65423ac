"""Many payloads → one report; the judge judges, this module brings it payloads and counts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from poolcontract.contract import Contract, load
from poolcontract.deviations import Deviation, apply
from poolcontract.exchange import Request
from poolcontract.finding import Finding, Report, Severity
from poolcontract.judge import NOT_RECOGNISED, Judge
from poolcontract.limits import DEFAULT, Limits
from poolcontract.operations import Operation
from poolcontract.payloads import (
    Fields,
    Parsed,
    PassedOver,
    Payload,
    Reading,
    Recorded,
    Unit,
    Unreadable,
    payloads,
)
from poolcontract.quickjudge import QuickJudge
from poolcontract.rules import catalogue
from poolcontract.verdict import UNDECIDED

_OTHERS = "of another operation"


def lint(  # noqa: PLR0913  all but the first are asked for by few
    paths: Iterable[str | os.PathLike[str]],
    *,
    contract: Contract | None = None,
    schema: str | None = None,
    deviations: Iterable[Deviation] = (),
    limits: Limits = DEFAULT,
    lowest: Severity = Severity.INFO,
    include: Iterable[str] = (),
    fields: Fields | None = None,
    stdin: BinaryIO | None = None,
) -> Report:
    """Judge what paths lead to: files, folders, archives, patterns, or `-` for `stdin`.

    `include` are globs of the files in folders and archives (else those with a payload's suffix); `fields`
    tells where log records hold a body. Findings below `lowest` are not looked for, which is quicker by far;
    they are where a deviation is about them. `contract` None is the bundled one; `schema` None lets each body
    tell its own. Findings come in the order of payloads and of places in each, deviations applied; standard
    input is judged while it comes. Raises `ContractError` for a schema that the contract lacks; a path that
    cannot be read is told in the report. Nothing is read before the findings are.
    """
    contract = contract or load()
    if schema is not None:
        contract.bundle(schema)  # raises for a name that is none
    known = tuple(deviations)
    report = Report(findings=(), lowest=_looked_for(lowest, known))
    judge = QuickJudge(contract, lowest=report.lowest, limits=limits, schema=schema)
    listed = contract.schemas[schema].get("type") == "array" if schema else False
    reading = Reading(limits, tuple(include), fields, split=not listed)
    found = _judged(payloads(paths, stdin=stdin, reading=reading), judge, schema, report)
    report.findings = apply(found, known, report.matched)
    return report


def _looked_for(lowest: Severity, deviations: Iterable[Deviation]) -> Severity:
    """The severity from which findings are looked for: deviations can only match what is found."""
    rules = catalogue()
    return min((lowest, *(rules[each.rule].rule.severity for each in deviations if each.rule in rules)))


def _judged(
    given: Iterable[Unit], judge: QuickJudge, schema: str | None, report: Report
) -> Iterator[Finding]:
    """The findings on every unit in turn; the report counts what was judged."""
    name = None
    for unit in given:
        if isinstance(unit, Unreadable):
            report.unreadable.append(str(unit))
            continue
        if unit.name != name:
            name = unit.name
            report.begin(name)
        if isinstance(unit, PassedOver):
            report.passed_over[unit.why] += 1
        elif isinstance(unit, Recorded):
            yield from _in_file(_of_exchange(unit, judge.judge, report), unit)
        else:
            report.instances += 1
            said = _of_body(unit, judge, schema, report)
            if said == ():  # as for nearly every body
                continue
            found = _in_file(said, unit)
            report.unrecognised += any(each.rule == NOT_RECOGNISED for each in found)
            yield from found


def _of_body(
    unit: Payload | Parsed, judge: QuickJudge, schema: str | None, report: Report
) -> Iterable[Finding]:
    if isinstance(unit, Payload):
        report.size += len(unit.data)
        return judge.check_text(unit.data)
    return judge.judge.check_document(unit.document, schema, unit.at)


def _of_exchange(unit: Recorded, judge: Judge, report: Report) -> Iterator[Finding]:
    """The findings on an exchange, unless it is another operation's, or decides nothing."""
    request, response = unit.exchange.request, unit.exchange.response
    operation = _operation(request, judge.contract)
    if operation is None:
        report.passed_over[_OTHERS] += 1
    elif response is None or response.status in UNDECIDED:
        report.undecided += 1
    else:
        report.instances += 1
        report.size += len(response.body)
        request = replace(request, method=operation.method)
        yield from judge.check_recorded(
            replace(unit.exchange, request=request),
            unit.document,
            entry=unit.entry,
            body=unit.at,
            operation=operation,
            hidden=unit.hidden,
        )


def _operation(request: Request, contract: Contract) -> Operation | None:
    """The operation that was called; what a log does not tell is taken for what the contract describes."""
    fitting = (
        each
        for each in contract.operations
        if request.method in ("", each.method)
        and (not request.target or each.path_values(request.target) is not None)
    )
    return next(fitting, None)


def _in_file(findings: Iterable[Finding], unit: Payload | Parsed | Recorded) -> list[Finding]:
    """Findings in the order of places, which are those of the file."""
    before = unit.first_line - 1
    found = (
        replace(
            each,
            file=unit.name,
            document=unit.record,
            line=None if each.line is None else each.line + before,
        )
        for each in findings
    )
    return sorted(found, key=_place)


def _place(finding: Finding) -> tuple[int, int]:
    return finding.line or 0, finding.column or 0
