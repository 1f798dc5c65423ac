"""The verdict on one exchange: (exchange, findings) → pass, violation, inconclusive.

A violation needs one complete, authenticated, unthrottled answer. What says nothing about the contract is
inconclusive: never a violation, and never green.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from poolcontract.exchange import Exchange
from poolcontract.finding import Finding, Severity
from poolcontract.statuses import SET_ASIDE, UNDECIDED

Kind = Literal["pass", "violation", "inconclusive", "not sent", "stop"]
REFUSED = "refused as expected"
_CLIENT_ERROR = 400


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` is a code: of the transport, of the status, or the rule that weighs most."""

    kind: Kind
    reason: str | None = None


def verdict(
    exchange: Exchange,
    findings: Sequence[Finding],
    fail_on: Severity = Severity.ERROR,
    undecided: Collection[int] = UNDECIDED,
) -> Verdict:
    """The verdict by the answer's status, the circumstances, and the findings at or above `fail_on`.

    `undecided` are the statuses that say nothing about the contract where nothing provoked them.
    """
    if exchange.response is None:
        return Verdict("inconclusive", exchange.fault or "no-answer")
    status, refusal = exchange.response.status, exchange.known.refusal
    if status in undecided and refusal is None:
        return Verdict("inconclusive", UNDECIDED.get(status, SET_ASIDE))
    worst = max(findings, key=lambda each: each.severity, default=None)
    if worst is not None and worst.severity >= fail_on:
        return Verdict("violation", worst.rule)
    return Verdict("pass", REFUSED if refusal and status >= _CLIENT_ERROR else None)
