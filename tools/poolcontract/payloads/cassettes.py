"""VCR cassettes: YAML recordings as Schemathesis and the libraries of that name write them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.document import Document
from poolcontract.errors import InputError
from poolcontract.instance import ABSENT, member, pointer
from poolcontract.limits import Limits
from poolcontract.payloads.embedded import Faulty
from poolcontract.payloads.exchanges import NO_ANSWER, Body, Entry, decoded, headers_of
from poolcontract.payloads.logs import status_of
from poolcontract.payloads.units import Parsed, PassedOver, Unit

_LISTS = ("http_interactions", "interactions")
_FORMS = (("string", False), ("base64_string", True))


def entries_of(value: Any) -> str | None:
    """The member of a cassette that holds its entries; None for what is no cassette."""
    return next((name for name in _LISTS if isinstance(member(value, name), list)), None)


def units(name: str, document: Document, limits: Limits, first: int) -> Iterator[Unit]:
    """Every entry of a cassette as an exchange, or why it is none; records count from `first`."""
    entries = entries_of(document.value) or ""
    interactions = document.value[entries]
    if faults := tuple(document.faults()):
        yield Parsed(name, Faulty(document, faults))
    if not interactions:
        yield PassedOver(name, None, "without entries")
    for index, value in enumerate(interactions):
        yield _unit(Entry(name, document, pointer(entries, index), first + index, limits), value)


def _unit(entry: Entry, value: Any) -> Unit:
    request, response = member(value, "request"), member(value, "response")
    if not isinstance(request, dict):
        return entry.broken("the entry lacks its request")
    if not isinstance(response, dict):
        return entry.passed_over(NO_ANSWER)
    told = member(response, "status")
    status = status_of(member(told, "code") if isinstance(told, dict) else told)
    if status is None:
        return entry.broken("the status of the answer is no number of three digits")
    try:
        body, sent = _body(response, "/response"), _body(request, "/request")
    except InputError as error:
        return entry.broken(str(error))
    asked = (
        request.get("method"),
        request.get("uri"),
        headers_of(request.get("headers")),
        sent.data,
    )
    return entry.recorded(asked, status, headers_of(response.get("headers")), body)


def _body(message: dict[str, Any], at: str) -> Body:
    body = member(message, "body")
    if isinstance(body, str):
        return Body(decoded(body, encoded=False), f"{at}/body")
    for form, encoded in _FORMS:
        text = member(body, form)
        if isinstance(text, str):
            return Body(decoded(text, encoded=encoded), f"{at}/body/{form}", encoded)
    return Body(b"", at if body in (ABSENT, None) else f"{at}/body")
