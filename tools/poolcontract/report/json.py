"""Findings for programs: one JSON object with every finding and a summary, written as findings are made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Report, Severity, to_json
from poolcontract.report.style import Style
from poolcontract.report.table import statistics
from poolcontract.report.telling import Told


def render(report: Report, style: Style) -> Iterator[str]:
    """`{"findings", "summary"}`: the findings to be told, one a line; the summary counts all of them."""
    told = Told(report, style)
    yield '{\n  "findings": ['
    lead = "\n    "
    for finding in told:
        yield lead + written(to_json(finding))
        lead = ",\n    "
    yield '],\n  "summary": ' if lead == "\n    " else '\n  ],\n  "summary": '
    yield written(summary(report, style, told)) + "\n}\n"


def summary(report: Report, style: Style, told: Told) -> dict[str, Any]:
    """The numbers of a report; what is the exception is there only where it holds."""
    numbers = {
        "instances": report.instances,
        "errors": report.counts[Severity.ERROR],
        "warnings": report.counts[Severity.WARNING],
        "infos": report.counts[Severity.INFO] if report.lowest <= Severity.INFO else None,
        "files": report.files,
    }
    exceptions = {
        "untold": told.untold,
        "interrupted": report.interrupted,
        "unrecognised": report.unrecognised,
        "undecided": report.undecided,
        "passed_over": dict(report.passed_over),
        "unreadable": report.unreadable,
    }
    table = {"statistics": statistics(report, style)} if style.statistics else {}
    return numbers | {name: value for name, value in exceptions.items() if value} | table


def written(value: Any) -> str:
    """A value as JSON on one line, in ASCII alone, so that no stream can spoil it."""
    return json.dumps(value)
