"""Faults that leave a caller without an answer, or waiting for it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat

from poolcontract.exchange import Response
from poolcontract.mock.fault import Fault, Written
from poolcontract.mock.messages import CHUNKED, SIZED, answer, chunk, half
from poolcontract.mock.wire import Wire

_SLOWLY, _PAUSE = 100, 0.01
"""So many bytes of a slow body come one by one, each after a pause in seconds."""

_SLOW_START = 1.0
_NO_PROMISE = "the page promises no time; only the deadline of an exchange (--timeout) ends the wait"
_RIGHT = answer(SIZED)
_BLANKS = chunk(b" " * 60_000)


def _cut_short(response: Response) -> bytes:
    return half(_RIGHT(response))


def _slowly(response: Response) -> Iterator[bytes]:
    body = response.body
    head = _RIGHT(response)[: -len(body) or None]
    return chain([head], (body[at : at + 1] for at in range(min(_SLOWLY, len(body)))), [body[_SLOWLY:]])


_ENDED: dict[str, tuple[str, str, Written]] = {
    "wire/closed": ("closes without an answer", "reset", lambda _: Wire(pieces=())),
    "wire/reset": (
        "resets the connection without an answer",
        "reset",
        lambda _: Wire(pieces=(), end="reset"),
    ),
    "wire/reset-in-answer": (
        "resets the connection within the answer",
        "reset",
        lambda response: Wire(pieces=(_cut_short(response), b""), pause=_PAUSE, end="reset"),
    ),
    "wire/endless-body": (
        "the body goes on for ever",
        "too-large",
        lambda response: Wire(pieces=chain([answer(CHUNKED, body=lambda _: b"")(response)], repeat(_BLANKS))),
    ),
    "wire/endless-header": (
        "a header goes on for ever",
        "too-large",
        lambda _: Wire(pieces=chain([b"HTTP/1.1 200 OK\r\nX-Request-Id: "], repeat(b"0" * 1000))),
    ),
    "time/never": ("never answers", "timeout", lambda _: Wire(pieces=(), end="silence")),
    "time/head-stops": (
        "stops within the head and keeps the connection open",
        "timeout",
        lambda response: Wire(pieces=(_RIGHT(response)[:20],), end="silence"),
    ),
    "time/body-stops": (
        "stops within the body and keeps the connection open",
        "timeout",
        lambda response: Wire(pieces=(_RIGHT(response)[:-1],), end="silence"),
    ),
}
"""By id: title, why a request that meets it gets no verdict, bytes."""

FAULTS = (
    *(
        Fault(id=identifier, title=title, undecided=reason, written=written)
        for identifier, (title, reason, written) in _ENDED.items()
    ),
    Fault(
        id="time/slow",
        title=f"answers after {_SLOW_START:g} s",
        unseen=_NO_PROMISE,
        delay=_SLOW_START,
    ),
    Fault(
        id="time/slow-body",
        title=f"the first {_SLOWLY} bytes of the body come one by one, {_PAUSE:g} s apart",
        unseen=_NO_PROMISE,
        written=lambda response: Wire(pieces=_slowly(response), pause=_PAUSE),
    ),
)
