"""NDJSON: each line that is not blank is a record, told by its bytes and its number alone."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator

from poolcontract.instance import ABSENT
from poolcontract.jsonscan import Defect
from poolcontract.jsontext import Text
from poolcontract.limits import Limits
from poolcontract.payloads import logs
from poolcontract.payloads.reading import AreClean, Reading
from poolcontract.payloads.stream import Block, Line, Stream
from poolcontract.payloads.units import Clean, Parsed, Payload, Unit

OfLine = Callable[[str, Line], Iterator[Unit]]
"""(name, line) → what the line holds."""
_OF_SCHEMATHESIS = b'{"Initialize"'


def units(name: str, stream: Stream, reading: Reading, held: bytes = b"") -> Iterator[Unit]:
    """What the lines of a stream hold, as they come; `held` are those that were read already."""
    head = held or stream.head(len(_OF_SCHEMATHESIS))
    of_line = kind(head, reading)
    are_clean = reading.are_clean if of_line is None else _of_bodies_in(head, reading)
    is_empty = True
    for each in _unclean(name, stream.blocks(reading.limits, held), are_clean):
        is_empty = False
        if isinstance(each, Clean):
            yield each if of_line is None else each._replace(size=0)  # the bodies alone would count
        elif each.is_over:
            yield _too_long(name, each, reading.limits)
        elif of_line is None:
            yield Payload(name, each.data, each.record, each.number)
        else:
            yield from of_line(name, each)
    if is_empty:
        yield Payload(name, b"")


def _unclean(name: str, blocks: Iterable[Block], are_clean: AreClean | None) -> Iterator[Clean | Line]:
    """Each line that is not blank, with its number among the records; those that are clean are counted."""
    record = 0
    for number, lines, is_over in blocks:
        size = sum(map(len, lines)) - len(lines) + (not lines[-1].endswith(b"\n"))
        if are_clean is not None and not is_over and are_clean(lines, size):
            record += len(lines)
            yield Clean(name, len(lines), size, record)
            continue
        for line, ended in enumerate(lines, start=number):
            if ended.isspace():
                continue
            record += 1
            data = ended.rstrip(b"\r\n")
            is_long = is_over and line == number + len(lines) - 1
            if are_clean is not None and not is_long and are_clean((data,), len(data)):
                yield Clean(name, 1, len(data), record)
            else:
                yield Line(line, record, data, is_long)


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


def _of_bodies_in(head: bytes, reading: Reading) -> AreClean | None:
    """What tells lines of a log that hold clean bodies; None where a line says more than its body."""
    fields, are_clean = reading.fields, reading.are_clean
    if fields is None or fields.status is not None or are_clean is None or hang_together(head):
        return None
    quick: AreClean = importlib.import_module("poolcontract.payloads.cleanlogs").CleanLines(
        fields.body, reading.limits, are_clean
    )
    return quick


def _too_long(name: str, line: Line, limits: Limits) -> Parsed:
    message = f"a line of more than {limits.line} bytes (--limit line=N)"
    text = Text("", ABSENT, (Defect("limit/line", message, 0),))
    return Parsed(name, text, record=line.record, first_line=line.number)
