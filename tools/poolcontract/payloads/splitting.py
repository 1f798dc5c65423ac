"""Big NDJSON files in pieces of whole lines, for several processes to share."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from poolcontract.payloads import lines, opening, texts
from poolcontract.payloads.reading import Reading
from poolcontract.payloads.stream import Stream
from poolcontract.payloads.units import Unit

PIECE = 4_000_000
"""Bytes, about: each piece ends with a line."""


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


def piece_units(piece: Piece, reading: Reading) -> tuple[Iterator[Unit], int]:
    """What a piece holds, lines and records counted from its own first, and how many lines it has."""
    with open(piece.path, "rb") as file:  # noqa: PTH123  the same
        file.seek(piece.start)
        data = file.read(piece.stop - piece.start)
    count = data.count(b"\n")
    if not data.strip():
        return iter(()), count
    return lines.units(piece.path, Stream(io.BytesIO(data)), reading), count


def _is_plain_lines(path: str, stream: Stream, reading: Reading) -> bool:
    return opening.is_plain(path, stream) and texts.is_lines(path, stream, reading)


def _line_ends(file: BinaryIO, size: int) -> Iterator[int]:
    """Offsets just behind the end of a line, about a piece apart, none at the end of the file."""
    at = PIECE
    while at < size:
        file.seek(at)
        while (found := file.readline(PIECE)) and not found.endswith(b"\n"):
            pass
        at = file.tell()
        if at < size:
            yield at
        at += PIECE
