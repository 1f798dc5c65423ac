"""The exit status follows from report.json alone."""

from __future__ import annotations

from typing import Any

import pytest

from poolcontract.outcome import outcome


def report(verdicts: list[tuple[str, str | None]], answers: dict[str, int]) -> dict[str, Any]:
    return {
        "verdicts": [{"verdict": kind, "reason": reason} for kind, reason in verdicts],
        "coverage": {"answers": answers},
        "minimum": {"200": 1, "404": 1},
    }


BOTH = {"200": 3, "404": 2}
CASES = [
    ([("pass", None)], BOTH, {}, 0, 0),
    ([("pass", None), ("violation", "schema/enum")], BOTH, {}, 0, 1),
    ([("inconclusive", "timeout")], BOTH, {}, 0, 3),
    ([("inconclusive", "timeout"), ("violation", None)], BOTH, {}, 0, 1),
    ([("stop", "safety-2xx"), ("violation", None)], BOTH, {}, 0, 4),
    ([("not sent", "needs-pool")], BOTH, {}, 0, 0),
    ([("not sent", "budget")], BOTH, {}, 0, 3),
    ([("pass", None)], {"404": 2}, {}, 0, 3),
    ([("pass", None)], {"404": 2}, {"200": 0}, 0, 0),
    ([("pass", None)], BOTH, {"200": 20}, 0, 3),
    ([("pass", None)], BOTH, {}, 2, 1),
    ([], {}, {"200": 0, "404": 0}, 0, 5),
    ([("inconclusive", "connect")], {}, {}, 0, 3),
    ([("not sent", "needs-pool")], {}, {"200": 0, "404": 0}, 0, 5),
]


@pytest.mark.parametrize(("verdicts", "answers", "minimum", "failed", "status"), CASES)
def test_status(
    verdicts: list[tuple[str, str | None]],
    answers: dict[str, int],
    minimum: dict[str, int],
    failed: int,
    status: int,
) -> None:
    result = outcome(report(verdicts, answers), minimum, failed=failed)
    assert result.status == status
    assert bool(result.reasons) == (status != 0)


def test_undecided_can_be_folded_into_another_status() -> None:
    undecided = report([("inconclusive", "timeout")], BOTH)
    assert outcome(undecided, {}, inconclusive=1).status == 1
    assert outcome(undecided, {}, inconclusive=0).status == 0
