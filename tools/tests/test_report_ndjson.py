"""One JSON object a line, as found; the summary last."""

from __future__ import annotations

import json

from poolcontract.finding import Report
from poolcontract.report import renderer
from poolcontract.report.style import Style

from .reported import GONE, repeated, told


def test_the_whole() -> None:
    assert told(Report(findings=(GONE,), instances=1, files=1), "ndjson") == (
        '{"rule": "schema/enum", "severity": "error", '
        '"message": "\\"Deleted\\" is not one of Creating, Running", "pointer": "/status/phase", '
        '"schema": "PoolStatus", "source": {"table": 14, "row": "phase"}, "file": "answer.json", '
        '"document": null, "line": 23, "column": 17, "value": "Deleted"}\n'
        '{"summary": {"instances": 1, "errors": 1, "warnings": 0, "infos": 0, "files": 1}}\n'
    )


def test_a_line_is_there_before_the_next_finding_is_made() -> None:
    made = []

    def found() -> object:
        for number, each in enumerate(repeated(3)):
            made.append(number)
            yield each

    pieces = renderer("ndjson")(Report(findings=found()), Style())  # type: ignore[arg-type]
    assert json.loads(next(pieces))["line"] == 1
    assert made == [0]


def test_what_is_not_told_is_counted() -> None:
    lines = told(Report(findings=repeated(9), instances=9, files=1), "ndjson", most=2).splitlines()
    assert len(lines) == 3
    assert json.loads(lines[-1])["summary"]["untold"] == 7
