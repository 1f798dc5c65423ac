"""HTTP Archive 1.2, as browsers and proxies save it: each entry is an exchange."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.errors import InputError
from poolcontract.instance import ABSENT, member
from poolcontract.jsontext import Text
from poolcontract.limits import Limits
from poolcontract.payloads.embedded import Faulty
from poolcontract.payloads.exchanges import (
    NO_ANSWER,
    NOT_RECORDED,
    Body,
    Entry,
    decoded,
    headers_of,
)
from poolcontract.payloads.logs import status_of
from poolcontract.payloads.units import Parsed, PassedOver, Unit

ENTRIES = "/log/entries"
_CONTENT = "/response/content/text"


def is_har(value: Any) -> bool:
    """True for the value of a HAR."""
    return isinstance(member(value, "log", "entries"), list)


def units(name: str, text: Text, limits: Limits) -> Iterator[Unit]:
    """Every entry of a HAR as an exchange, or why it is none."""
    number = 0
    for number, element in enumerate(text.elements(ENTRIES), start=1):
        if element.defects:
            yield Parsed(name, Faulty(element, tuple(element.faults())), record=number)
        yield _unit(Entry(name, element, "", number, limits), element.value)
    if not number:
        if text.defects:
            yield Parsed(name, Faulty(text, tuple(text.faults())))
        yield PassedOver(name, None, "without entries")


def _unit(entry: Entry, value: Any) -> Unit:
    request, response = member(value, "request"), member(value, "response")
    if not isinstance(request, dict):
        return entry.broken("the entry lacks its request")
    told = member(response, "status")
    if told in (ABSENT, 0, None):  # what browsers write where the answer never came
        return entry.passed_over(NO_ANSWER)
    status = status_of(told)
    if status is None:
        return entry.broken("the status of the answer is no number of three digits")
    try:
        body = _body(response)
    except InputError as error:
        return entry.broken(str(error))
    if body is None:
        return entry.passed_over(NOT_RECORDED)
    sent = member(request, "postData", "text")
    asked = (
        request.get("method"),
        request.get("url"),
        headers_of(request.get("headers")),
        decoded(sent if isinstance(sent, str) else "", encoded=False),
    )
    return entry.recorded(asked, status, headers_of(response.get("headers")), body)


def _body(response: dict[str, Any]) -> Body | None:
    """The body of an answer; None when there was one that the recorder left out."""
    text = member(response, "content", "text")
    if not isinstance(text, str):
        size = member(response, "content", "size")
        return None if isinstance(size, int) and size > 0 else Body(b"", "/response")
    encoded = member(response, "content", "encoding") == "base64"
    return Body(decoded(text, encoded=encoded), _CONTENT, encoded)
