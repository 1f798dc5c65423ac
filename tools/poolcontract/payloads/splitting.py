"""Big NDJSON files in pieces of whole lines, for several processes to share."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple

from poolcontract.payloads import lines, opening, texts
from poolcontract.payloads.reading import Reading
from poolcontract.payloads.stream import Stream
from poolcontract.payloads.units import Payload, Unit

PIECE = 4_000_000
"""Bytes, about: each piece ends with a line."""
_FIRST = 40_000
"""The first piece is told before any is shared: enough for a judge to become quick."""


class Piece(NamedTuple):
    """The bytes of a file from `start` to before `stop`, which are whole lines."""

    path: str
    start: int
    stop: int


def pieces(path: str, size: int, reading: Reading) -> list[Piece]:
    """A file in pieces; none where it is no plain NDJSON file, is small, or its lines hang together."""
    if size < 2 * PIECE:
        return []
    with open(path, "rb") as file:  # noqa: PTH123  the path as it was typed
        if not _is_plain_lines(path, Stream(file), reading):
            return []
    with open(path, "rb") as file:  # noqa: PTH123  the same
        ends = list(_line_ends(file, size))
    return [Piece(path, start, stop) for start, stop in zip([0, *ends], [*ends, size], strict=True)]


@contextmanager
def opened(piece: Piece) -> Iterator[Stream]:
    """The lines of a piece, counted from its own first."""
    with open(piece.path, "rb", 0) as file:  # noqa: PTH123  the same
        file.seek(piece.start)
        yield Stream(_Part(file, piece.stop - piece.start))


def piece_units(piece: Piece, stream: Stream, reading: Reading) -> Iterator[Unit]:
    """What an opened piece holds, nothing where it is blank; `stream.line_number` then tells its lines."""
    return (each for each in lines.units(piece.path, stream, reading) if not _is_nothing(each))


class _Part(io.RawIOBase):
    """So many bytes of a file, from where it stands."""

    def __init__(self, file: io.FileIO, size: int) -> None:
        super().__init__()
        self._file, self._left = file, size

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill a buffer with what comes next."""
        count = self._file.readinto(memoryview(buffer)[: self._left]) or 0
        self._left -= count
        return count


def _is_nothing(unit: Unit) -> bool:
    """True for what stands for a text without lines, as a piece of a file may be."""
    return isinstance(unit, Payload) and not unit.data and unit.record is None


def _is_plain_lines(path: str, stream: Stream, reading: Reading) -> bool:
    return opening.is_plain(path, stream) and texts.is_lines(path, stream, reading)


def _line_ends(file: BinaryIO, size: int) -> Iterator[int]:
    """Offsets just behind the end of a line, about a piece apart, none at the end of the file."""
    at = min(_FIRST, PIECE)
    while at < size:
        file.seek(at)
        while (found := file.readline(PIECE)) and not found.endswith(b"\n"):
            pass
        at = file.tell()
        if at < size:
            yield at
        at += PIECE
