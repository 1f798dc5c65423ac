"""What a person reads at the end of a run, as whole texts."""

from __future__ import annotations

from typing import Any

from poolcontract.finding import Severity
from poolcontract.outcome import outcome
from poolcontract.report.summary import summary


def finding(rule: str, severity: str, pointer: str = "/status/phase", **more: Any) -> dict[str, Any]:
    form = {
        "rule": rule,
        "severity": severity,
        "message": f"{rule} says so",
        "pointer": pointer,
        "schema": "Pool",
        "source": {"table": 14, "row": "phase"},
        "scenario": "living-pool",
    }
    return form | more


def report(**more: Any) -> dict[str, Any]:
    parts = {
        "findings": [],
        "verdicts": [
            *[{"verdict": "pass", "reason": None}] * 5,
            *[{"verdict": "pass", "reason": "refused as expected"}] * 2,
        ],
        "coverage": {
            "answers": {"200": 3, "404": 2, "401": 2},
            "rows": {"seen": ["a", "b"], "of": 82},
            "values": {"seen": [], "of": 43},
            "rules": {"seen": ["a"], "of": 50},
        },
        "minimum": {"200": 1, "404": 1},
        "failures": [],
        "stopped": None,
        "partial": False,
    }
    return parts | more


def told(made: dict[str, Any], lowest: Severity = Severity.WARNING, **minimum: int) -> str:
    return summary(made, outcome(made, minimum), lowest=lowest, seconds=3.21, seed=7)


CLEAN = """\
answers judged   200: 3   404: 2   refused as expected: 2   inconclusive: 0
page seen        2 of 82 rows   0 of 43 list values   1 of 50 rules had a chance to fire
no findings in 3.2 s  (seed 7)
"""


def test_a_clean_run() -> None:
    assert told(report()) == CLEAN


def test_findings_are_told_once_each_the_worst_first() -> None:
    findings = [
        finding("an-info", "info"),
        finding("a-warning", "warning", "", source=None),
        finding("schema/enum", "error", "/status/scope/0/state", scenario="first"),
        finding("schema/enum", "error", "/status/scope/12/state", scenario="second"),
        finding("schema/enum", "error", "/status/phase"),
    ]
    assert (
        told(report(findings=findings))
        == """\
error  schema/enum  /status/scope/0/state
    schema/enum says so (Table 14, phase)
    2 times, first in scenario first
error  schema/enum  /status/phase
    schema/enum says so (Table 14, phase)
    once, first in scenario living-pool
warning  a-warning  (whole body)
    a-warning says so
    once, first in scenario living-pool
answers judged   200: 3   404: 2   refused as expected: 2   inconclusive: 0
page seen        2 of 82 rows   0 of 43 list values   1 of 50 rules had a chance to fire
3 errors, 1 warning, 1 below warning in 3.2 s  (seed 7)
"""
    )


def shown(rule: str, pointer: str = "/status/phase", **more: Any) -> dict[str, Any]:
    step = {
        "request": {"method": "DELETE", "target": "/v2/p/pools/a", "headers": [["A", "1"]], "body": "{}"},
        "answer": {"status": 200, "headers": [["content-type", "application/json"]], "body": "[]"},
        "fault": None,
        "pool": "absent",
        "curl": "curl -q",
        "no_curl": None,
    }
    return {
        "rule": rule,
        "schema": "Pool",
        "pointer": pointer,
        "scenario": "living-pool",
        "walk": [{**step, **more}],
    }


def test_a_finding_is_told_with_the_exchange_that_shows_it() -> None:
    made = report(
        findings=[
            finding("schema/enum", "error", "/status/scope/3/state"),
            finding("framing/body-cut", "error", "/response", schema=None, source=None),
            finding("an-info", "info"),
        ],
        evidence=[
            {**shown("framing/body-cut", "/response", answer=None, fault="framing/body-cut"), "schema": None},
            {**shown("schema/enum", "/status/scope/0/state"), "scenario": "shrinking"},
            shown("an-info", curl=None, no_curl="it is so"),
        ],
    )
    assert (
        told(made)
        == """\
error  schema/enum  /status/scope/3/state
    schema/enum says so (Table 14, phase)
    once, first in scenario living-pool, the smallest in shrinking
    > DELETE /v2/p/pools/a
    > A: 1
    > {}
    < 200
    < content-type: application/json
    < []
    again:
    curl -q
error  framing/body-cut  /response
    framing/body-cut says so
    once, first in scenario living-pool
    > DELETE /v2/p/pools/a
    > A: 1
    > {}
    < no answer: framing/body-cut
    again:
    curl -q
answers judged   200: 3   404: 2   refused as expected: 2   inconclusive: 0
page seen        2 of 82 rows   0 of 43 list values   1 of 50 rules had a chance to fire
2 errors, 1 below warning in 3.2 s  (seed 7)
"""
    )


def test_the_first_few_findings_are_told_with_exchanges() -> None:
    rules = [f"rule-{number}" for number in range(12)]
    made = report(
        findings=[finding(rule, "error") for rule in rules], evidence=[shown(rule) for rule in rules]
    )
    assert told(made).count("    > DELETE /v2/p/pools/a\n") == 10


def test_what_is_told_begins_at_a_severity() -> None:
    findings = [finding("an-info", "info"), finding("a-warning", "warning"), finding("an-error", "error")]
    last = [told(report(findings=findings), severity).splitlines()[-1] for severity in sorted(Severity)]
    assert last == [
        "1 error, 1 warning, 1 info in 3.2 s  (seed 7)",
        "1 error, 1 warning, 1 below warning in 3.2 s  (seed 7)",
        "1 error, 2 below error in 3.2 s  (seed 7)",
    ]


def test_what_was_not_run_or_not_decided_is_told_with_its_reason() -> None:
    verdicts = [
        {"verdict": "pass", "reason": None},
        *[{"verdict": "inconclusive", "reason": "timeout"}] * 3,
        *[{"verdict": "not sent", "reason": "stopped"}] * 140,
        *[{"verdict": "not sent", "reason": "needs-pool"}] * 43,
        {"verdict": "violation", "reason": "schema/enum"},
    ]
    made = report(
        verdicts=verdicts,
        stopped="http://localhost:1 gives no whole answer",
        partial=True,
        failures=[{"test": "test_x\x1b[31m", "message": "AssertionError: no\nmore", "kind": "failed"}],
    )
    assert (
        told(made, **{"404": 3})
        == """\
answers judged   200: 3   404: 2   refused as expected: 0   inconclusive: 3
page seen        2 of 82 rows   0 of 43 list values   1 of 50 rules had a chance to fire
interrupted      this is what was found until then
failed           test_x\\u001b[31m: AssertionError: no
not decided      3 requests: no whole answer came in time (--timeout)
not run          140 requests: the run had been stopped
not run          43 scenarios: no living pool was left to spend (--destroy-pool NAME allows one)
not decided      2 answers 404 judged, 3 asked for
no findings in 3.2 s  (seed 7)
"""
    )


def test_a_status_that_was_never_answered_is_counted_as_none() -> None:
    made = report(coverage={**report()["coverage"], "answers": {}}, minimum={"200": 0, "404": 0})
    assert told(made).splitlines()[0].startswith("answers judged   200: 0   404: 0   ")
    assert "not decided      no answer was judged" in told(made)
