"""Bytes that come from somewhere, once and forward: looked at before they are read, in bounded pieces."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

from poolcontract.errors import InputError
from poolcontract.limits import Limits
from poolcontract.payloads.budget import Budget

BUFFER = 1 << 17
"""Bytes that are read at once from where they come."""
_BLOCK = 1 << 14
"""Bytes of lines that are told at once: more of them, once decoded, would not stay in a processor's cache."""


class Readable(Protocol):
    """Anything that gives at most so many bytes when it is asked, and none at its end."""

    def read(self, size: int, /) -> bytes:
        """The next bytes."""


class Block(NamedTuple):
    """Some lines together with their line feeds, and the number of the first; the last may lack its own.

    `is_over` says that the last is longer than the limit, and cut.
    """

    number: int
    lines: list[bytes]
    is_over: bool


class Line(NamedTuple):
    """One line that is not blank: its number among all, and among the records; `is_over`: it is too long."""

    number: int
    record: int
    data: bytes
    is_over: bool


class Stream:
    """A buffered source, made of a binary file; lines end with a line feed and nothing else.

    `line_number` is that of the last line that was given in a block.
    """

    def __init__(self, raw: Any) -> None:
        self.file: io.BufferedReader = (
            raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(raw, BUFFER)
        )
        self.line_number = 0

    def head(self, size: int) -> bytes:
        """The next bytes, which stay to be read; fewer where fewer came, none at the end."""
        return self.file.peek(size)[:size]

    def read(self, size: int) -> bytes:
        """The next bytes, fewer only at the end; what is not there takes no memory."""
        pieces = []
        while size > 0 and (piece := self.file.read1(min(size, BUFFER))):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def line(self, limit: int) -> bytes:
        """The next line with its end, cut one byte after the limit; b"" at the end."""
        return self.file.readline(limit + 1)

    def blocks(self, limits: Limits, held: bytes = b"") -> Iterator[Block]:
        """Every line to come, after those that are held already: none waits for a later one to come."""
        most = limits.line
        for lines in self._lines(most, held):
            if max(map(len, lines)) <= most:
                yield self._block(lines)
                continue
            for line in lines:
                is_over = len(line.removesuffix(b"\n")) > most
                yield self._block([line[: most + 1] if is_over else line], is_over=is_over)

    def _block(self, lines: list[bytes], *, is_over: bool = False) -> Block:
        first = self.line_number + 1
        self.line_number += len(lines)
        return Block(first, lines, is_over)

    def _lines(self, most: int, held: bytes) -> Iterator[list[bytes]]:
        """Lines as they come, so many as are told at once; one longer than `most` need not be whole."""
        begun = bytearray()  # the line whose end has not come
        while piece := held or self.file.read1(BUFFER):
            held, start = b"", 0
            if begun:
                start = piece.find(b"\n") + 1
                begun += piece[: start or len(piece)]
                if not start and len(begun) <= most:
                    continue
                yield [bytes(begun)]
                begun.clear()
                if not start:
                    self._skip_line()
                    continue
            whole = piece.rfind(b"\n") + 1
            reader = io.BytesIO(piece)
            reader.seek(start)
            while (left := whole - reader.tell()) > 0:
                yield reader.readlines(min(left, _BLOCK))
            begun += piece[whole:]
        if begun:
            yield [bytes(begun)]

    def _skip_line(self) -> None:
        while (piece := self.file.readline(BUFFER)) and not piece.endswith(b"\n"):
            pass


class Guarded(io.RawIOBase):
    """What a decompressor or an archive gives: counted against the limits, its damage told as `InputError`.

    `taken` tells how many bytes went in so far. Raises `LimitError` over the limits on expansion and ratio.
    """

    def __init__(
        self, inner: Readable, budget: Budget, taken: Callable[[], int], damage: tuple[type[Exception], ...]
    ) -> None:
        super().__init__()
        self._inner, self._budget, self._taken = inner, budget, taken
        self._damage: tuple[type[Exception], ...] = (*damage, OSError, EOFError, ValueError, MemoryError)
        self._given = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """Fill a buffer with what comes next."""
        try:
            data = self._inner.read(len(buffer))
        except self._damage as error:
            raise InputError(f"damaged: {error or type(error).__name__}") from error
        self._given += len(data)
        self._budget.spend(len(data), self._given, self._taken())
        buffer[: len(data)] = data
        return len(data)
