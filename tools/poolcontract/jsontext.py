"""Strict JSON text (RFC 8259): bytes → value, what is wrong with the text, and where each value stands.

Nothing is repaired in silence: a key that stands twice, NaN, a byte order mark, bad UTF-8, trailing text and
their like become defects with a place; where a value can still be told, it is given, and can be judged.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

from poolcontract.document import Fault, Position
from poolcontract.instance import ABSENT, resolve
from poolcontract.jsonscan import BLANK_CHARACTERS, Defect, Stop, scan
from poolcontract.jsonspans import item_starts, skip, span
from poolcontract.jsonstrict import Strict
from poolcontract.limits import DEFAULT, Limits
from poolcontract.places import Places

_BOM = "\ufeff"
_UTF16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


@dataclass(frozen=True)
class Text:
    """A JSON text that was read: `value` is `ABSENT` when none could be told."""

    text: str = field(repr=False)
    value: Any
    defects: tuple[Defect, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """What is wrong with the text, in the order of places."""
        for defect in self.defects:
            yield Fault(defect.rule, defect.message, self.place_at(defect.offset))

    def place(self, pointer: str) -> Position:
        """Where the value at a JSON Pointer stands, or its nearest ancestor when the text lacks it."""
        start, end = span(self.text, pointer, unique=not self.defects)
        return self.place_at(start, end)

    def place_at(self, start: int, end: int | None = None) -> Position:
        """The place of an offset; the length ends with the line."""
        return self._places.position(start, end)

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end."""
        return self._places.line(number)

    def elements(self, at: str = "") -> Iterator[Element]:
        """The items of the array at a JSON Pointer, in order; each knows its place."""
        array = resolve(self.value, at)
        defects = deque(self.defects)  # in the order of places: each belongs to the item it stands in
        ends = (*item_starts(self.text, span(self.text, at)[0], len(array)), len(self.text) + 1)
        for value, (start, end) in zip(array, pairwise(ends), strict=True):
            ours = []
            while defects and defects[0].offset < end:
                ours.append(defects.popleft())
            yield Element(self, start, value, tuple(ours))

    @cached_property
    def _places(self) -> Places:
        return Places(self.text)


@dataclass(frozen=True, slots=True)
class Element:
    """One item of a text that holds an array; a document of its own, with the places of the text."""

    whole: Text = field(repr=False)
    start: int
    value: Any
    defects: tuple[Defect, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """What is wrong with the text of this item."""
        for defect in self.defects:
            yield Fault(defect.rule, defect.message, self.whole.place_at(defect.offset))

    def place(self, pointer: str) -> Position:
        """Where the value at a JSON Pointer stands; the pointer begins at the item."""
        return self.whole.place_at(*span(self.whole.text, pointer, self.start, unique=not self.defects))

    def line(self, number: int) -> str:
        """The text of a line of the whole."""
        return self.whole.line(number)


def read(data: bytes, limits: Limits = DEFAULT) -> Text:
    """Read one JSON document; never raises, whatever the bytes are."""
    if len(data) > limits.document:
        message = f"over {limits.document} bytes (--limit document=N)"
        return Text("", ABSENT, (Defect("limit/document", message, 0),))
    if data.startswith(_UTF16_OR_32):
        return Text("", ABSENT, (Defect("json/invalid-utf8", "the text is UTF-16 or UTF-32, not UTF-8", 0),))
    text, defects = _decoded(data)
    if not text.strip(BLANK_CHARACTERS):
        return Text(text, ABSENT, (*defects, Defect("json/empty", "there is no value in the text", 0)))
    if not defects and (value := _clean(text, limits)) is not ABSENT:
        return Text(text, value)
    try:
        value = scan(text, limits, defects)
    except Stop as stop:
        value = ABSENT
        if not any(defect.rule == "json/invalid-utf8" for defect in defects):
            defects.append(stop.defect)
    return Text(text, value, tuple(sorted(defects, key=lambda defect: defect.offset)))


def _decoded(data: bytes) -> tuple[str, list[Defect]]:
    defects = []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", errors="replace")
        offset = len(data[: error.start].decode("utf-8"))
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        defects.append(Defect("json/invalid-utf8", message, offset))
    if text.startswith(_BOM):
        text = text[1:]
        defects.append(Defect("json/bom", "the text begins with a byte order mark", 0))
    return text, defects


def _clean(text: str, limits: Limits) -> Any:
    """The value of a text without any defect, or `ABSENT` when it must be looked at closely."""
    read = Strict(text, limits).value(skip(text, 0), limits.depth)
    return read[0] if read and skip(text, read[1]) == len(text) else ABSENT
