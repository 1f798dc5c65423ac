"""What a test run amounts to: report.json → exit status and the reasons for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PASSED, FOUND, UNDECIDED, STOPPED, NOTHING_CHECKED = 0, 1, 3, 4, 5
_UNRUN_BY_CHOICE = "needs-pool"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The exit status of a run, and in `reasons` one sentence for each thing that kept it from 0."""

    status: int
    reasons: tuple[str, ...]


def outcome(
    report: Mapping[str, Any], minimum: Mapping[str, int], *, failed: int = 0, inconclusive: int = UNDECIDED
) -> Outcome:
    """The outcome of a run by what report.json holds.

    `minimum` overrides how many answers of a status must have been judged; `failed` counts tests that failed
    for another reason than a verdict; `inconclusive` is the status that undecided answers ask for.
    """
    verdicts = Counter(each["verdict"] for each in report["verdicts"])
    unsent = sum(
        each["verdict"] == "not sent" and each["reason"] != _UNRUN_BY_CHOICE for each in report["verdicts"]
    )
    judged = report["coverage"]["answers"]
    wanted = {**report["minimum"], **minimum}
    missed = [
        f"{judged.get(status, 0)} answers {status} judged, {count} asked for"
        for status, count in wanted.items()
        if judged.get(status, 0) < count
    ]
    grounds = [
        (STOPPED, verdicts["stop"], "stopped for safety"),
        (FOUND, verdicts["violation"], "answers violate the contract"),
        (FOUND, failed, "tests failed without a verdict"),
        (inconclusive, verdicts["inconclusive"], "answers allow no verdict"),
        (inconclusive, unsent, "requests were not sent"),
    ]
    found = [(status, f"{count} {words}") for status, count, words in grounds if count]
    found += [(inconclusive, sentence) for sentence in missed]
    if not sum(judged.values()) and not any(status in (FOUND, STOPPED) for status, _ in found):
        transport = verdicts["inconclusive"]
        found = [*found, (UNDECIDED if transport else NOTHING_CHECKED, "no answer was judged")]
    reasons = tuple(sentence for _, sentence in found)
    return Outcome(_worst([status for status, _ in found]), reasons)


def _worst(statuses: list[int]) -> int:
    """Which status stands when several hold: a stop over findings over nothing checked over undecided."""
    order = (STOPPED, FOUND, NOTHING_CHECKED, UNDECIDED, PASSED)
    return next(status for status in order if status in statuses or status == PASSED)
