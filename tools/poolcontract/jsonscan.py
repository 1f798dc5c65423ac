"""A JSON scanner that tells each defect with its place and goes on where it can; slow, without recursion.

What holds no defect is read at once, so that only the way to one is slow.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

from poolcontract.instance import ABSENT
from poolcontract.jsonstrict import Strict, fits
from poolcontract.limits import Limits
from poolcontract.masking import shown

DEFECTS = {
    "json/bom": "The text begins with a byte order mark.",
    "json/duplicate-key": "A key stands twice in one object; readers differ in which one they take.",
    "json/empty": "There is no value in the text.",
    "json/invalid-utf8": "The bytes are not UTF-8.",
    "json/lone-surrogate": "An escape names half of a character; many readers refuse it.",
    "json/not-a-number": "NaN or Infinity, which JSON does not have.",
    "json/number-out-of-range": "A number that no double can hold; readers make infinity of it.",
    "json/syntax": "The text is not JSON.",
    "json/trailing-text": "More text follows the value.",
}

BLANK_CHARACTERS = " \t\n\r"
BLANK = re.compile(r"[ \t\n\r]*+")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)(\.[0-9]++)?([eE][+-]?[0-9]++)?")
_NOT_A_NUMBER = re.compile(r"NaN|-?Infinity")
_LITERAL = re.compile(r"true|false|null")
_LITERALS = {"true": True, "false": False, "null": None}
_SURROGATE = re.compile("[\ud800-\udfff]")

TOO_MANY = "limit/findings"
_TRIED = 12
"""Arrays and objects inside so many others are read at once if they can be; deeper ones never, lest a text
that is wrong at its end be read once for each of its levels."""


class Defect(NamedTuple):
    """One thing wrong with the text, at an offset in characters."""

    rule: str
    message: str
    offset: int


class Stop(Exception):  # noqa: N818  carries a defect, is none of the tool's errors
    """The text cannot be read beyond a defect."""

    def __init__(self, rule: str, message: str, offset: int) -> None:
        super().__init__(message)
        self.defect = Defect(rule, message, offset)


@dataclass
class _Open:
    """An array or object that is not closed yet."""

    value: Any
    key: str | None = None


def scan(text: str, limits: Limits, defects: list[Defect]) -> Any:
    """The value of a text; appends to `defects`, and raises `Stop` where nothing more can be told.

    Once there are more defects than findings may be, the rest is read by the decoder of the library, which
    tells none.
    """
    scanner = _Scanner(text, limits, defects)
    try:
        value, at = scanner.document()
    except _TooMany:
        return _lenient(text, limits)
    at = scanner.skip(at)
    if at < len(text):
        with suppress(_TooMany):
            scanner.tell("json/trailing-text", "more text follows the value", at)
    return value


class _TooMany(Exception):  # noqa: N818  the same
    """More defects than anybody wants to be told."""


def _lenient(text: str, limits: Limits) -> Any:
    """The value of a text with defects, or `ABSENT` where even the library finds none."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return ABSENT
    return value if fits(value, limits.depth) else ABSENT


