"""JUnit XML: the whole text, and the rules that the schemas of Windyroad and Jenkins have in common."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from poolcontract.finding import Report, Severity

from .reported import GONE, HINT, ODD, hostile, hostile_texts, repeated, several, told

SUITE = ["errors", "failures", "hostname", "id", "name", "package", "tests", "time", "timestamp"]
CASE = ["classname", "name", "time"]


def suites(report: Report, **style: Any) -> list[ET.Element]:
    """The suites of a report, which keeps to the rules."""
    root = ET.fromstring(told(report, "junit", **style))  # noqa: S314  our own text
    assert (root.tag, root.attrib) == ("testsuites", {})
    for number, suite in enumerate(root):
        assert suite.get("id") == str(number)
        hold_to_the_rules(suite)
    return list(root)


def hold_to_the_rules(suite: ET.Element) -> None:
    """What Windyroad's schema asks for and the one of Jenkins allows."""
    assert (suite.tag, sorted(suite.attrib)) == ("testsuite", SUITE)
    tags = [each.tag for each in suite]
    cases = suite.findall("testcase")
    assert tags == ["properties", *["testcase"] * len(cases), "system-out", "system-err"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.get("timestamp", ""))
    assert suite.get("name", "").strip()
    assert suite.get("tests") == str(len(cases))
    for kind in ("failure", "error"):
        assert suite.get(f"{kind}s") == str(sum(each.find(kind) is not None for each in cases))
    for case in cases:
        assert sorted(case.attrib) == CASE
        assert case.get("name")
        assert [each.tag for each in case] in ([], ["failure"], ["error"])
        assert all(sorted(each.attrib) == ["message", "type"] and not len(each) for each in case)


def test_the_whole() -> None:
    assert (
        told(several(), "junit")
        == """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
<testsuite id="0" package="poolcontract" name="answer.json" timestamp="2026-01-02T03:04:05" \
hostname="localhost" time="0" tests="1" failures="1" errors="0">
<properties/>
<testcase name="answer.json" classname="poolcontract.lint" time="0">
<failure type="schema/enum" message="&quot;Deleted&quot; is not one of Creating, Running (and 5 more)">\
answer.json:23:17  error  schema/enum  &quot;Deleted&quot; is not one of Creating, Running (Table 14, phase)
   23 |     &quot;phase&quot; : &quot;Deleted&quot;,
      |               ^^^^^^^^^
answer.json:1:17  error  schema/enum  &quot;Deleted&quot; is not one of Creating, Running (Table 14, phase)
answer.json:2:17  error  schema/enum  &quot;Deleted&quot; is not one of Creating, Running (Table 14, phase)
answer.json:3:17  error  schema/enum  &quot;Deleted&quot; is not one of Creating, Running (Table 14, phase)
and 2 more  error  schema/enum  /status/scope/*/state
</failure>
</testcase>
<system-out></system-out>
<system-err/>
</testsuite>
<testsuite id="1" package="poolcontract" name="b.json" timestamp="2026-01-02T03:04:05" hostname="localhost" \
time="0" tests="1" failures="0" errors="0">
<properties/>
<testcase name="b.json" classname="poolcontract.lint" time="0"></testcase>
<system-out></system-out>
<system-err/>
</testsuite>
<testsuite id="2" package="poolcontract" name="c.json" timestamp="2026-01-02T03:04:05" hostname="localhost" \
time="0" tests="1" failures="0" errors="0">
<properties/>
<testcase name="c.json" classname="poolcontract.lint" time="0"></testcase>
<system-out>c.json:1  warning  not-recognised  42 is nobody&#x27;s
</system-out>
<system-err/>
</testsuite>
<testsuite id="3" package="poolcontract" name="-" timestamp="2026-01-02T03:04:05" hostname="localhost" \
time="0" tests="1" failures="1" errors="0">
<properties/>
<testcase name="-" classname="poolcontract.lint" time="0">
<failure type="media-type" message="text/html is not application/json">\
/response/headers/content-type  error  media-type  text/html is not application/json
</failure>
</testcase>
<system-out></system-out>
<system-err/>
</testsuite>
<testsuite id="4" package="poolcontract" name="d.json" timestamp="2026-01-02T03:04:05" hostname="localhost" \
time="0" tests="1" failures="0" errors="0">
<properties/>
<testcase name="d.json" classname="poolcontract.lint" time="0"></testcase>
<system-out></system-out>
<system-err/>
</testsuite>
</testsuites>
"""
    )


def test_an_empty_report_has_no_suite() -> None:
    assert suites(Report(findings=())) == []


@pytest.mark.parametrize(("fail_on", "failures"), [(Severity.ERROR, 0), (Severity.WARNING, 1)])
def test_a_case_fails_from_the_severity_that_fails_the_run(fail_on: Severity, failures: int) -> None:
    (suite,) = suites(Report(findings=(ODD, replace(HINT, file="c.json"))), fail_on=fail_on)
    assert suite.get("failures") == str(failures)
    assert "nobody" in "".join(suite.itertext())
    assert "unlisted" not in "".join(suite.itertext())


def test_a_hidden_finding_can_fail_a_case() -> None:
    (suite,) = suites(Report(findings=(ODD,)), fail_on=Severity.WARNING, lowest=Severity.ERROR)
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert (failure.get("type"), failure.text) == ("not-recognised", None)


def test_every_file_tells_the_first_places_of_its_own() -> None:
    report = Report(findings=[replace(each, file=f"{n}.json") for n in range(3) for each in repeated(5)])
    told_of = ["".join(each.itertext()).count("error  schema/enum") for each in suites(report)]
    assert told_of == [4, 4, 4]


def test_all_or_no_more_than_asked_for() -> None:
    (suite,) = suites(Report(findings=repeated(50)), show_all=True)
    assert "".join(suite.itertext()).count("\nanswer.json") == 50
    first, second = suites(Report(findings=[GONE, replace(ODD, file="b.json")]), most=1)
    assert "answer.json:23" in "".join(first.itertext())
    assert "".join(second.itertext()).split() == [
        "and",
        "1",
        "more",
        "warning",
        "not-recognised",
        "(whole",
        "body)",
    ]


def test_what_was_not_judged_is_an_error() -> None:
    report = Report(findings=(GONE,), unreadable=["x\x00: cannot be read"], interrupted=True)
    suite = suites(report)[-1]
    assert (suite.get("name"), suite.get("errors")) == ("not judged", "2")
    assert [each.get("name") for each in suite.findall("testcase")] == [
        "x\\u0000: cannot be read",
        "interrupted: not all was judged",
    ]


def test_hostile_texts_give_well_formed_xml() -> None:
    found = map(hostile, hostile_texts())
    assert len(suites(Report(findings=found), show_all=True)) > 1000
