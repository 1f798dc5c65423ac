"""The exit status follows from report.json alone, and each thing that kept it from 0 is told."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from poolcontract.outcome import outcome

Verdicts = list[tuple[str, str | None]]
BOTH = {"200": 3, "404": 2}
FINE: Verdicts = [("pass", None)]
BROKEN: Verdicts = [("violation", "schema/enum")]
OPEN: Verdicts = [("inconclusive", "timeout")]


def report(verdicts: Verdicts, answers: dict[str, int] = BOTH, **more: Any) -> dict[str, Any]:
    return {
        "verdicts": [{"verdict": kind, "reason": reason} for kind, reason in verdicts],
        "coverage": {"answers": answers},
        "minimum": {"200": 1, "404": 1},
        "failures": [],
        "stopped": None,
        "partial": False,
        **more,
    }


def failure(kind: str, test: str = "test_x", message: str = "m\nn") -> dict[str, str]:
    return {"test": test, "message": message, "kind": kind}


CASES: list[tuple[dict[str, Any], dict[str, int], int]] = [
    (report(FINE), {}, 0),
    (report([("pass", "refused as expected")]), {}, 0),
    (report([*FINE, *BROKEN]), {}, 1),
    (report(OPEN), {}, 3),
    (report([*OPEN, *BROKEN]), {}, 1),
    (report([("stop", "guard"), *BROKEN, *OPEN]), {}, 4),
    (report([("not sent", "needs-pool"), *FINE]), {}, 0),
    (report([("not sent", "needs-token"), *FINE]), {}, 0),
    (report([("not sent", "needs-second-pool"), *FINE]), {}, 0),
    (report([("not sent", "shared-proof"), *FINE]), {}, 0),
    (report([("not sent", "no-fresh-pool"), *FINE], no_fresh_pool="why"), {}, 3),
    (report([("not sent", "budget"), *FINE]), {}, 3),
    (report([("not sent", "stopped"), *FINE]), {}, 3),
    (report([("not sent", "stopped"), *BROKEN]), {}, 1),
    (report(FINE, {"404": 2}), {}, 3),
    (report(FINE, {"200": 2}), {}, 3),
    (report(FINE, {"404": 2}), {"200": 0}, 0),
    (report(FINE), {"200": 3}, 0),
    (report(FINE), {"200": 4}, 3),
    (report(FINE), {"418": 1}, 3),
    (report(BROKEN), {"200": 20}, 1),
    (report(FINE, stopped="why"), {}, 3),
    (report(FINE, partial=True), {}, 3),
    (report(BROKEN, partial=True), {}, 1),
    (report(FINE, failures=[failure("failed")]), {}, 1),
    (report(FINE, failures=[failure("error")]), {}, 70),
    (report(BROKEN, failures=[failure("error"), failure("failed")]), {}, 70),
    (report([("stop", "guard")], failures=[failure("error")]), {}, 70),
    (report([], {}, failures=[failure("refused")]), {}, 2),
    (report([], {}), {"200": 0, "404": 0}, 5),
    (report([], {}), {}, 5),
    (report(OPEN, {}), {}, 3),
    (report([("not sent", "needs-pool")], {}), {"200": 0, "404": 0}, 5),
    (report([], {}, failures=[failure("failed")]), {}, 1),
    (report([("stop", "guard")], {}), {}, 4),
]


@pytest.mark.parametrize(("told", "minimum", "status"), CASES)
def test_status(told: dict[str, Any], minimum: dict[str, int], status: int) -> None:
    result = outcome(told, minimum)
    assert result.status == status
    assert any(ground.status == status for ground in result.grounds) or status == 0
    assert all(ground.status == 0 for ground in result.grounds) == (status == 0)


ORDER = (70, 2, 4, 1, 5, 3)
MADE = {
    70: failure("error", "e"),
    2: failure("refused", "r"),
    1: failure("failed", "f"),
}


@pytest.mark.parametrize(("more", "less"), [pair for pair in permutations(ORDER, 2) if 5 not in pair])
def test_the_worse_status_stands(more: int, less: int) -> None:
    verdicts = [each for status in (more, less) for each in {4: [("stop", "guard")], 3: OPEN}.get(status, [])]
    failures = [MADE[status] for status in (more, less) if status in MADE]
    worse = min(more, less, key=ORDER.index)
    assert outcome(report(verdicts, failures=failures), {}).status == worse


def told(made: dict[str, Any], minimum: dict[str, int] | None = None) -> list[str]:
    return [f"{ground.kind}: {ground.sentence}" for ground in outcome(made, minimum or {}).grounds]


def test_each_reason_is_told_once_with_its_number() -> None:
    verdicts: Verdicts = [
        *[("inconclusive", "timeout")] * 2,
        ("inconclusive", "connect"),
        ("inconclusive", "a new one"),
        *[("not sent", "needs-pool")] * 3,
        ("not sent", "budget"),
        *BROKEN,
        *FINE,
    ]
    made = report(verdicts, {"404": 1}, stopped="the end", partial=True)
    assert told(made) == [
        "stopped: the end",
        "interrupted: this is what was found until then",
        "violation: 1 answer against the contract",
        "not decided: 2 requests: no whole answer came in time (--timeout)",
        "not decided: 1 request: no connection was made",
        "not decided: 1 request: a new one",
        "not run: 3 scenarios: no living pool was left to spend (--destroy-pool NAME allows one)",
        "not run: 1 request: --max-requests was reached",
        "not decided: 0 answers 200 judged, 1 asked for",
    ]


def test_scenarios_that_lack_pools_are_counted_by_the_reason() -> None:
    verdicts: Verdicts = [
        *[("not sent", "shared-proof")] * 50,
        *[("not sent", "no-fresh-pool")] * 3,
        *[("not sent", "needs-second-pool")] * 2,
        ("not sent", "needs-token"),
        *FINE,
    ]
    assert told(report(verdicts, no_fresh_pool="--pool-command ended with status 1: no room")) == [
        "not run: 50 proofs: few pools may be spent, and a later deletion shows that one is still there",
        "not run: 3 scenarios: --pool-command ended with status 1: no room",
        "not run: 2 scenarios: needs a second living pool (--destroy-pool NAME allows one more)",
        "not run: 1 scenario: they need a run that has a token",
    ]
    assert told(report([("not sent", "no-fresh-pool"), *FINE], no_fresh_pool=None)) == [
        "not run: 1 scenario: no fresh pool was made"
    ]


def test_failures_alike_are_told_once() -> None:
    failures = [
        failure("failed", "a"),
        failure("failed", "b", "m\nother"),
        failure("error", "c"),
        failure("failed", "d", ""),
    ]
    failures.append(failure("failed", "e"))
    assert told(report(FINE, failures=failures)) == [
        "failed: a and 2 other tests: m",
        "failed: c: m",
        "failed: d: ",
    ]


def test_undecided_can_be_folded_into_another_status() -> None:
    undecided = report(OPEN)
    assert outcome(undecided, {}, inconclusive=1).status == 1
    assert outcome(undecided, {}, inconclusive=0).status == 0
    assert outcome(report([*OPEN, *BROKEN]), {}, inconclusive=0).status == 1
