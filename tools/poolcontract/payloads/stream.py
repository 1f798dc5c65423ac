"""Bytes that come from somewhere, once and forward: looked at before they are read, in bounded pieces."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, Protocol

from poolcontract.errors import InputError
from poolcontract.limits import Limits
from poolcontract.payloads.budget import Budget

_PIECE = 1 << 16


class Readable(Protocol):
    """Anything that gives at most so many bytes when it is asked, and none at its end."""

    def read(self, size: int, /) -> bytes:
        """The next bytes."""


class Line(NamedTuple):
    """One line without its end; `over` says that it was longer than the limit, and is cut."""

    number: int
    data: bytes
    over: bool = False


class Stream:
    """A buffered source, made of a binary file; lines end with a line feed and nothing else."""

    def __init__(self, raw: Any) -> None:
        self.file: io.BufferedReader = raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(raw)

    def head(self, size: int) -> bytes:
        """The next bytes, which stay to be read; fewer where fewer came, none at the end."""
        return self.file.peek(size)[:size]

    def read(self, size: int) -> bytes:
        """The next bytes, fewer only at the end."""
        return self.file.read(size)

    def line(self, limit: int) -> bytes:
        """The next line with its end, cut one byte after the limit; b"" at the end."""
        return self.file.readline(limit + 1)

    def lines(self, limits: Limits, held: bytes = b"") -> Iterator[Line]:
        """Every line to come that is not blank, after those that are held already; numbers count all."""
        readline, most = self.file.readline, limits.line
        *whole, begun = held.split(b"\n")  # the last of them may be cut off by a limit
        number = 0
        for number, data in enumerate(whole, start=1):
            if not data.isspace() and data:
                yield Line(number, data.rstrip(b"\r"))
        while data := begun + readline(max(most + 1 - len(begun), 0)):
            begun = b""
            number += 1
            if len(data) > most and not data.endswith(b"\n"):
                yield Line(number, data, over=True)
                self._skip_line()
            elif not data.isspace():
                yield Line(number, data.rstrip(b"\r\n"))

    def _skip_line(self) -> None:
        while (piece := self.file.readline(_PIECE)) and not piece.endswith(b"\n"):
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
