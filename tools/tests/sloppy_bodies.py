"""Bodies for the fast path and the judge to agree on: right ones, broken ones, and texts written badly.

Everything is drawn from one `random.Random`, so that a seed gives the same bodies again.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from poolcontract.contract import load
from poolcontract.instance import pointer, resolve
from poolcontract.rules import catalogue
from poolcontract.sample import Sampler, breaks, with_value
from poolcontract.sample.slots import can_hold

from .case_files import cases

CONTRACT = load()
TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJleGFtcGxlIn0.c2lnbmF0dXJl"  # noqa: S105  an example that opens nothing
JUNK = (
    *(
        None,
        True,
        0,
        -1,
        7,
        1.0,
        2.5,
        -0.0,
        1e300,
        2**63,
        2**64,
        -(2**63) - 1,
        10**30,
        "",
        "x",
        "\x00",
        "é😀",
    ),
    *(TOKEN, "2024-02-30T00:00:00Z", "10.0.0.0/33", "false", {}, [], {"": ""}, [[]], {"token": "x"}, [None]),
)
STYLES: dict[str, dict[str, Any]] = {
    "compact": {"separators": (",", ":")},
    "compact, UTF-8": {"separators": (",", ":"), "ensure_ascii": False},
    "spaced": {},
    "pretty": {"indent": 2},
    "pretty, UTF-8": {"indent": "\t", "ensure_ascii": False},
}


@cache
def conforming() -> tuple[tuple[str, Any], ...]:
    """Bodies that conform, with their schemas: grown ones, and the good examples of the rules."""
    sampler = Sampler(CONTRACT, seed=7)
    grown = [(name, sampler.grow(name)) for name in CONTRACT.bodies for _ in range(50)]
    examples = [body for entry in catalogue().values() if entry.rule.schema for body in entry.rule.good]
    return (*grown, *((CONTRACT.recognise(each) or CONTRACT.bodies[0], each) for each in examples))


@cache
def wrong() -> tuple[tuple[str, Any], ...]:
    """Instances of every case, and the bad examples of the rules."""
    examples = [body for entry in catalogue().values() if entry.rule.schema for body in entry.rule.bad]
    return (
        *((case.target, case.instance) for case in cases()),
        *((CONTRACT.recognise(each) or CONTRACT.bodies[0], each) for each in examples),
    )


def with_known_members(body: Any, name: str, draw: random.Random) -> Any:
    """The body with unlisted members that other editions document, at up to three places."""
    places = [
        place.pointer + pointer(member)
        for place in CONTRACT.walk(body, name)
        if isinstance(place.value, dict)
        for member in place.schema.get("x-known-members", ())
    ]
    values: tuple[Any, ...] = ("elb", "", 3, True, None, {"name": "x", "size": 1}, [{"key": "é"}], ["a", "b"])
    for place in draw.sample(places, min(3, len(places))):
        body = with_value(body, place, draw.choice(values))
    return body


def drawn(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """So many bodies as bytes, each with the name of its schema; about a third of them conform."""
    draw = random.Random(seed)  # noqa: S311  bodies of a test, no secrets
    for _ in range(count):
        name, body = draw.choice(conforming() if draw.random() < 0.8 else wrong())
        if isinstance(body, dict) and name in CONTRACT.bodies:
            if draw.random() < 0.5:
                body = with_known_members(body, name, draw)
            if draw.random() < 0.4:
                body = draw.choice(_CHANGES)(body, name, draw)
        if draw.random() < 0.4:
            yield name, Writer(draw).bytes_of(body)
        else:
            data = json.dumps(body, **draw.choice(tuple(STYLES.values()))).encode("utf-8", "surrogatepass")
            yield name, draw.choice(_MANGLINGS)(data, draw) if draw.random() < 0.3 else data


class Writer:
    """Writes JSON as nobody should: every spelling a text may have, now and then one it may not."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._clumsy = draw.random() ** 4 / 4
        self._spaces = draw.random() < 0.5
        self._repeats = 2

    def bytes_of(self, value: Any) -> bytes:
        """The bytes of a whole document."""
        text = self._blank() + self._value(value) + self._blank()
        return text.encode("utf-8", "surrogatepass")

    def _value(self, value: Any) -> str:
        if isinstance(value, dict):
            members = list(value.items())
            if members and self._repeats and self._slips():
                self._repeats -= 1
                members.insert(self._draw.randrange(len(members) + 1), self._draw.choice(members))
            inner = (f"{self._text(k)}{self._blank()}:{self._blank()}{self._value(v)}" for k, v in members)
            return "{" + self._joined(inner) + "}"
        if isinstance(value, list):
            return "[" + self._joined(map(self._value, value)) + "]"
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, int) and not isinstance(value, bool) and self._slips():
            forms = (
                f"{value}.0",
                f"{value}e0",
                f"{value}E+2",
                f"-{value}",
                f"0{value}",
                "-0",
                "9" * 401,
                "1e999",
            )
            return self._draw.choice(forms)
        return self._draw.choice(("NaN", "nul", "[", "'x'")) if self._slips() else json.dumps(value)

    def _text(self, text: str) -> str:
        written = (self._character(char) for char in text)
        return '"' + "".join(written) + '"'

    def _character(self, char: str) -> str:
        if self._slips():
            odd = (
                "\\ud800",
                "\\udc00\\ud800",
                "\\ud83d\\ude00",
                "\t",
                "\x7f",
                "\ud800",
                "\\x41",
                '\\"',
                "\\u0022",
            )
            return self._draw.choice(odd)
        if self._slips() and ord(char) <= 0xFFFF:
            return f"\\u{ord(char):04x}"
        if char == "/" and self._slips():
            return "\\/"
        return json.dumps(char, ensure_ascii=self._draw.random() < 0.5)[1:-1]

    def _joined(self, parts: Iterator[str]) -> str:
        comma = f"{self._blank()},{self._blank()}"
        return self._blank() + comma.join(parts) + self._blank()

    def _blank(self) -> str:
        return self._draw.choice(("", "", " ", "\n", "\r\n\t", "  ")) if self._spaces else ""

    def _slips(self) -> bool:
        return self._draw.random() < self._clumsy


