"""NDJSON: each line that is not blank is a record, told by its bytes and its number alone."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator

from poolcontract.instance import ABSENT
from poolcontract.jsonscan import Defect
from poolcontract.jsontext import Text
from poolcontract.limits import Limits
from poolcontract.payloads import logs
from poolcontract.payloads.reading import Reading
from poolcontract.payloads.stream import Line, Stream
from poolcontract.payloads.units import Parsed, Payload, Unit

OfLine = Callable[[str, Line, int], Iterator[Unit]]
"""(name, line, record) → what the line holds."""
_OF_SCHEMATHESIS = b'{"Initialize"'


def units(name: str, stream: Stream, reading: Reading, held: bytes = b"") -> Iterator[Unit]:
    """What the lines of a stream hold, as they come; `held` are those that were read already."""
    head = held or stream.head(len(_OF_SCHEMATHESIS))
    of_line = kind(head, reading)
    record = 0
    for record, line in enumerate(stream.lines(reading.limits, held), start=1):
        if line.over:
            yield _too_long(name, line, record, reading.limits)
        elif of_line is None:
            yield Payload(name, line.data, record, line.number)
        else:
            yield from of_line(name, line, record)
    if not record:
        yield Payload(name, b"")


def hang_together(head: bytes) -> bool:
    """True for a recording whose lines lean on those before them, told by the first bytes."""
    return head.lstrip().startswith(_OF_SCHEMATHESIS)


def kind(head: bytes, reading: Reading) -> OfLine | None:
    """How each line is to be read, told by the first bytes of all; None where it is a body."""
    if hang_together(head):
        recordings = importlib.import_module("poolcontract.payloads.recordings")
        of_line: OfLine = recordings.of_line(reading.limits)
        return of_line
    return logs.of_line(reading.fields, reading.limits) if reading.fields else None


def _too_long(name: str, line: Line, record: int, limits: Limits) -> Parsed:
    message = f"a line of more than {limits.line} bytes (--limit line=N)"
    text = Text("", ABSENT, (Defect("limit/line", message, 0),))
    return Parsed(name, text, record=record, first_line=line.number)
