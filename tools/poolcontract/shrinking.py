"""The smallest requests that still show what drawn ones showed: a few more, on a test server alone.

What makes a request deserve its answer is never taken away, so that what is left is still answered wrongly.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from poolcontract.evidence import least_shown
from poolcontract.exchange import Exchange
from poolcontract.finding import Severity
from poolcontract.framing import FLAWS
from poolcontract.identity import Identity, identity_of
from poolcontract.record import Result
from poolcontract.run import Run
from poolcontract.scenario import Credentials, Step

SCENARIO = "shrinking"
_KINDS, _TRIES, _SECONDS = 5, 25, 2.0
"""So many kinds of findings of a run are looked at, each by so many walks, those of a test for so long."""

_SPARE = 1000
"""Requests that the run must be allowed to send besides, so that nothing else goes short."""

_UNTRUSTED = ("no token", "wrong token")
_ABOUT_THE_BODY = ("malformed body", "foreign body", "media type")
_BY_THE_RUN = ("x-auth-token", "x-security-token", "x-sdk-date", "authorization")
_Part = TypeVar("_Part")


def with_smallest(run: Run, results: Iterable[Result]) -> list[Result]:
    """The results, all played, and what came of the smallest walk for each kind of violation among them.

    A kind is looked at once in a run, and not when a request has shown it already that has nothing to spare.
    """
    played = list(results)
    record = run.record
    kinds = dict.fromkeys(kind for result in played for kind in _kinds(result, record.fail_on))
    new = [kind for kind in kinds if kind not in record.looked_at][: max(_KINDS - len(record.looked_at), 0)]
    if not new or not _may_look(run):
        return played
    least = least_shown(record)
    record.looked_at.update(new)
    walks = [(kind, least[kind].walk) for kind in new if kind in least]
    searches = [_Search(run, kind, walk) for kind, walk in walks if _has_pools(run, walk)]
    return [*played, *(found for search in searches if (found := search.smallest()) is not None)]


def _may_look(run: Run) -> bool:
    """Only where nothing can be harmed, and where requests do not run short."""
    if run.caution is not None or run.is_planning or run.client.target.kind == "real":
        return False
    spare = run.client.guard.max_requests - run.client.guard.sent
    return spare >= _SPARE and not run.record.stopped


def _has_pools(run: Run, walk: Sequence[Exchange]) -> bool:
    """True where the pools that walks like this one take are never missed."""
    return walk[0].known.pool == "absent" or not run.ledger.is_scarce or run.ledger.has(_KINDS * _TRIES)


def _kinds(result: Result, lowest: Severity) -> Iterator[Identity]:
    for each in result.findings:
        if each.severity >= lowest and each.rule not in FLAWS:  # a flaw holds once all answers are known
            yield identity_of(each.rule, each.schema, each.pointer)


class _Search:
    """A search for the smallest walk that shows one kind of finding, from a walk that did."""

    def __init__(self, run: Run, kind: Identity, walk: Iterable[Exchange]) -> None:
        self._run, self._kind = run, kind
        self._needed = _needed(run)
        self._walk = tuple(map(_step, walk))
        self._is_absent = self._walk[0].pool == "absent"
        self._left, self._end = _TRIES, time.monotonic() + _SECONDS
        self._found: Result | None = None

    def smallest(self) -> Result | None:
        """What came of the smallest walk; None where nothing smaller showed it."""
        *before, last = self._walk
        _fewer(before, lambda some: self._shows((*some, last)))
        for simplify in (self._without_body, self._with_fewer_headers):
            for at in range(len(self._walk)):
                simplify(at)
        return self._found

    def _without_body(self, at: int) -> None:
        step = self._walk[at]
        if step.body and step.refusal not in _ABOUT_THE_BODY and "body" not in self._needed:
            rest = tuple(each for each in step.headers if each[0].lower() != "content-type")
            self._shows(self._with(at, body=b"", headers=rest))

    def _with_fewer_headers(self, at: int) -> None:
        step = self._walk[at]
        is_needed = step.body or step.refusal in _ABOUT_THE_BODY
        needed = {*self._needed, *(["content-type"] if is_needed else [])}
        kept = [each for each in step.headers if each[0].lower() in needed]
        free = [each for each in step.headers if each not in kept]
        _fewer(free, lambda some: self._shows(self._with(at, headers=(*kept, *some))))

    def _with(self, at: int, **changes: Any) -> tuple[Step, ...]:
        """The walk with one step of it changed."""
        return tuple(
            replace(step, **changes) if at == number else step for number, step in enumerate(self._walk)
        )

    def _shows(self, walk: tuple[Step, ...]) -> bool:
        """Play a walk as far as the finding, if it is there again: then it is the smallest so far."""
        is_over = not self._left or time.monotonic() > self._end or self._run.record.stopped
        if is_over or walk == self._walk:
            return False
        self._left -= 1
        ledger = self._run.ledger
        there = self._is_absent or self._run.provide(1)
        name = ledger.absent_name() if self._is_absent else ledger.living() if there else None
        for step in walk if name else ():
            result = self._run.perform(step, name or "", SCENARIO)
            if self._kind in _kinds(result, self._run.record.fail_on):
                self._walk, self._found = walk, result
                return True
        return False


def _needed(run: Run) -> frozenset[str]:
    """The headers that the document requires, in lower case, and `body` where it requires one."""
    operation = run.operation
    item = run.contract.document["paths"][operation.path][operation.method.lower()]
    headers = [each.name.lower() for each in operation.parameters if each.place == "header" and each.required]
    return frozenset([*headers, *(["body"] if item.get("requestBody", {}).get("required") else [])])


def _step(exchange: Exchange) -> Step:
    """The step that sends the request of an exchange, but for the credentials, which the run adds."""
    request, known = exchange.request, exchange.known
    return Step(
        expects=(),
        method=request.method,
        pool="absent" if known.pool == "absent" else "living",
        credentials=_credentials(exchange),
        headers=tuple(each for each in request.headers if each[0].lower() not in _BY_THE_RUN),
        body=request.body,
        refusal=known.refusal,
    )


def _credentials(exchange: Exchange) -> Credentials:
    """Which credentials the request had, by what it deserves."""
    token = exchange.request.header("x-auth-token")
    if exchange.known.refusal not in _UNTRUSTED:
        return "valid"
    return "none" if token is None else "wrong" if token else "empty"


def _fewer(parts: Sequence[_Part], shows: Callable[[tuple[_Part, ...]], bool]) -> None:
    """Try to leave out all parts, then halves, then ever fewer, and keep left out what is not needed."""
    kept, size = tuple(parts), len(parts)
    while size:
        at = 0
        while at < len(kept):
            without = kept[:at] + kept[at + size :]
            if shows(without):
                kept = without
            else:
                at += size
        size //= 2
