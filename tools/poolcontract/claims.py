"""What a test raises because of verdicts: a violation, an answer without one, a request that was not sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from unittest import SkipTest

from poolcontract.masking import Mask
from poolcontract.record import Result

_MOST = 3
"""Kinds of violations of one test whose exchanges are told whole."""


class NotSent(SkipTest):
    """A request was not sent: it needs what the run has not, the budget is spent, or the run was stopped."""


class Violation(AssertionError):  # noqa: N818  what pytest shows as a failure
    """An answer broke the contract; the message tells every request of the scenario and its findings."""


class Undecided(Exception):  # noqa: N818  says nothing about the contract
    """An answer allows no verdict."""


def require_passed(results: Iterable[Result], mask: Mask, tell: Callable[[Result], str]) -> None:
    """Raise `Violation`, `Undecided` or `NotSent` when a result is no pass, after all were played.

    `tell` gives the exchange of a result as text without secrets; of results that are violations for one
    reason the last is told so.
    """
    played = list(results)
    kinds = {result.verdict.kind for result in played}
    story = mask.text("\n".join(str(each) for each in played if each.verdict.kind != "pass"))
    if kinds & {"violation", "stop"}:
        last = {each.verdict.reason: each for each in played if each.verdict.kind == "violation"}
        raise Violation("\n".join([story, *map(tell, list(last.values())[:_MOST])]))
    if "inconclusive" in kinds:
        raise Undecided(story)
    if "not sent" in kinds:
        raise NotSent(story)
