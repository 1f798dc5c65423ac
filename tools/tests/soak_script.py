"""What a server answers in the soak: what is right, faults of the way to it, violations; with verdicts.

Whatever is random follows from a seed.
"""

from __future__ import annotations

import json
import random
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .grown_bodies import FAILURE, SUCCESS, grown
from .raw_server import answered, reset, sized

Call = str
"""Which call of the service an entry is about: a living pool, one that is absent, a call without a token."""

TYPED = "Content-Type: application/json"
HTML = b"<html><head><title>Bad Gateway</title></head><body>nginx</body></html>"
SHORT, PATIENT = 0.2, 30.0
"""Seconds of an exchange: where nothing is going to come, and everywhere else, however slow the machine."""

_FAULTS, _VIOLATIONS = 0.05, 0.01
_MOST_IN_A_ROW = 2
"""A third request in a row without a verdict would end a run, and rightly."""

Answer = bytes | Callable[[socket.socket], None]


@dataclass(frozen=True)
class Entry:
    """One call, what is answered for a pool's name, and the verdict that this deserves."""

    call: Call
    answer: Callable[[str], Answer]
    kind: str
    reason: str | None
    timeout: float = PATIENT


def script(seed: int, length: int) -> list[Entry]:
    """Entries in any order: 5% faults of all kinds, 1% violations of all kinds, else right answers."""
    chance = random.Random(seed)  # noqa: S311  nothing is to be kept from anybody
    faults, violations = round(length * _FAULTS), round(length * _VIOLATIONS)
    entries = [
        *(_fault(list(FAULTS)[number % len(FAULTS)], chance) for number in range(faults)),
        *(_violation(VIOLATIONS[number % len(VIOLATIONS)]) for number in range(violations)),
        *(_right(chance) for _ in range(length - faults - violations)),
    ]
    chance.shuffle(entries)
    return _spread(entries)


def one_of_each() -> list[Entry]:
    """Every answer that may come, each followed by a right one."""
    chance = random.Random(0)  # noqa: S311  the same
    faults = [
        _faulty(reason, answer, call)
        for reason, answers in FAULTS.values()
        for answer in answers
        for call in ("living", "absent")
    ]
    return [each for entry in (*faults, *map(_violation, VIOLATIONS)) for each in (entry, _right(chance))]


def _spread(entries: list[Entry]) -> list[Entry]:
    """The entries with no more faults in a row than a run bears: one too many comes later."""
    spread: list[Entry] = []
    late: list[Entry] = []
    for entry in entries:
        if entry.kind == "inconclusive" and _is_full(spread):
            late.append(entry)
            continue
        spread.append(entry)
        if late and not _is_full(spread):
            spread.append(late.pop())
    return spread + late


def _is_full(entries: list[Entry]) -> bool:
    row = entries[-_MOST_IN_A_ROW:]
    return len(row) == _MOST_IN_A_ROW and all(each.kind == "inconclusive" for each in row)


def _right(chance: random.Random) -> Entry:
    call = chance.choice(list(_RIGHT))
    status, schema, verdict = _RIGHT[call]
    body = chance.choice(grown(schema, 1)) if schema == SUCCESS else _ERRORS[call]
    return Entry(call, lambda name: _typed(status, _named(body, name)), *verdict)


_ERRORS = {
    "absent": {"error_code": "ModelArts.50015001", "error_msg": "The pool is not there."},
    "no token": {"error_code": "APIGW.0301", "error_msg": "Incorrect IAM authentication information."},
}
_RIGHT: dict[Call, tuple[str, str, tuple[str, str | None]]] = {
    "living": ("200 OK", SUCCESS, ("pass", None)),
    "absent": ("404 Not Found", FAILURE, ("pass", None)),
    "no token": ("401 Unauthorized", FAILURE, ("pass", "refused as expected")),
}


def _named(body: dict[str, Any], name: str) -> bytes:
    if "metadata" in body:
        body = {**body, "metadata": {**body["metadata"], "name": name}}
    return json.dumps(body).encode()


def _typed(status: str, body: bytes) -> bytes:
    return sized(body, TYPED, status=status)


def _refused(status: str, code: str, *headers: str) -> bytes:
    return sized(json.dumps({"error_code": code, "error_msg": "m"}).encode(), TYPED, *headers, status=status)


def _page(status: str) -> bytes:
    return sized(HTML, "Content-Type: text/html", status=status)


def silent(connection: socket.socket) -> None:
    """Say nothing until the other side has enough."""
    connection.recv(1)


def dripping(connection: socket.socket) -> None:
    """Say a little now and then, and come to no end until the other side has enough."""
    connection.sendall(answered(TYPED, "Content-Length: 100000"))
    connection.settimeout(0.02)
    while True:
        connection.sendall(b" ")
        try:
            if not connection.recv(1):
                return
        except TimeoutError:
            continue


def reset_within(connection: socket.socket) -> None:
    """Begin to answer, and reset the connection."""
    connection.sendall(answered(TYPED, "Content-Length: 1000", body=b'{"kind": '))
    reset(connection)


