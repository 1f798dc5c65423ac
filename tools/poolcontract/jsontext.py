"""Strict JSON text (RFC 8259): bytes → value, what is wrong with the text, and where each value stands.

Nothing is repaired in silence: a key that stands twice, NaN, a byte order mark, bad UTF-8, trailing text and
their like become defects with a place; where a value can still be told, it is given, and can be judged.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from json.decoder import scanstring  # type: ignore[attr-defined]  # the decoder's own, since Python 2.6
from typing import Any, NamedTuple

from poolcontract.instance import ABSENT, tokens_of
from poolcontract.jsonscan import Defect, Stop, scan
from poolcontract.limits import DEFAULT, Limits

_BOM = "\ufeff"
_BLANK = " \t\n\r"
_UTF16_OR_32 = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


class Place(NamedTuple):
    """Where a value stands: line and column (characters, from 1) and its length on that line."""

    line: int
    column: int
    length: int


@dataclass(frozen=True)
class Text:
    """A JSON text that was read: `value` is `ABSENT` when none could be told."""

    text: str = field(repr=False)
    value: Any
    defects: tuple[Defect, ...] = ()

    def place(self, pointer: str) -> Place:
        """Where the value at a JSON Pointer stands, or its nearest ancestor when the text lacks it."""
        start, end = _span(self.text, pointer)
        return self.place_at(start, end)

    def place_at(self, start: int, end: int | None = None) -> Place:
        """The place of an offset; the length ends with the line."""
        before = self.text.count("\n", 0, start)
        line_start = self.text.rfind("\n", 0, start) + 1
        line_end = self.text.find("\n", start)
        stop = min(start + 1 if end is None else end, len(self.text) if line_end < 0 else line_end)
        return Place(before + 1, start - line_start + 1, max(stop - start, 1))

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end."""
        return self._lines[number - 1].removesuffix("\r") if number <= len(self._lines) else ""

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")


def read(data: bytes, limits: Limits = DEFAULT) -> Text:
    """Read one JSON document; never raises, whatever the bytes are."""
    if len(data) > limits.document:
        message = f"over {limits.document} bytes (--limit document=N)"
        return Text("", ABSENT, (Defect("limit/document", message, 0),))
    if data.startswith(_UTF16_OR_32):
        return Text("", ABSENT, (Defect("json/invalid-utf8", "the text is UTF-16 or UTF-32, not UTF-8", 0),))
    text, defects = _decoded(data)
    if not text.strip(_BLANK):
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


class _Doubtful(Exception):  # noqa: N818  not an error: a reason to look closer
    """The quick way cannot answer for this text."""


def _clean(text: str, limits: Limits) -> Any:
    """The value of a text without any defect, or `ABSENT` when it must be looked at closely."""
    if "\\u" in text and ("\\ud" in text or "\\uD" in text):
        return ABSENT
    try:
        value = json.loads(
            text,
            object_pairs_hook=_unique,
            parse_constant=_doubt,
            parse_int=lambda digits: int(digits) if len(digits) <= limits.digits else _doubt(digits),
            parse_float=_finite,
        )
    except (_Doubtful, ValueError, RecursionError):
        return ABSENT
    return value if _fits(value, limits.depth) else ABSENT


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Doubtful
    return members


def _doubt(_: str) -> Any:
    raise _Doubtful


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise _Doubtful
    return number


def _fits(value: Any, depth: int) -> bool:
    if not isinstance(value, dict | list):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return depth > 0 and all(_fits(item, depth - 1) for item in inner)


def _span(text: str, pointer: str) -> tuple[int, int]:
    """Where the value at the pointer begins and ends; stops at the last step that is there."""
    start = _skip(text, 0)
    for token in tokens_of(pointer):
        found = _step(text, start, token)
        if found is None:
            break
        start = found
    try:
        return start, _after(text, start)
    except (StopIteration, ValueError, RecursionError):
        return start, start + 1


def _step(text: str, start: int, token: str) -> int | None:
    """Where the member or item named by one token begins; the last one when a key stands twice."""
    try:
        if text[start : start + 1] == "{":
            return _member(text, start + 1, token)
        if text[start : start + 1] == "[" and token.isdigit():
            return _item(text, start + 1, int(token))
    except (StopIteration, ValueError, RecursionError):
        pass  # the text breaks off on the way: the ancestor is the best place there is
    return None


def _member(text: str, at: int, name: str) -> int | None:
    found = None
    at = _skip(text, at)
    while text[at : at + 1] == '"':
        key, at = scanstring(text, at + 1, True)
        at = _skip(text, _skip(text, at) + 1)
        if key == name:
            found = at
        at = _skip(text, _after(text, at))
        at = _skip(text, at + 1)
    return found


def _item(text: str, at: int, index: int) -> int | None:
    at = _skip(text, at)
    while index and text[at : at + 1] not in ("", "]"):
        at = _skip(text, _skip(text, _after(text, at)) + 1)
        index -= 1
    return at if text[at : at + 1] not in ("", "]") else None


_scan_once = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # public by name, not in the stubs


def _after(text: str, at: int) -> int:
    end: int = _scan_once(text, at)[1]
    return end


def _skip(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t", "\n", "\r"):
        at += 1
    return at
