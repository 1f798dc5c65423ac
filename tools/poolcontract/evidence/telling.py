"""An exchange in few words: what was sent and what came back, clipped, on lines as curl shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from poolcontract import jsontext
from poolcontract.exchange import Headers, Request, Response
from poolcontract.exchangemask import ExchangeMask
from poolcontract.finding import Excerpt, Finding
from poolcontract.instance import ABSENT
from poolcontract.jsonspans import span
from poolcontract.masking import clip, narrowed, printable

_BODY = 400
_HEADER = 200
_TARGET = 1200
_HEADERS = 30
_LARGEST = 200_000
"""Bytes of a body up to which the place of a finding is looked for in it."""

_AGAIN = {"living": "again, while the pool is living:", "deleted": "again, once the pool is deleted:"}
_BREAK = re.compile(r"\s*\n\s*")


def request_form(request: Request, mask: ExchangeMask) -> dict[str, Any]:
    """A request as `{"method", "target", "headers", "body"}`; headers are pairs, bodies text."""
    return {
        "method": request.method,
        "target": clip(printable(mask.text(request.target)), _TARGET),
        "headers": _headers(request.headers, mask),
        "body": _body(request.body, mask, None),
    }


def answer_form(response: Response | None, mask: ExchangeMask, finding: Finding | None) -> Any:
    """An answer as `{"status", "headers", "body"}`, its body clipped around the place of the finding."""
    if response is None:
        return None
    return {
        "status": response.status,
        "headers": _headers(response.headers, mask),
        "body": _body(response.body, mask, finding),
    }


def lines(form: Mapping[str, Any]) -> Iterator[str]:
    """The evidence of a finding: earlier requests in one line each, the last one whole, and how to repeat."""
    *before, last = form["walk"]
    for each in before:
        request = each["request"]
        yield f"> {request['method']} {request['target']}"
        yield f"< {_came(each)}"
    request, answer = last["request"], last["answer"]
    yield f"> {request['method']} {request['target']}"
    yield from _message(">", request)
    yield f"< {_came(last)}"
    if answer is not None:
        yield from _message("<", answer)
    yield from _again(form["walk"])


def _again(walk: list[Mapping[str, Any]]) -> Iterator[str]:
    why_not = next((each["no_curl"] for each in walk if each["no_curl"]), None)
    if why_not:
        yield f"no curl line: {why_not}"
        return
    yield _AGAIN.get(walk[0]["pool"], "again:")
    yield from (each["curl"] for each in walk)


def _message(sign: str, form: Mapping[str, Any]) -> Iterator[str]:
    for name, value in form["headers"]:
        yield f"{sign} {name}: {value}"
    if form["body"]:
        yield f"{sign} {form['body']}"


def _came(step: Mapping[str, Any]) -> str:
    return str(step["answer"]["status"]) if step["answer"] else f"no answer: {step['fault']}"


def _headers(headers: Headers, mask: ExchangeMask) -> list[list[str]]:
    told = [[printable(mask.text(name)), mask.header(name, value)] for name, value in headers[:_HEADERS]]
    return [[clip(name, _HEADER), clip(printable(value), _HEADER)] for name, value in told]


def _body(body: bytes, mask: ExchangeMask, finding: Finding | None) -> str:
    """The text of a body on one line, near the place of a finding."""
    hidden = mask.body(body)
    if hidden is None:
        return f"({len(body)} bytes with a secret in them)"
    text, start, end = hidden.decode("utf-8", errors="backslashreplace"), 0, 0
    if finding is not None and finding.schema is not None and len(hidden) <= _LARGEST:
        read = jsontext.read(hidden)
        if read.value is not ABSENT:
            text = read.text if read.defects else _BREAK.sub(" ", read.text)  # no line break in its strings
            start, end = span(text, finding.pointer)
    before, marked, after = text[:start], text[start:end], text[end:]
    room = 2 * _BODY  # what is clipped off anyway needs no escapes
    cut = printable(before[-room:]), printable(marked[:room]), printable(after[:room])
    return narrowed(Excerpt("".join(cut), len(cut[0]), len(cut[1])), _BODY).text
