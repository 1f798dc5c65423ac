"""HTTP Archive 1.2, as browsers and proxies save it: each entry is an exchange."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract import harfield
from poolcontract.errors import InputError
from poolcontract.exchange import Exchange, Request
from poolcontract.framing import FLAWS
from poolcontract.harfield import Sent
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
from poolcontract.payloads.units import Parsed, PassedOver, Recorded, Unit

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
    request, sent = member(value, "request"), harfield.read(member(value, harfield.NAME))
    if not isinstance(request, dict):
        return entry.broken("the entry lacks its request")
    if sent is not None and sent.flaw in FLAWS:
        return _flawed(entry, str(request.get("method")), sent)
    return _answered(entry, request, member(value, "response"), sent)


def _answered(entry: Entry, request: dict[str, Any], response: Any, sent: Sent | None) -> Unit:
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
    posted = member(request, "postData", "text")
    asked = (
        request.get("method"),
        request.get("url"),
        headers_of(request.get("headers")),
        decoded(posted if isinstance(posted, str) else "", encoded=False),
    )
    return entry.recorded(asked, status, headers_of(response.get("headers")), body, sent)


def _flawed(entry: Entry, method: str, sent: Sent) -> Unit:
    """What was sent and answered by no whole message."""
    exchange = Exchange(
        request=Request(method=method, target=sent.target), fault="framing", known=sent.known, flaw=sent.flaw
    )
    place = f"{entry.at}/response"
    return Recorded(
        *(entry.name, exchange, entry.document, place, entry.record, entry.first_line, entry.at),
        operation=sent.operation,
    )


def _body(response: dict[str, Any]) -> Body | None:
    """The body of an answer; None when there was one that the recorder left out."""
    text = member(response, "content", "text")
    if not isinstance(text, str):
        size = member(response, "content", "size")
        return None if isinstance(size, int) and size > 0 else Body(b"", "/response")
    encoded = member(response, "content", "encoding") == "base64"
    return Body(decoded(text, encoded=encoded), _CONTENT, encoded)
