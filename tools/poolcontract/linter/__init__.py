"""Many payloads → one report; the judge judges, this package brings it payloads and counts."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from typing import BinaryIO

from poolcontract.contract import Contract, load
from poolcontract.deviations import Deviation, apply
from poolcontract.finding import Report, Severity
from poolcontract.limits import DEFAULT, Limits
from poolcontract.linter.judging import judged
from poolcontract.payloads import Fields, Reading, payloads, weight
from poolcontract.quickjudge import QuickJudge
from poolcontract.rules import catalogue

_WORTH_SHARING = 20_000_000
"""Bytes below which processes cost more time than they save."""


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
    jobs: int = 1,
    excerpts: int | None = None,
) -> Report:
    """Judge what paths lead to: files, folders, archives, patterns, or `-` for `stdin`.

    `include` are globs of the files in folders and archives (else those with a payload's suffix); `fields`
    tells where log records hold a body. Findings below `lowest` are not looked for, which is quicker by far;
    they are where a deviation is about them. `contract` None is the bundled one; `schema` None lets each body
    tell its own. Findings come in the order of payloads and of places in each, deviations applied; standard
    input is judged while it comes. Raises `ContractError` for a schema that the contract lacks; a path that
    cannot be read is told in the report. Nothing is read before the findings are. With `jobs` above 1 so many
    processes share what is big; the findings and their order are the same. With `excerpts` only the first
    findings of each kind, so many at least, have the line that they stand in.
    """
    contract = contract or load()
    if schema is not None:
        contract.bundle(schema)  # raises for a name that is none
    known = tuple(deviations)
    report = Report(findings=(), lowest=_looked_for(lowest, known))
    listed = contract.schemas[schema].get("type") == "array" if schema else False
    reading = Reading(limits, tuple(include), fields, split=not listed)
    given = list(paths)
    size = weight(given, reading)
    judge = QuickJudge(
        contract,
        lowest=report.lowest,
        limits=limits,
        schema=schema,
        expected=size,
        excerpts=None if known else excerpts,  # deviations tell apart what is one kind before them
    )
    reading = replace(reading, are_clean=judge.are_clean)
    if jobs > 1 and size > _WORTH_SHARING:
        from poolcontract.linter.workers import shared  # noqa: PLC0415  who works alone needs none of it

        found = shared(given, stdin=stdin, reading=reading, judge=judge, report=report, jobs=jobs)
    else:
        found = judged(payloads(given, stdin=stdin, reading=reading), judge, report)
    report.findings = apply(found, known, report.matched)
    return report


def _looked_for(lowest: Severity, deviations: Iterable[Deviation]) -> Severity:
    """The severity from which findings are looked for: deviations can only match what is found."""
    rules = catalogue()
    return min((lowest, *(rules[each.rule].rule.severity for each in deviations if each.rule in rules)))
