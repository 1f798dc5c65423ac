"""Faults of the text of a body: the value is right, the bytes are not JSON as RFC 8259 has it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from poolcontract.exchange import Exchange, Response
from poolcontract.instance import ABSENT
from poolcontract.jsonscan import DEFECTS
from poolcontract.mock.fault import Fault
from poolcontract.mock.service import Service


def _with_member(text: bytes) -> Callable[[bytes], bytes]:
    return lambda body: body[:-1] + b', "note": ' + text + b"}"


def _first_member_twice(body: bytes) -> bytes:
    key, value = next(iter(json.loads(body).items()))
    return f"{{{json.dumps(key)}: {json.dumps(value)}, ".encode() + body[1:]


_MANGLED: dict[str, Callable[[bytes], bytes]] = {
    "json/bom": lambda body: b"\xef\xbb\xbf" + body,
    "json/duplicate-key": _first_member_twice,
    "json/invalid-utf8": _with_member(b'"\xff"'),
    "json/lone-surrogate": _with_member(b'"\\ud800"'),
    "json/not-a-number": _with_member(b"NaN"),
    "json/number-out-of-range": _with_member(b"1e999"),
    "json/syntax": lambda body: body[:-1],
    "json/trailing-text": lambda body: body + b" }",
}


def _changed(mangle: Callable[[bytes], bytes], exchange: Exchange, service: Service) -> Response | None:
    """The answer with its body mangled, where the body is a documented one and holds members."""
    assert exchange.response is not None
    documented = exchange.response.status in service.operation.responses
    if not documented or exchange.response.value in (ABSENT, {}):
        return None
    return replace(exchange.response, body=mangle(exchange.response.body))


FAULTS = tuple(
    Fault(id=rule, title=DEFECTS[rule], rule=rule, changed=partial(_changed, mangle))
    for rule, mangle in _MANGLED.items()
)
