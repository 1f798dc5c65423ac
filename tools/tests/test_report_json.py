"""What a program reads: the documented form, strict JSON, ASCII only."""

from __future__ import annotations

import io
import json
from collections import Counter
from typing import Any

from poolcontract.contract import load
from poolcontract.finding import Finding, Report, Severity, Source
from poolcontract.linter import lint
from poolcontract.report import renderer
from poolcontract.report.style import Style

from .reported import several, told

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


def test_the_summary_tells_what_was_not_judged() -> None:
    report = Report(
        findings=(),
        instances=3,
        files=2,
        unrecognised=1,
        undecided=2,
        passed_over=Counter({"of another operation": 4}),
        unreadable=["gone.json: cannot be read: No such file or directory"],
    )
    assert strict(written(report))["summary"] == {
        "instances": 3,
        "errors": 0,
        "warnings": 0,
        "infos": 0,
        "files": 2,
        "unrecognised": 1,
        "undecided": 2,
        "passed_over": {"of another operation": 4},
        "unreadable": ["gone.json: cannot be read: No such file or directory"],
    }


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


def test_the_text_has_a_finding_a_line() -> None:
    assert (
        told(several(), "json", most=1)
        == """\
{
  "findings": [
    {"rule": "schema/enum", "severity": "error", "message": "\\"Deleted\\" is not one of Creating, Running", \
"pointer": "/status/phase", "schema": "PoolStatus", "source": {"table": 14, "row": "phase"}, \
"file": "answer.json", "document": null, "line": 23, "column": 17, "value": "Deleted"}
  ],
  "summary": {"instances": 9, "errors": 7, "warnings": 1, "infos": 1, "files": 4, "untold": 7, \
"unrecognised": 1}
}
"""
    )
    assert (
        told(Report(findings=()), "json")
        == """\
{
  "findings": [],
  "summary": {"instances": 0, "errors": 0, "warnings": 0, "infos": 0, "files": 0}
}
"""
    )


def test_the_summary_can_have_the_kinds() -> None:
    summary = strict(told(several(), "json", statistics=True))["summary"]
    assert summary["statistics"][0] == {
        "rule": "schema/enum",
        "schema": "PoolStatus",
        "pointer": "/status/scope/*/state",
        "severity": "error",
        "count": 5,
        "first": {"file": "answer.json", "line": 1, "column": 17},
    }
    assert [each["count"] for each in summary["statistics"]] == [5, 1, 1, 1]


def test_an_early_end_is_told() -> None:
    assert strict(written(Report(findings=(), interrupted=True)))["summary"]["interrupted"] is True


def test_what_json_cannot_hold_is_written_as_text() -> None:
    data = (
        b'{"status": {"phase": NaN, "message": 1e999}, "spec": {"controlMode": -Infinity, "type": "\\ud800"}}'
    )
    report = strict(written(lint(["-"], contract=load(), stdin=io.BytesIO(data))))
    values = {each["pointer"]: each["value"] for each in report["findings"] if each["pointer"]}
    assert values["/status/phase"] == "NaN"
    assert values["/spec/controlMode"] == "-Infinity"
    assert values["/spec/type"] == "\\ud800"
