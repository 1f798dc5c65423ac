"""What a program reads: the documented form, strict JSON, ASCII only."""

from __future__ import annotations

import io
import json
from typing import Any

from poolcontract.contract import load
from poolcontract.finding import Finding, Report, Severity, Source
from poolcontract.linter import lint
from poolcontract.report import renderer
from poolcontract.report.style import Style

FOUND = Finding(
    rule="schema/enum",
    severity=Severity.ERROR,
    message='"Gelöscht" is not one of Creating',
    pointer="/status/phase",
    schema="PoolStatus",
    source=Source(14, "phase"),
    value="Gelöscht",
    file="answer.json",
    line=23,
    column=17,
)
BARE = Finding(rule="json/syntax", severity=Severity.INFO, message="x", pointer="")


def written(report: Report, lowest: Severity = Severity.WARNING) -> str:
    return "".join(renderer("json")(report, Style(lowest=lowest)))


def strict(text: str) -> Any:
    return json.loads(text, parse_constant=lambda name: 1 / 0 if name else None)


def test_the_form() -> None:
    text = written(Report(findings=(FOUND, BARE), instances=2, files=1), Severity.INFO)
    assert text.isascii()
    assert strict(text) == {
        "findings": [
            {
                "rule": "schema/enum",
                "severity": "error",
                "message": '"Gelöscht" is not one of Creating',
                "pointer": "/status/phase",
                "schema": "PoolStatus",
                "source": {"table": 14, "row": "phase"},
                "file": "answer.json",
                "document": None,
                "line": 23,
                "column": 17,
                "value": "Gelöscht",
            },
            {
                "rule": "json/syntax",
                "severity": "info",
                "message": "x",
                "pointer": "",
                "schema": None,
                "source": None,
                "file": None,
                "document": None,
                "line": None,
                "column": None,
                "value": None,
            },
        ],
        "summary": {"instances": 2, "errors": 1, "warnings": 0, "infos": 1, "files": 1},
    }


def test_hidden_findings_are_counted() -> None:
    report = strict(written(Report(findings=(FOUND, BARE), instances=1, files=1)))
    assert [each["rule"] for each in report["findings"]] == ["schema/enum"]
    assert report["summary"]["infos"] == 1


def test_what_json_cannot_hold_is_written_as_text() -> None:
    data = (
        b'{"status": {"phase": NaN, "message": 1e999}, "spec": {"controlMode": -Infinity, "type": "\\ud800"}}'
    )
    report = strict(written(lint(["-"], contract=load(), stdin=io.BytesIO(data))))
    values = {each["pointer"]: each["value"] for each in report["findings"] if each["pointer"]}
    assert values["/status/phase"] == "NaN"
    assert values["/spec/controlMode"] == "-Infinity"
    assert values["/spec/type"] == "\\ud800"