class _Scanner:
    def __init__(self, text: str, limits: Limits, defects: list[Defect]) -> None:
        self.text, self.limits, self.defects = text, limits, defects
        self.strict = Strict(text, limits)
        self.is_tried = not defects  # as a whole, by whoever asked for a scan

    def tell(self, rule: str, message: str, at: int) -> None:
        """Keep a defect; once there are too many, keep that there are more."""
        most = self.limits.findings
        if len(self.defects) < most:
            self.defects.append(Defect(rule, message, at))
            return
        message = f"more than {most} defects of the text, the rest untold (--limit findings=N)"
        self.defects.append(Defect(TOO_MANY, message, at))
        raise _TooMany

    def skip(self, at: int) -> int:
        blank = BLANK.match(self.text, at)
        return blank.end() if blank else at

    def document(self) -> tuple[Any, int]:
        at = self.skip(0)
        stack: list[_Open] = []
        while True:
            value, at = self.begin(at, stack)
            if value is ABSENT:  # a container was opened, or a key read: its value follows
                continue
            while stack:
                self.put(stack[-1], value)
                at = self.skip(at)
                closing = "}" if isinstance(stack[-1].value, dict) else "]"
                if self.text[at : at + 1] == ",":
                    at = self.next_slot(self.skip(at + 1), stack[-1])
                    break
                if self.text[at : at + 1] != closing:
                    raise self.unexpected(at, f"a comma or {closing}")
                value, at = stack.pop().value, at + 1
            else:
                return value, at

    def begin(self, at: int, stack: list[_Open]) -> tuple[Any, int]:
        """Read a scalar or an empty container; or open a container and give `ABSENT`."""
        opening = self.text[at : at + 1]
        if opening not in ("{", "["):
            return self.scalar(at)
        if len(stack) >= self.limits.depth:
            raise Stop("limit/depth", f"nested deeper than {self.limits.depth} (--limit depth=N)", at)
        if len(stack) < _TRIED and (stack or not self.is_tried):
            clean = self.strict.value(at, self.limits.depth - len(stack))
            if clean is not None:
                return clean
        container = _Open({} if opening == "{" else [])
        at = self.skip(at + 1)
        if self.text[at : at + 1] == ("}" if opening == "{" else "]"):
            return container.value, at + 1
        stack.append(container)
        return ABSENT, self.next_slot(at, container)

    def next_slot(self, at: int, container: _Open) -> int:
        """Read the key and colon before an object's value; nothing in an array."""
        if isinstance(container.value, list):
            return at
        if self.text[at : at + 1] != '"':
            raise self.unexpected(at, "a key in double quotes")
        start = at
        container.key, at = self.string(at)
        if container.key in container.value:
            self.tell("json/duplicate-key", f"key {shown(container.key)} stands twice", start)
        at = self.skip(at)
        if self.text[at : at + 1] != ":":
            raise self.unexpected(at, "a colon")
        return self.skip(at + 1)

    @staticmethod
    def put(container: _Open, value: Any) -> None:
        if isinstance(container.value, list):
            container.value.append(value)
        else:
            container.value[container.key] = value

    def scalar(self, at: int) -> tuple[Any, int]:
        if self.text[at : at + 1] == '"':
            return self.string(at)
        if literal := _LITERAL.match(self.text, at):
            return _LITERALS[literal.group()], literal.end()
        if unknown := _NOT_A_NUMBER.match(self.text, at):
            self.tell("json/not-a-number", f"{unknown.group()} is no JSON number", at)
            return float(unknown.group()), unknown.end()
        if number := _NUMBER.match(self.text, at):
            return self.number(number), number.end()
        raise self.unexpected(at, "a value")

    def number(self, match: re.Match[str]) -> int | float:
        digits = match.group()
        if len(digits) > self.limits.digits:
            message = f"a number of more than {self.limits.digits} digits (--limit digits=N)"
            raise Stop("limit/digits", message, match.start())
        if match.group(1) is None and match.group(2) is None:
            return int(digits)
        number = float(digits)
        if number in (float("inf"), float("-inf")):
            message = f"{shown(digits)[1:-1]} is beyond any double"
            self.tell("json/number-out-of-range", message, match.start())
        return number

    def string(self, at: int) -> tuple[str, int]:
        match = _STRING.match(self.text, at)
        if not match:
            raise self.broken_string(at)
        value: str = json.loads(match.group())
        if _SURROGATE.search(value):
            self.tell("json/lone-surrogate", "the string holds half of a surrogate pair", at)
        return value, match.end()

    def broken_string(self, at: int) -> Stop:
        ended = re.compile(r'[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+')
        match = ended.match(self.text, at + 1)
        stop = match.end() if match else at
        if stop >= len(self.text):
            return Stop("json/syntax", "the text ends inside a string", at)
        what = "an escape that JSON lacks" if self.text[stop] == "\\" else "an unescaped control character"
        return Stop("json/syntax", f"{what} in a string", stop)

    def unexpected(self, at: int, wanted: str) -> Stop:
        if at >= len(self.text):
            return Stop(
                "json/syntax", f"the text ends where {wanted} should stand", max(len(self.text) - 1, 0)
            )
        return Stop("json/syntax", f"{shown(self.text[at])} stands where {wanted} should", at)
