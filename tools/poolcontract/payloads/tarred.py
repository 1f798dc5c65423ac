"""The members of a tar archive as streams, read forward: ustar, pax and GNU; only plain files are given.

The library's own reader takes a header of any length into memory and searches it in quadratic time; this one
reads what is bounded, and cares for nothing but names and contents.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from poolcontract.errors import InputError
from poolcontract.payloads.budget import Budget
from poolcontract.payloads.stream import Stream

BLOCK = 512
_LONGEST_HEADER = 1 << 20
_PIECE = 1 << 16
_FILES, _LONG_NAME, _PAX, _SPARSE = (b"0", b"\0", b"7"), b"L", b"x", b"S"
_WITHOUT_CONTENT = (b"1", b"2", b"3", b"4", b"5", b"6")
_BASE_256 = 0x80


def is_header(block: bytes) -> bool:
    """True for 512 bytes that are the header of a tar member, told by its sum."""
    if len(block) < BLOCK:
        return False
    try:
        told = int(block[148:156].strip(b" \0") or b"-1", 8)
    except ValueError:
        return False
    return told == sum(block[:148]) + sum(block[156:BLOCK]) + 8 * ord(" ")


def members(stream: Stream, budget: Budget) -> Iterator[tuple[str, Stream | InputError]]:
    """The name and content of each file of a tar; a content is gone once the next is asked for.

    Raises `InputError` where it can be read no further, `LimitError` over a limit.
    """
    told: dict[str, str] = {}
    while (header := _header(stream, told)) is not None:
        if header.kind == _LONG_NAME:
            told["path"] = _text(_content(stream, header.size).rstrip(b"\0"))
        elif header.kind == _PAX:
            told.update(_records(_content(stream, header.size)))
        else:
            budget.member()
            content = _Member(stream, header.size)
            if header.kind == _SPARSE or any(key.startswith("GNU.sparse.") for key in told):
                yield header.name, InputError("a sparse file, which is not read")
            elif header.kind in _FILES and not header.name.endswith("/"):
                yield header.name, Stream(content)
            content.skip()
            told = {}


class _Header(NamedTuple):
    name: str
    size: int
    kind: bytes


def _header(stream: Stream, told: dict[str, str]) -> _Header | None:
    """The next header, with what was told of it before; None at the end."""
    block = stream.read(BLOCK)
    if not block.strip(b"\0"):
        return None
    if not is_header(block):
        raise InputError("damaged: a header of the archive is wrong")
    kind = block[156:157]
    name = _text(block[:100].partition(b"\0")[0])
    prefix = _text(block[345:500].partition(b"\0")[0]) if block[257:263] == b"ustar\0" else ""
    size = told.get("size", "")
    number = int(size) if size.isdecimal() and len(size) < len(str(1 << 64)) else _number(block[124:136])
    return _Header(
        told.get("path") or (f"{prefix}/{name}" if prefix else name),
        0 if kind in _WITHOUT_CONTENT else number,
        kind,
    )


def _number(field: bytes) -> int:
    if field[0] & _BASE_256:
        return int.from_bytes(bytes([field[0] & 0x7F]) + field[1:], "big")
    try:
        return max(int(field.strip(b" \0") or b"0", 8), 0)
    except ValueError as error:
        raise InputError("damaged: a size in the archive is no number") from error


def _content(stream: Stream, size: int) -> bytes:
    """The content of a member that tells of the next one."""
    if size > _LONGEST_HEADER:
        raise InputError(f"a header of {size} bytes, which no honest archive has")
    data = stream.read(size + -size % BLOCK)
    if len(data) < size:
        raise InputError("damaged: it ends in a header")
    return data[:size]


def _records(data: bytes) -> Iterator[tuple[str, str]]:
    """The records of a pax header: `LENGTH KEY=VALUE` and a line end, the length that of the whole."""
    at = 0
    while at < len(data):
        length = data[at : at + 20].partition(b" ")[0]
        if not length.isdigit() or not 0 < int(length) <= len(data) - at:
            raise InputError("damaged: a pax header is wrong")
        record = data[at + len(length) + 1 : at + int(length)].removesuffix(b"\n")
        key, _, value = record.partition(b"=")
        yield _text(key), _text(value)
        at += int(length)


def _text(data: bytes) -> str:
    return data.decode("utf-8", errors="backslashreplace")


@dataclass
class _Member(io.RawIOBase):
    """The content of one member; what nobody reads is skipped."""

    stream: Stream
    size: int

    def __post_init__(self) -> None:
        super().__init__()
        self._left = self.size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        data = self.stream.read(min(len(buffer), self._left, _PIECE))
        if not data and self._left and len(buffer):
            raise InputError("damaged: the archive ends in the middle of a file")
        self._left -= len(data)
        buffer[: len(data)] = data
        return len(data)

    def skip(self) -> None:
        padding = -self.size % BLOCK
        left = self._left + padding
        while left and (data := self.stream.read(min(left, _PIECE))):
            left -= len(data)
        if left > padding:
            raise InputError("damaged: the archive ends in the middle of a file")
