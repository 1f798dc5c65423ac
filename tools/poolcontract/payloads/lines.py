"""NDJSON: each line that is not blank is a record, told by its bytes and its number alone."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator

from poolcontract.instance import ABSENT
from poolcontract.jsonscan import Defect
from poolcontract.jsontext import Text
from poolcontract.limits import Limits
from poolcontract.payloads import logs
from poolcontract.payloads.reading import Reading
from poolcontract.payloads.stream import Line, Stream
from poolcontract.payloads.units import Clean, Parsed, Payload, Unit

OfLine = Callable[[str, Line, int], Iterator[Unit]]
"""(name, line, record) → what the line holds."""
_TOGETHER = 500
"""So many clean lines are told at once at most, so that progress can be seen."""
_OF_SCHEMATHESIS = b'{"Initialize"'


def units(name: str, stream: Stream, reading: Reading, held: bytes = b"") -> Iterator[Unit]:
    """What the lines of a stream hold, as they come; `held` are those that were read already."""
    head = held or stream.head(len(_OF_SCHEMATHESIS))
    of_line = kind(head, reading)
    is_clean = reading.is_clean if of_line is None else None
    is_empty = True
    for each in _unclean(name, stream.lines(reading.limits, held), is_clean):
        is_empty = False
        if isinstance(each, Clean):
            yield each
            continue
        record, line = each
        if line.over:
            yield _too_long(name, line, record, reading.limits)
        elif of_line is None:
            yield Payload(name, line.data, record, line.number)
        else:
            yield from of_line(name, line, record)
    if is_empty:
        yield Payload(name, b"")


def _unclean(
    name: str, lines: Iterable[Line], is_clean: Callable[[bytes], bool] | None
) -> Iterator[Clean | tuple[int, Line]]:
    """Each line with its number among the records; those that are clean are only counted."""
    record = count = size = 0
    for record, line in enumerate(lines, start=1):
        if is_clean is not None and not line.over and is_clean(line.data):
            count += 1
            size += len(line.data)
            if count == _TOGETHER:
                yield Clean(name, count, size, record)
                count = size = 0
            continue
        if count:
            yield Clean(name, count, size, record - 1)
            count = size = 0
        yield record, line
    if count:
        yield Clean(name, count, size, record)


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
