"""What shows a finding: requests with as little in them as can be, the answers, lines that repeat them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from poolcontract.evidence.curl import curl_line
from poolcontract.evidence.telling import answer_form, lines, request_form
from poolcontract.exchange import Exchange
from poolcontract.exchangemask import ExchangeMask
from poolcontract.finding import Finding, Severity
from poolcontract.identity import Identity, identity_of
from poolcontract.record import Record, Result

__all__ = ["Shown", "evidence", "least_shown", "lines", "told"]

_MOST = 100
"""Kinds of findings of which there is evidence."""

_LONGEST_WALK = 10
_TOO_MUCH = "it is too long for one, or would hold a secret"


class Shown(NamedTuple):
    """A finding, and what its scenario had sent to one target until then; the last exchange shows it."""

    scenario: str
    finding: Finding
    walk: Sequence[Exchange]

    def size(self) -> tuple[int, int, int]:
        """How much was sent: the number of requests, of their headers, of the bytes of their bodies."""
        requests = [each.request for each in self.walk]
        return (
            len(requests),
            sum(len(each.headers) for each in requests),
            sum(len(each.body) for each in requests),
        )


def evidence(record: Record) -> list[dict[str, Any]]:
    """For each kind of finding, infos left out, the least that shows it; secrets masked, texts clipped.

    A form is `{"rule", "schema", "pointer", "scenario", "walk"}`: the walk is what was sent to one target
    until the finding was seen, each `{"request", "answer", "fault", "pool", "curl", "no_curl"}`. `answer` or
    `fault` is None, and `curl` or `no_curl`, which says why there is no such line.
    """
    worst_first = sorted(least_shown(record).values(), key=lambda shown: -shown.finding.severity)
    return [_form(record, each) for each in worst_first[:_MOST]]


def least_shown(record: Record) -> dict[Identity, Shown]:
    """For each kind of finding, infos left out, the smallest of what showed it."""
    least: dict[Identity, Shown] = {}
    lowest = min(record.fail_on, Severity.WARNING)
    for shown in _all_shown(record):
        if shown.finding.severity >= lowest:
            identity = identity_of(shown.finding.rule, shown.finding.schema, shown.finding.pointer)
            known = least.get(identity)
            if known is None or shown.size() < known.size():
                least[identity] = shown
    return least


def told(record: Record, result: Result) -> str:
    """The worst finding's request, answer and line to repeat it, as text; empty where nothing was found."""
    worst = max(result.findings, key=lambda each: each.severity, default=None)
    if worst is None or result.exchange is None:
        return ""
    return "\n".join(lines(_form(record, Shown("", worst, [result.exchange]))))


def _all_shown(record: Record) -> Iterator[Shown]:
    walks: defaultdict[tuple[str, str], list[Exchange]] = defaultdict(list)
    for scenario, result in record.decided():
        if result.exchange is None:
            continue
        walk = walks[scenario, result.exchange.request.target]
        walk.append(result.exchange)
        for each in result.findings:
            yield Shown(scenario, each, walk[-_LONGEST_WALK:])


def _form(record: Record, shown: Shown) -> dict[str, Any]:
    *before, last = shown.walk
    finding = shown.finding
    return {
        "rule": finding.rule,
        "schema": finding.schema,
        "pointer": finding.pointer,
        "scenario": shown.scenario,
        "walk": [*(_step(record, each, None) for each in before), _step(record, last, finding)],
    }


def _step(record: Record, exchange: Exchange, finding: Finding | None) -> dict[str, Any]:
    mask = ExchangeMask(record.mask, exchange)
    why_not = record.unrepeatable
    curl = None if why_not else curl_line(exchange.request, record.url, record.mask)
    return {
        "request": request_form(exchange.request, mask),
        "answer": answer_form(exchange.response, mask, finding),
        "fault": exchange.flaw or exchange.fault,
        "pool": exchange.known.pool,
        "curl": curl,
        "no_curl": why_not or (None if curl else _TOO_MUCH),
    }
