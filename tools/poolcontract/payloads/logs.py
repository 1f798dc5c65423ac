"""Log records that hold a body somewhere: an object, or JSON text in a string."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from poolcontract.document import Document
from poolcontract.exchange import JSON, Exchange, Request, Response
from poolcontract.instance import ABSENT, pointer, resolve
from poolcontract.jsontext import read
from poolcontract.limits import Limits
from poolcontract.payloads.embedded import Embedded, Faulty
from poolcontract.payloads.reading import Fields
from poolcontract.payloads.stream import Line
from poolcontract.payloads.units import Parsed, PassedOver, Recorded, Unit

_BOM = b"\xef\xbb\xbf"
_NO_RECORD = "not a JSON object"
_EMPTY = "with an empty body"
_NO_STATUS = "without a status"
_LONGEST_STATUS = 3


def of_line(fields: Fields, limits: Limits) -> Callable[[str, Line], Iterator[Unit]]:
    """The reader of one line of a log; a line that begins like no JSON object is passed over."""

    def record_of(name: str, line: Line) -> Iterator[Unit]:
        if line.data.removeprefix(_BOM).lstrip().startswith(b"{"):
            place = _Place(name, read(line.data, limits), "", line.record, line.number)
            yield from _units(place, fields, limits)
        else:
            yield PassedOver(name, line.record, _NO_RECORD)

    return record_of


def document(name: str, text: Document, fields: Fields, limits: Limits, first: int = 1) -> Iterator[Unit]:
    """What a document holds that is one log record, or an array of them, which count from `first`."""
    if not isinstance(text.value, list):
        yield from _units(_Place(name, text, "", None, 1), fields, limits)
        return
    for index in range(len(text.value)):
        yield from _units(_Place(name, text, pointer(index), first + index, 1), fields, limits)


@dataclass(frozen=True, slots=True)
class _Place:
    """A record, and where it stands."""

    name: str
    document: Document
    at: str
    record: int | None
    first_line: int

    @property
    def value(self) -> Any:
        return resolve(self.document.value, self.at)

    def passed_over(self, why: str) -> PassedOver:
        return PassedOver(self.name, self.record, why)

    def parsed(self, document: Document, at: str = "") -> Parsed:
        return Parsed(self.name, document, at, self.record, self.first_line)


def _units(place: _Place, fields: Fields, limits: Limits) -> Iterator[Unit]:
    """The body or exchange that a record holds, or why it is passed over."""
    value = place.value
    if value is ABSENT:
        yield place.parsed(place.document)
    elif not isinstance(value, dict):
        yield place.passed_over(_NO_RECORD)
    elif (body := resolve(value, fields.body)) is ABSENT:
        yield place.passed_over(f"without {fields.body}")
    elif fields.status is not None:
        yield from _exchange(place, body, fields, resolve(value, fields.status))
    elif body is None or (isinstance(body, str) and not body.strip()):
        yield place.passed_over(_EMPTY)
    elif isinstance(body, str):
        inner = read(body.encode("utf-8", errors="surrogatepass"), limits)
        yield place.parsed(Embedded(place.document, place.at + fields.body, inner))
    else:
        yield place.parsed(place.document, place.at + fields.body)


def _exchange(place: _Place, body: Any, fields: Fields, told: Any) -> Iterator[Unit]:
    status = status_of(told)
    if status is None:
        yield place.passed_over(_NO_STATUS)
        return
    if faults := tuple(place.document.faults()):
        yield place.parsed(Faulty(place.document, faults))
    exchange = Exchange(
        request=Request(
            method=_text_at(place.value, fields.method).upper(), target=_text_at(place.value, fields.path)
        ),
        response=Response(status=status, headers=JSON, body=_bytes_of(body)),
    )
    yield Recorded(
        place.name,
        exchange,
        place.document,
        place.at + fields.body,
        place.record,
        place.first_line,
        place.at,
    )


def status_of(told: Any) -> int | None:
    """A status as a recording tells it: a number, or its digits; None for anything else."""
    if isinstance(told, str) and told.isascii() and told.isdigit() and len(told) == _LONGEST_STATUS:
        return int(told)
    return told if isinstance(told, int) and not isinstance(told, bool) and 100 <= told <= 599 else None  # noqa: PLR2004


def _text_at(value: Any, place: str | None) -> str:
    text = "" if place is None else resolve(value, place)
    return text if isinstance(text, str) else ""


def _bytes_of(body: Any) -> bytes:
    if isinstance(body, str):
        return body.encode("utf-8", errors="surrogatepass")
    return b"" if body is None else json.dumps(body).encode()
