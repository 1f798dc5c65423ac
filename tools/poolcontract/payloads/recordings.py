"""The events that Schemathesis records as NDJSON: the answers are in those that end a scenario."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from poolcontract.errors import InputError
from poolcontract.instance import ABSENT, member, pointer
from poolcontract.jsontext import read
from poolcontract.limits import Limits
from poolcontract.payloads.exchanges import NO_ANSWER, Body, Entry, decoded, headers_of
from poolcontract.payloads.logs import status_of
from poolcontract.payloads.stream import Line
from poolcontract.payloads.units import Parsed, Unit

_INTERACTIONS = ("ScenarioFinished", "recorder", "interactions")
_ENCODED = "$base64"


def of_line(limits: Limits) -> Callable[[str, Line], Iterator[Unit]]:
    """The reader of one line; events without answers give nothing."""

    def record_of(name: str, line: Line) -> Iterator[Unit]:
        text = read(line.data, limits)
        if text.defects:
            yield Parsed(name, text, record=line.record, first_line=line.number)
            return
        interactions = member(text.value, *_INTERACTIONS)
        for key, value in interactions.items() if isinstance(interactions, dict) else ():
            at = pointer(*_INTERACTIONS, key)
            yield _unit(Entry(name, text, at, line.record, limits, line.number), value)

    return record_of


def _unit(entry: Entry, value: Any) -> Unit:
    request, response = member(value, "request"), member(value, "response")
    if not isinstance(request, dict):
        return entry.broken("the entry lacks its request")
    if not isinstance(response, dict):
        return entry.passed_over(NO_ANSWER)
    status = status_of(response.get("status_code"))
    if status is None:
        return entry.broken("the status of the answer is no number of three digits")
    try:
        body, sent = _body(response, "content", "/response"), _body(request, "body", "/request")
    except InputError as error:
        return entry.broken(str(error))
    asked = (request.get("method"), request.get("uri"), headers_of(request.get("headers")), sent.data)
    return entry.recorded(asked, status, headers_of(response.get("headers")), body)


def _body(message: dict[str, Any], name: str, at: str) -> Body:
    content = member(message, name)
    text = member(content, _ENCODED)
    if isinstance(text, str):
        return Body(decoded(text, encoded=True), f"{at}/{name}", hidden=True)
    if isinstance(content, str):
        return Body(decoded(content, encoded=False), f"{at}/{name}")
    return Body(b"", at if content in (ABSENT, None) else f"{at}/{name}")
