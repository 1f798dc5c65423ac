"""Many payloads → one report; the judge judges, this module brings it payloads and counts."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import replace
from typing import BinaryIO

from poolcontract.contract import Contract, load
from poolcontract.deviations import Deviation, apply
from poolcontract.finding import Finding, Report
from poolcontract.judge import NOT_RECOGNISED, Judge
from poolcontract.limits import DEFAULT, Limits
from poolcontract.payloads import Unreadable, payloads


def lint(
    paths: Iterable[str | os.PathLike[str]],
    *,
    contract: Contract | None = None,
    schema: str | None = None,
    deviations: Iterable[Deviation] = (),
    limits: Limits = DEFAULT,
    stdin: BinaryIO | None = None,
) -> Report:
    """Judge what paths lead to: files, folders (every `.json` in them), or `-` for `stdin`.

    `contract` None is the bundled one; `schema` None lets each body tell its own. Findings come in the order
    of payloads, deviations applied. Raises `ContractError` for a schema that the contract lacks; a path that
    cannot be read is told in the report.
    """
    contract = contract or load()
    if schema is not None:
        contract.bundle(schema)  # raises for a name that is none
    judge, known = Judge(contract, limits=limits), tuple(deviations)
    findings: list[Finding] = []
    unreadable: list[str] = []
    files = unrecognised = 0
    for payload in payloads(paths, stdin=stdin, limits=limits):
        if isinstance(payload, Unreadable):
            unreadable.append(str(payload))
            continue
        files += 1
        found = [replace(each, file=payload.name) for each in judge.check_text(payload.data, schema)]
        unrecognised += any(each.rule == NOT_RECOGNISED for each in found)
        findings += apply(found, known)
    return Report(
        findings=tuple(findings),
        instances=files,
        files=files,
        unrecognised=unrecognised,
        unreadable=tuple(unreadable),
    )
