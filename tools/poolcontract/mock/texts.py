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

_DEEP, _LONG = 200, 500
"""Above the limits of what is read: levels and digits."""


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


def _of_text(change: Callable[[str], str], encoding: str = "utf-8") -> Callable[[bytes], bytes]:
    return lambda body: change(body.decode()).encode(encoding)


_MORE: dict[str, tuple[str, str, Callable[[bytes], bytes]]] = {
    "text/comment": ("a comment stands before the body", "json/syntax", b"// deleted\n".__add__),
    "text/comma": (
        "a comma stands behind the last member",
        "json/syntax",
        lambda body: body.removesuffix(b"}") + b",}",
    ),
    "text/single-quotes": (
        "texts stand in single quotes",
        "json/syntax",
        _of_text(lambda text: text.replace('"', "'")),
    ),
    "text/line-break": (
        "a line break stands in a text as it is",
        "json/syntax",
        _with_member(b'"a\nb"'),
    ),
    "text/undefined": ("a value is undefined", "json/syntax", _with_member(b"undefined")),
    "text/callback": (
        "the body is the argument of a function",
        "json/syntax",
        lambda body: b"callback(" + body + b")",
    ),
    "text/page": (
        "the body is a page",
        "json/syntax",
        lambda _: b"<!DOCTYPE html><html><body>deleted</body></html>",
    ),
    "text/twice": ("the body comes twice", "json/trailing-text", lambda body: body * 2),
    "text/utf-16": ("the body is UTF-16", "json/invalid-utf8", _of_text(str, "utf-16")),
    "text/latin-1": (
        "the body is Latin-1",
        "json/invalid-utf8",
        _of_text(lambda text: _with_member(b'"\xc3\xa9"')(text.encode()).decode(), "latin-1"),
    ),
    "text/in-a-text": (
        "the body is JSON within a JSON text",
        "schema/type",
        lambda body: json.dumps(body.decode()).encode(),
    ),
    "text/in-a-list": ("the body is the one item of a list", "schema/type", lambda body: b"[" + body + b"]"),
    "text/null": ("the body is null", "schema/type", lambda _: b"null"),
    "text/deep": (
        "a member is nested deeper than the limit",
        "limit/depth",
        _with_member(b"[" * _DEEP + b"]" * _DEEP),
    ),
    "text/digits": ("a number has more digits than the limit", "limit/digits", _with_member(b"1" * _LONG)),
}
"""By id: title, rule, and what becomes of the body."""


def _changed(mangle: Callable[[bytes], bytes], exchange: Exchange, service: Service) -> Response | None:
    """The answer with its body mangled, where the body is a documented one and holds members."""
    assert exchange.response is not None
    documented = exchange.response.status in service.operation.responses
    if not documented or exchange.response.value in (ABSENT, {}):
        return None
    return replace(exchange.response, body=mangle(exchange.response.body))


FAULTS = (
    *(
        Fault(id=rule, title=DEFECTS[rule], rule=rule, changed=partial(_changed, mangle))
        for rule, mangle in _MANGLED.items()
    ),
    *(
        Fault(id=identifier, title=title, rule=rule, changed=partial(_changed, mangle))
        for identifier, (title, rule, mangle) in _MORE.items()
    ),
)
