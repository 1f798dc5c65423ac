"""YAML: each document of a stream is a body, an array of bodies, a log record or a cassette."""

from __future__ import annotations

from collections.abc import Iterator

from poolcontract.document import Document
from poolcontract.instance import pointer
from poolcontract.payloads import cassettes, logs
from poolcontract.payloads.embedded import Faultless, holds_bodies
from poolcontract.payloads.reading import Reading
from poolcontract.payloads.units import Parsed, Unit
from poolcontract.yamltext import read


def units(name: str, data: bytes, reading: Reading) -> Iterator[Unit]:
    """What the documents of a YAML stream hold, in order; records count through all of them."""
    documents = read(data, reading.limits)
    number = 1
    for document in documents:
        count, inner = _records(name, document, reading, number)
        if inner is None:
            yield Parsed(name, document, record=number if len(documents) > 1 else None)
        else:
            yield from inner
        number += count


def _records(
    name: str, document: Document, reading: Reading, first: int
) -> tuple[int, Iterator[Unit] | None]:
    """How many records a document holds, and their units; None for one that is a body itself."""
    value = document.value
    if entries := cassettes.entries_of(value):
        return len(value[entries]), cassettes.units(name, document, reading.limits, first)
    if reading.fields:
        count = len(value) if isinstance(value, list) else 1
        return count, logs.document(name, document, reading.fields, reading.limits, first)
    if reading.split and holds_bodies(value):
        return len(value), _items(name, document, first)
    return 1, None


def _items(name: str, document: Document, first: int) -> Iterator[Unit]:
    for index in range(len(document.value)):
        each = Faultless(document) if index else document
        yield Parsed(name, each, pointer(index), first + index)
