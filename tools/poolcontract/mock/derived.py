"""Faults that nobody wrote: a rule brings its bad example as answer, a keyword the value that breaks it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any

from poolcontract.contract import Contract
from poolcontract.exchange import Exchange, Response
from poolcontract.judge import Judge
from poolcontract.mock.fault import Fault
from poolcontract.mock.service import NAME, STATUSES, Service, encoded
from poolcontract.rules import Entry, catalogue
from poolcontract.sample import Break, breaks, broken, can_hold, renamed


def of_rules(contract: Contract) -> Iterator[Fault]:
    """One fault a rule: its bad example is what the mock answers; rules on requests have none."""
    judge = Judge(contract)
    for entry in catalogue().values():
        examples = [each for each in entry.rule.bad if _is_seen_in_the_answer(judge, entry, each)]
        if examples:
            source = entry.rule.source
            changed = partial(_as_in_one_of, judge, entry.id, tuple(examples))
            yield Fault(
                id=entry.id, title=f"not so: {entry.title}", rule=entry.id, source=source, changed=changed
            )


def of_keywords(contract: Contract) -> Iterator[Fault]:
    """One fault for each keyword at each place of each documented body."""
    judge = Judge(contract)
    for spec in contract.operations[0].responses.values():
        for each in breaks(contract, spec.schema) if spec.schema else ():
            yield Fault(
                id=each.id,
                title=f"{each.place} breaks {each.keyword}",
                rule=each.rule,
                source=each.source,
                changed=partial(_with_break, judge, each, spec.status),
            )


def _is_seen_in_the_answer(judge: Judge, entry: Entry, example: Any) -> bool:
    if not isinstance(example, Exchange):
        return True
    found = judge.check_exchange(example, judge.contract.operations[0])
    return any(each.rule == entry.id and each.pointer.startswith("/response") for each in found)


def _as_in_one_of(
    judge: Judge, rule: str, examples: tuple[Any, ...], exchange: Exchange, service: Service
) -> Response | None:
    """The answer of the first example that the call resembles."""
    answers = (
        _as_in_exchange(each, exchange, service)
        if isinstance(each, Exchange)
        else _as_in_body(judge, rule, each, exchange, service)
        for each in examples
    )
    return next((answer for answer in answers if answer is not None), None)


def _as_in_body(judge: Judge, rule: str, body: Any, exchange: Exchange, service: Service) -> Response | None:
    """The example as the body of the documented answer that it is one of, for the pool asked for."""
    assert exchange.response is not None
    success = judge.contract.bodies[0]
    schema = judge.contract.recognise(body) or success
    spec = service.operation.responses.get(exchange.response.status)
    if spec is None or spec.schema != schema or exchange.known.refusal is not None:
        return None
    asked = service.asked(exchange.request)
    if asked and schema == success and can_hold(body, NAME):
        named = renamed(body, NAME, asked)
        if any(each.rule == rule for each in judge.check(named, schema)):  # not so when the name was at fault
            body = named
    return replace(exchange.response, body=encoded(body))


def _as_in_exchange(example: Exchange, exchange: Exchange, service: Service) -> Response | None:
    """The example's answer, its pool and its credentials replaced by those of the call."""
    assert example.response is not None
    if not _resembles(exchange, example, service):
        return None
    values = service.operation.path_values(example.request.target) or {}
    pairs = [(value, exchange.request.header(name) or value) for name, value in example.request.headers]
    pairs.append((values.get("pool_name", ""), service.asked(exchange.request) or ""))
    body, headers = example.response.body.decode("latin-1"), example.response.headers
    for before, now in pairs:
        if before and now:
            body = body.replace(before, json.dumps(now)[1:-1])  # a name may hold a quotation mark
            headers = tuple((name, value.replace(before, now)) for name, value in headers)
    return replace(example.response, body=body.encode("latin-1", "replace"), headers=headers)


def _resembles(exchange: Exchange, example: Exchange, service: Service) -> bool:
    """True when a call was made under the circumstances of an example.

    An example that knows none is met where the service would give the same status; a status that it never
    gives, where the call is a good one.
    """
    assert example.response is not None
    assert exchange.response is not None
    known, wanted = exchange.known, example.known
    if exchange.request.method != example.request.method:
        return False
    if any(exchange.request.header(name) is None for name, _ in example.request.headers):
        return False
    if wanted.refusal is not None or (known.refusal is not None and wanted.pool != "unknown"):
        return known.refusal == wanted.refusal
    if wanted.pool != "unknown":
        return known.pool == wanted.pool
    if example.response.status == exchange.response.status:
        return True
    return service.is_served(exchange) and example.response.status not in STATUSES


def _with_break(
    judge: Judge, each: Break, status: int, exchange: Exchange, service: Service
) -> Response | None:
    assert exchange.response is not None
    if exchange.response.status != status or exchange.known.refusal is not None:
        return None
    schema, asked = service.operation.responses[status].schema, service.asked(exchange.request)
    assert schema is not None
    others = service.bodies(asked) if asked and schema == service.contract.bodies[0] else ()
    candidates = chain([exchange.response.value], others)
    return replace(exchange.response, body=encoded(broken(judge, each, schema, candidates)))
