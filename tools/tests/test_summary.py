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
