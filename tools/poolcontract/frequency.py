"""How often a finding was seen, and how often it could have been: what comes now and then is told so."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from poolcontract.exchange import Exchange
from poolcontract.finding import Finding
from poolcontract.identity import Identity, identity_of
from poolcontract.record import Record

_Likeness = tuple[str | int | None, ...]


def frequency(record: Record) -> list[dict[str, Any]]:
    """For each kind of finding `{"rule", "schema", "pointer", "seen", "of"}`, in answers.

    It could have been seen in every answer to a request like one that showed it: of one method, under the
    same circumstances; what is in a body only in answers of the same status.
    """
    tried: Counter[_Likeness] = Counter()
    seen: Counter[Identity] = Counter()
    likenesses: dict[Identity, set[_Likeness]] = defaultdict(set)
    first: dict[Identity, Finding] = {}
    for _, result in record.decided():
        if result.exchange is None or (result.exchange.response is None and not result.findings):
            continue
        tried.update((_likeness(result.exchange, in_body=False), _likeness(result.exchange, in_body=True)))
        kinds = {
            identity_of(each.rule, each.schema, each.pointer): each for each in reversed(result.findings)
        }
        seen.update(kinds.keys())
        for identity, finding in kinds.items():
            first.setdefault(identity, finding)
            in_body = finding.schema is not None
            likenesses[identity].add(_likeness(result.exchange, in_body=in_body))
    return [
        {
            "rule": finding.rule,
            "schema": finding.schema,
            "pointer": finding.pointer,
            "seen": seen[identity],
            "of": sum(tried[each] for each in likenesses[identity]),
        }
        for identity, finding in first.items()
    ]


def _likeness(exchange: Exchange, *, in_body: bool) -> _Likeness:
    known, response = exchange.known, exchange.response
    status = response.status if response is not None else 0
    return exchange.request.method, known.pool, known.refusal, status if in_body else None
