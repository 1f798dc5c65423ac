"""The answers of the service: what it says on success, and the errors that clients really meet."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from poolcontract.exchange import JSON, Headers, Response
from poolcontract.mock import access

_JSON_UTF8 = (("content-type", "application/json;charset=utf-8"),)
"""As gateways write it; the bodies of pools come without the parameter."""

_BAD_REQUEST = "ModelArts.50004000"
ERRORS: dict[str, tuple[HTTPStatus, str, str]] = {
    "no such pool": (HTTPStatus.NOT_FOUND, "ModelArts.50015001", "pool not found"),
    "no such API": (HTTPStatus.NOT_FOUND, "APIGW.0101", "no API has this path"),
    "version": (HTTPStatus.BAD_REQUEST, "APIGW.0607", "the version of HTTP is not supported"),
    **access.ERRORS,
    "throttled": (HTTPStatus.TOO_MANY_REQUESTS, "APIGW.0308", "too many calls in one second"),
    "method": (HTTPStatus.METHOD_NOT_ALLOWED, "APIGW.0101", "no API of this path has the method"),
    "media type": (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "ModelArts.50004100", "the body is no JSON"),
    "malformed body": (HTTPStatus.BAD_REQUEST, _BAD_REQUEST, "the body cannot be read"),
    "foreign body": (HTTPStatus.BAD_REQUEST, _BAD_REQUEST, "the body is not empty"),
    "bad query": (HTTPStatus.BAD_REQUEST, _BAD_REQUEST, "the query cannot be understood"),
}
"""Status, code and message by the reason; the reasons of refusals are those of `exchange.Circumstances`.

The codes are those that clients of the service and its gateway meet. For a method that is none the gateway is
known to answer 404 with the same code; 405 says more, and is what HTTP asks for.
"""

STATUSES = {HTTPStatus.OK, *(status for status, *_ in ERRORS.values())}
"""The statuses that the service gives when nothing is wrong with it."""


def success(body: Any) -> Response:
    """A 200 with a value as JSON."""
    return Response(status=HTTPStatus.OK, headers=JSON, body=encoded(body))


def refused(reason: str, *, headers: Headers = (), message: str | None = None) -> Response:
    """The error for a reason of `ERRORS`, with a message of its own where there is one to tell."""
    status, code, usual = ERRORS[reason]
    body = {"error_code": code, "error_msg": message or usual}
    return Response(status=status, headers=(*_JSON_UTF8, *headers), body=encoded(body))


def encoded(value: Any) -> bytes:
    """A value as the service writes it."""
    return json.dumps(value, ensure_ascii=False).encode()
