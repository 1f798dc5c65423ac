"""What a status means that the page does not list and that nothing provoked: one table, and its changes.

The rules have the usual severities; a person may give a status another meaning (`--status 409=info`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from poolcontract.exchange import Exchange
from poolcontract.finding import Finding, Severity

Meanings = Mapping[int, Severity | None]
"""The meanings of statuses that are not as usual; None says nothing about the contract."""

UNDECIDED = {
    401: "auth",
    403: "auth",
    407: "proxy-auth",
    408: "gateway",
    429: "throttled",
    502: "gateway",
    503: "unavailable",
    504: "gateway",
}
"""Statuses that say nothing about the contract unless the request provoked them, with their reason codes."""

SET_ASIDE = "set-aside"
"""The reason code of a status that says nothing because a person has it so."""

_RULES = frozenset({"undocumented-refusal", "undocumented-status", "redirect"})
"""The rules that are about the status alone."""


def undecided_by(meanings: Meanings) -> frozenset[int]:
    """The statuses that say nothing where some have a meaning of their own."""
    set_aside = {status for status, meaning in meanings.items() if meaning is None}
    return frozenset(UNDECIDED.keys() - meanings.keys() | set_aside)


def as_meant(findings: Iterable[Finding], exchange: Exchange, meanings: Meanings) -> Iterator[Finding]:
    """The findings on an exchange, those about its status as severe as the meaning of the status has it."""
    status = exchange.response.status if exchange.response else None
    if status is None or status not in meanings or exchange.known.refusal is not None:
        yield from findings
        return
    meaning = meanings[status]
    for finding in findings:
        if finding.rule not in _RULES:
            yield finding
        elif meaning is not None:
            yield replace(finding, severity=meaning)
