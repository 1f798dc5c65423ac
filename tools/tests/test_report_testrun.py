"""A test run as JUnit XML and in SARIF: every verdict in the form that other programs know it by."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import Finding, Severity
from poolcontract.masking import Mask
from poolcontract.outcome import words_for
from poolcontract.record import Failure, Record, Result
from poolcontract.report.testrun import junit, unsettled
from poolcontract.verdict import Verdict

from .grown_bodies import CONTRACT
from .reported import hostile_texts

BEGAN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TOKEN = "hunter2-hunter2"  # noqa: S105  of nobody
WRONG = Finding(rule="schema/enum", severity=Severity.ERROR, message="no <such> kind", pointer="/kind")
CUT = Finding(rule="framing/body-cut", severity=Severity.ERROR, message="cut", pointer="/response")


def exchange(status: int | None = 200, **more: Any) -> Exchange:
    if status is None:
        request = Exchange.of("DELETE /v2/p/pools/a", 200).request
        return Exchange(request=request, duration=0.25, **more)
    made = Exchange.of("DELETE /v2/p/pools/a", status, {}, known=Circumstances(pool="living"))
    return Exchange(request=made.request, response=made.response, known=made.known, duration=0.25)


def result(kind: Any, reason: str | None = None, sent: Exchange | None = None, *found: Finding) -> Result:
    return Result(sent, found, Verdict(kind, reason))


def record_of(*results: tuple[str, Result], **more: Any) -> Record:
    record = Record(contract=CONTRACT, mask=Mask([TOKEN]), unrepeatable="no", **more)
    record.results += results
    return record


def read(record: Record) -> Iterator[ET.Element]:
    """The suites, each of which counts its own cases."""
    root = ET.fromstring("".join(junit(record, BEGAN)))  # noqa: S314  our own text
    for suite in root:
        cases = suite.findall("testcase")
        assert suite.get("tests") == str(len(cases))
        for tag in ("failure", "error"):
            assert suite.get(f"{tag}s") == str(sum(each.find(tag) is not None for each in cases))
        assert suite.get("skipped") == str(sum(each.find("skipped") is not None for each in cases))
        yield suite


VERDICTS: list[tuple[Result, tuple[str, str | None, str] | None]] = [
    (result("pass", None, exchange()), None),
    (result("pass", "refused as expected", exchange(401)), None),
    (
        result("violation", "schema/enum", exchange(), WRONG),
        ("failure", "schema/enum", "no <such> kind"),
    ),
    (
        result("inconclusive", "timeout", exchange(None, fault="timeout")),
        ("error", "timeout", words_for("timeout")),
    ),
    (
        result("inconclusive", "throttled", exchange(429)),
        ("error", "throttled", "the service throttled (429)"),
    ),
    (result("not sent", "budget"), ("skipped", None, "--max-requests was reached")),
    (result("stop", "safety-2xx", exchange()), ("error", "safety", "safety-2xx")),
    (result("stop", "guard"), ("error", "safety", "guard")),
]


@pytest.mark.parametrize(("given", "form"), VERDICTS)
def test_a_verdict(given: Result, form: tuple[str, str | None, str] | None) -> None:
    (suite,) = read(record_of(("living-pool", given)))
    (case,) = suite.findall("testcase")
    assert (case.get("name"), case.get("classname")) == ("living-pool 1", "poolcontract.test")
    assert case.get("time") == ("0.250" if given.exchange else "0.000")
    assert [(each.tag, each.get("type"), each.get("message")) for each in case] == ([form] if form else [])
    if form and form[0] == "failure":
        assert (case[0].text or "").startswith(
            "DELETE /v2/p/pools/a -> 200: violation (schema/enum)\n  error"
        )


def flawed() -> Result:
    return result("inconclusive", "framing", exchange(None, fault="framing", flaw="framing/body-cut"), CUT)


@pytest.mark.parametrize(
    ("results", "forms"),
    [
        ([flawed(), flawed()], [("failure", "framing/body-cut")] * 2),
        ([flawed()], [("error", "framing")]),
    ],
)
def test_a_flaw_that_comes_every_time_is_a_failure(
    results: list[Result], forms: list[tuple[str, str]]
) -> None:
    (suite,) = read(record_of(*(("absent-pool", each) for each in results)))
    assert [(each[0].tag, each[0].get("type")) for each in suite.findall("testcase")] == forms


def test_the_whole() -> None:
    record = record_of(
        ("a", result("pass", None, exchange())),
        ("b", result("not sent", "needs-pool")),
        ("a", result("inconclusive", "reset", exchange(None, fault="reset"))),
        failures=[Failure("test_case[x]", f"AssertionError: {TOKEN}\nassert", "failed")],
    )
    opening = 'package="poolcontract" name="{}" timestamp="2026-01-02T03:04:05" hostname="localhost"'
    assert "".join(junit(record, BEGAN)) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
        f'<testsuite id="0" {opening.format("a")} time="0.500" tests="2" failures="0" errors="1"'
        ' skipped="0">\n'
        "<properties/>\n"
        '<testcase name="a 1" classname="poolcontract.test" time="0.250"></testcase>\n'
        '<testcase name="a 2" classname="poolcontract.test" time="0.250"><error type="reset" '
        'message="the connection was closed before an answer">'
        "DELETE /v2/p/pools/a -&gt; reset: inconclusive (reset)</error></testcase>\n"
        "<system-out/>\n<system-err/>\n</testsuite>\n"
        f'<testsuite id="1" {opening.format("b")} time="0.000" tests="1" failures="0" errors="0"'
        ' skipped="1">\n'
        "<properties/>\n"
        '<testcase name="b 1" classname="poolcontract.test" time="0.000"><skipped message="'
        f'{words_for("needs-pool")}"/></testcase>\n'
        "<system-out/>\n<system-err/>\n</testsuite>\n"
        f'<testsuite id="2" {opening.format("tests")} time="0.000" tests="1" failures="1" errors="0"'
        ' skipped="0">\n<properties/>\n'
        '<testcase name="test_case[x]" classname="poolcontract.test" time="0.000"><failure type="failed" '
        'message="AssertionError: ***">AssertionError: ***\nassert</failure></testcase>\n'
        "<system-out/>\n<system-err/>\n</testsuite>\n"
        "</testsuites>\n"
    )


def test_what_stopped_a_run_is_told_where_it_was_seen() -> None:
    record = record_of(("a", result("stop", "safety-2xx", exchange())), stopped=f"{TOKEN}: it is said")
    (suite,) = read(record)
    assert [each.get("message") for each in suite.iter("error")] == ["***: it is said"]


def test_a_run_without_requests() -> None:
    assert list(read(record_of())) == []


def test_no_text_breaks_out() -> None:
    for text in hostile_texts(300):
        wrong = Finding(rule=text or "r", severity=Severity.ERROR, message=text, pointer=f"/{text}")
        failures = [Failure(text, text, "error")]
        given = result("violation", text or "r", exchange(), wrong)
        suites = list(read(record_of((text, given), failures=failures)))
        assert [len(each.findall("testcase")) for each in suites] == [1, 1]


def verdicts(*told: tuple[str, str, str | None]) -> list[dict[str, Any]]:
    return [{"scenario": each[0], "verdict": each[1], "reason": each[2]} for each in told]


def test_what_has_no_verdict_in_sarif() -> None:
    told = verdicts(
        ("a", "pass", None),
        ("a", "inconclusive", "timeout"),
        ("b", "violation", "schema/enum"),
        ("b", "inconclusive", "timeout"),
        ("b", "inconclusive", "timeout"),
        ("c\x1b", "not sent", "budget"),
        ("d", "stop", "safety-2xx"),
    )
    assert list(unsettled(told)) == [
        {
            "ruleId": "undecided/timeout",
            "kind": "review",
            "level": "none",
            "message": {"text": f"3 requests: {words_for('timeout')}"},
            "locations": [
                {"logicalLocations": [{"fullyQualifiedName": "a", "kind": "scenario"}]},
                {"logicalLocations": [{"fullyQualifiedName": "b", "kind": "scenario"}]},
            ],
            "properties": {"count": 3},
        },
        {
            "ruleId": "not-sent/budget",
            "kind": "notApplicable",
            "level": "none",
            "message": {"text": "1 request: --max-requests was reached"},
            "locations": [{"logicalLocations": [{"fullyQualifiedName": "c\\u001b", "kind": "scenario"}]}],
            "properties": {"count": 1},
        },
        {
            "ruleId": "safety/2xx",
            "kind": "fail",
            "level": "error",
            "message": {"text": "1 request: safety-2xx"},
            "locations": [{"logicalLocations": [{"fullyQualifiedName": "d", "kind": "scenario"}]}],
            "properties": {"count": 1},
        },
    ]


def test_not_every_scenario_is_named() -> None:
    (told,) = unsettled(verdicts(*((str(number), "not sent", "budget") for number in range(100))))
    assert len(told["locations"]) == 20
    assert told["properties"] == {"count": 100}
