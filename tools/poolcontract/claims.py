"""What a test raises because of verdicts: a violation, an answer without one, a request that was not sent."""

from __future__ import annotations

from collections.abc import Iterable
from unittest import SkipTest

from poolcontract.masking import Mask
from poolcontract.record import Result


class NotSent(SkipTest):
    """A request was not sent: it needs what the run has not, the budget is spent, or the run was stopped."""


class Violation(AssertionError):  # noqa: N818  what pytest shows as a failure
    """An answer broke the contract; the message tells every request of the scenario and its findings."""


class Undecided(Exception):  # noqa: N818  says nothing about the contract
    """An answer allows no verdict."""


def require_passed(results: Iterable[Result], mask: Mask) -> None:
    """Raise `Violation`, `Undecided` or `NotSent` when a result is no pass, after all were played."""
    played = list(results)
    kinds = {result.verdict.kind for result in played}
    story = mask.text("\n".join(str(each) for each in played if each.verdict.kind != "pass"))
    if kinds & {"violation", "stop"}:
        raise Violation(story)
    if "inconclusive" in kinds:
        raise Undecided(story)
    if "not sent" in kinds:
        raise NotSent(story)
