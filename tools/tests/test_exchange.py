"""Requests and answers as values: headers by any case, bodies as JSON where they are."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolcontract.exchange import JSON, Circumstances, Exchange, Request, Response, header, parsed
from poolcontract.instance import ABSENT

SECRET = "hunter2!hunter2"  # noqa: S105  the one that must not be seen
HEADERS = (("X-One", "1"), ("x-two", "2"), ("X-TWO", "3"), ("x-empty", ""))


@pytest.mark.parametrize(
    ("name", "value"),
    [("x-one", "1"), ("X-ONE", "1"), ("X-Two", "2"), ("x-empty", ""), ("x", None), ("", None)],
)
def test_a_header_is_the_first_of_its_name_in_any_case(name: str, value: str | None) -> None:
    assert header(HEADERS, name) == value
    assert Request(method="GET", target="/", headers=HEADERS).header(name) == value
    assert Response(status=200, headers=HEADERS).header(name) == value


BODIES: list[tuple[bytes, Any]] = [
    (b'{"a": [1, null]}', {"a": [1, None]}),
    (b" 1\n", 1),
    ('"é"'.encode(), "é"),
    (b"", ABSENT),
    (b"{", ABSENT),
    (b"{} {}", ABSENT),
    (b'"\xff"', ABSENT),
    ('"é"'.encode("utf-16"), ABSENT),
    (b"\xef\xbb\xbf{}", ABSENT),
    (b"[" * 100_000, ABSENT),
    (b"9" * 5000, ABSENT),
]


@pytest.mark.parametrize(("body", "value"), BODIES, ids=lambda each: repr(each)[:20])
def test_a_body_is_a_value_or_absent(body: bytes, value: Any) -> None:
    assert parsed(body) == value
    assert Response(status=200, body=body).value == value


@given(st.binary())
def test_any_bytes_are_a_value_or_absent(body: bytes) -> None:
    value = parsed(body)
    assert value is ABSENT or json.loads(body) == value or value != value  # noqa: PLR0124  NaN


def test_an_exchange_in_one_line() -> None:
    known = Circumstances(pool="living", refusal="no token")
    exchange = Exchange.of(
        "DELETE /a b", 404, {"x": "é"}, request_headers=HEADERS, request_body=b"{}", known=known
    )
    assert exchange.request == Request(method="DELETE", target="/a b", headers=HEADERS, body=b"{}")
    assert exchange.response == Response(status=404, headers=JSON, body=b'{"x": "\\u00e9"}')
    assert exchange.known == known
    assert (exchange.fault, exchange.duration) == (None, None)
    raw = Exchange.of("GET /", 200, b"raw", headers=()).response
    assert raw == Response(status=200, body=b"raw")


def test_nothing_is_known_of_a_recording() -> None:
    assert Exchange.of("GET /", 200).known == Circumstances(pool="unknown", refusal=None)


def test_what_may_be_secret_is_not_shown() -> None:
    exchange = Exchange.of(
        "DELETE /",
        200,
        SECRET.encode(),
        request_headers=(("X-Auth-Token", SECRET),),
        request_body=SECRET.encode(),
    )
    assert SECRET not in repr(exchange)


def test_an_exchange_does_not_change() -> None:
    exchange: Any = Exchange.of("DELETE /", 200)
    with pytest.raises(FrozenInstanceError):
        exchange.fault = "reset"
    with pytest.raises(FrozenInstanceError):
        exchange.response.status = 404