def _any_place(body: Any, name: str, draw: random.Random) -> str:
    return draw.choice([place.pointer for place in CONTRACT.walk(body, name)])


def _with_junk(body: Any, name: str, draw: random.Random) -> Any:
    return with_value(body, _any_place(body, name, draw), draw.choice(JUNK))


def _with_break(body: Any, name: str, draw: random.Random) -> Any:
    each = draw.choice(_breaks(name))
    return with_value(body, each.place, each.value) if can_hold(body, each.place) else body


def _with_token(body: Any, name: str, draw: random.Random) -> Any:
    texts = [place.pointer for place in CONTRACT.walk(body, name) if isinstance(place.value, str)]
    place = draw.choice(texts) if texts else ""
    return with_value(body, place, f"{resolve(body, place)} {TOKEN}") if place else body


def _with_member(body: Any, name: str, draw: random.Random) -> Any:
    """With a member that is on no list: strange, misspelt, or named like a secret."""
    objects = [place for place in CONTRACT.walk(body, name) if isinstance(place.value, dict)]
    place = draw.choice(objects)
    listed = list(place.schema.get("properties", ("x",)))
    member = draw.choice(
        (*("unlisted", "apiKey", "", "é"), draw.choice(listed)[:-1], draw.choice(listed) + "s")
    )
    return with_value(body, place.pointer + pointer(member), draw.choice(JUNK))


def _nested(body: Any, name: str, draw: random.Random) -> Any:
    place, value = _any_place(body, name, draw), draw.choice(JUNK)
    for _ in range(draw.choice((3, 7, 140))):
        value = [value] if draw.random() < 0.5 else {"x": value}
    return with_value(body, place, value)


@cache
def _breaks(name: str) -> tuple[Any, ...]:
    return tuple(breaks(CONTRACT, name))


def _cut(data: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(len(data) + 1)]


def _swapped(data: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(max(len(data) - 1, 1))
    return data[:at] + data[at + 1 : at + 2] + data[at : at + 1] + data[at + 2 :]


def _inserted(data: bytes, draw: random.Random) -> bytes:
    odd = (
        b"\xef\xbb\xbf",
        b"\xff",
        b"\x00",
        b" ",
        b"\n",
        b"\\",
        b'"',
        b"{",
        b"]",
        b",",
        b"1",
        b"NaN",
        b"\xed\xa0\x80",
    )
    at = draw.choice((0, len(data), draw.randrange(len(data) + 1)))
    return data[:at] + draw.choice(odd) + data[at:]


def _replaced(data: bytes, draw: random.Random) -> bytes:
    changed = bytearray(data)
    changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def _repeated(data: bytes, draw: random.Random) -> bytes:
    """A stretch between two quotes or commas twice: often a member that stands twice."""
    marks = [at for at, byte in enumerate(data) if byte in b',{}"']
    first, last = sorted((draw.choice(marks), draw.choice(marks))) if marks else (0, 0)
    return data[:last] + data[first:last] + data[last:]


Change = Callable[[Any, str, random.Random], Any]
_CHANGES: tuple[Change, ...] = (_with_junk, _with_break, _with_token, _with_member, _nested)
_MANGLINGS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cut,
    _swapped,
    _inserted,
    _replaced,
    _repeated,
)