def _closed(_: socket.socket) -> None:
    """Close the connection without an answer."""


FAULTS: dict[str, tuple[str, tuple[Answer, ...]]] = {
    "throttled": (
        "throttled",
        (
            _refused("429 Too Many Requests", "APIGW.0308", "Retry-After: 1"),
            _page("429 Too Many Requests"),
            sized(b"", status="429 Too Many Requests"),
        ),
    ),
    "unavailable": (
        "unavailable",
        (
            _refused("503 Service Unavailable", "APIGW.0401", "Retry-After: 1"),
            _page("503 Service Unavailable"),
            sized(b"busy", "Content-Type: text/plain", status="503 Busy"),
        ),
    ),
    "credentials": (
        "auth",
        (
            _refused("401 Unauthorized", "APIGW.0307"),
            _refused("403 Forbidden", "APIGW.0302"),
            _page("403 Forbidden"),
            sized(b"", status="401 Unauthorized"),
        ),
    ),
    "gateway": (
        "gateway",
        (
            _page("502 Bad Gateway"),
            _page("504 Gateway Time-out"),
            sized(b"", status="408 Request Timeout"),
            sized(b"{", TYPED, status="502 Bad Gateway"),
        ),
    ),
    "reset": ("reset", (reset, _closed, reset_within)),
    "slow": ("timeout", (silent, dripping)),
    "truncated": (
        "framing",
        (
            answered(TYPED, "Content-Length: 1000", body=b'{"kind": "Pool"'),
            answered(TYPED, "Transfer-Encoding: chunked", body=b'5\r\n{"kin\r\n'),
            b"HTTP/1.1 200 OK\r\nContent-Type: appli",
        ),
    ),
    "framing": (
        "framing",
        (
            answered(TYPED, "Content-Length: 2", "Content-Length: 3", body=b"{}"),
            answered(TYPED, "Content-Length: two", body=b"{}"),
            answered(TYPED, "Transfer-Encoding: chunked", body=b"x\r\n{}\r\n0\r\n\r\n"),
            answered(TYPED, "Transfer-Encoding: chunked", "Content-Length: 2", body=b"2\r\n{}\r\n0\r\n\r\n"),
            answered(TYPED, "Content-Length: 2", body=b"{}{}"),
            answered(TYPED, "Content-Encoding: gzip", "Content-Length: 2", body=b"{}"),
            b"200 OK\r\n\r\n{}",
            b"HTTP/1.1 200 OK\r\nno header\r\n\r\n{}",
        ),
    ),
}
"""Kinds of faults that say nothing about the contract: the reason code, and the answers (some are none)."""


def _fault(kind: str, chance: random.Random) -> Entry:
    reason, answers = FAULTS[kind]
    return _faulty(reason, chance.choice(answers), chance.choice(("living", "absent")))


def _faulty(reason: str, answer: Answer, call: Call) -> Entry:
    return Entry(call, lambda _: answer, "inconclusive", reason, SHORT if reason == "timeout" else PATIENT)


_POOL: dict[str, Any] = {"kind": "Pool", "apiVersion": "v2", "metadata": {"name": "pool"}}


def _pool(name: str, **more: Any) -> bytes:
    return _typed("200 OK", _named({**_POOL, **more}, name))


def _doubled(name: str) -> bytes:
    return _named(_POOL, name).replace(b'{"kind"', b'{"kind": "Pool", "kind"', 1)


VIOLATIONS: tuple[tuple[Call, str, Callable[[str], bytes]], ...] = (
    ("living", "schema/enum", lambda name: _pool(name, kind="Poolx")),
    ("living", "schema/type", lambda name: _pool(name, status={"phase": 7})),
    ("living", "answered-pool", lambda name: _pool(f"{name}-2")),
    ("living", "json/duplicate-key", lambda name: _typed("200 OK", _doubled(name))),
    ("living", "json/syntax", lambda name: _typed("200 OK", _named(_POOL, name)[:-1])),
    ("living", "media-type", lambda name: sized(_named(_POOL, name), "Content-Type: text/html")),
    ("living", "missing-body", lambda _: _typed("200 OK", b"")),
    ("living", "undocumented-status", lambda _: _refused("500 Internal Server Error", "ModelArts.0100")),
    ("living", "redirect", lambda _: sized(b"", "Location: /elsewhere", status="302 Found")),
    ("living", "living-pool-not-found", lambda _: _refused("404 Not Found", "ModelArts.50015001")),
    ("absent", "success-for-absent-pool", _pool),
    ("absent", "schema/type", lambda _: _typed("404 Not Found", b'{"error_code": 7, "error_msg": "m"}')),
    ("absent", "undocumented-status", lambda _: _refused("418 I'm a teapot", "ModelArts.0100")),
    ("no token", "refusal-missing-token", _pool),
)
"""Kinds of violations: the call, the one rule whose finding is an error, and the answer."""


def _violation(planted: tuple[Call, str, Callable[[str], bytes]]) -> Entry:
    call, rule, answer = planted
    return Entry(call, answer, "violation", rule)
