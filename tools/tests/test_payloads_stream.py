"""Lines in blocks: all of them, whole, with their numbers, however bytes come; none waits for the next."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolcontract.limits import DEFAULT
from poolcontract.payloads.stream import BUFFER, Block, Stream

LONGEST = 8
LIMITS = replace(DEFAULT, line=LONGEST)
TEXTS = st.lists(st.binary(max_size=2 * LONGEST) | st.sampled_from([b"\n", b"\r\n", b"{}\n"]), max_size=9)


class Coming(io.RawIOBase):
    """Bytes that come piece by piece; `asked` counts how often."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        super().__init__()
        self._pieces = [each for each in pieces if each]
        self.asked = 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        """The next piece."""
        self.asked += 1
        piece = self._pieces.pop(0) if self._pieces else b""
        buffer[: len(piece)] = piece
        return len(piece)


def as_told(data: bytes) -> list[tuple[int, bytes, bool]]:
    """Every line with its number; one that is too long is cut, and said to be."""
    return [
        (number, line[: LONGEST + 1] if is_over else line, is_over)
        for number, line in enumerate(io.BytesIO(data).readlines(), start=1)
        for is_over in (len(line.removesuffix(b"\n")) > LONGEST,)
    ]


def told(blocks: Sequence[Block]) -> list[tuple[int, bytes, bool]]:
    """The lines of blocks as `as_told` tells them."""
    return [
        (number, line, block.is_over and line is block.lines[-1])
        for block in blocks
        for number, line in enumerate(block.lines, start=block.number)
    ]


@given(pieces=TEXTS, held=st.binary(max_size=LONGEST))
def test_the_lines_of_all_blocks_are_those_of_the_text(pieces: list[bytes], held: bytes) -> None:
    stream = Stream(Coming(pieces))
    expected = as_told(held + b"".join(pieces))
    assert told(list(stream.blocks(LIMITS, held))) == expected
    assert stream.line_number == len(expected)


@given(pieces=TEXTS)
def test_what_was_looked_at_is_still_to_come(pieces: list[bytes]) -> None:
    stream = Stream(Coming(pieces))
    stream.head(3)
    assert told(list(stream.blocks(LIMITS))) == as_told(b"".join(pieces))


def test_no_line_waits_for_the_next() -> None:
    source = Coming([b"1\n2\n3", b"\n", b"4\n"])
    blocks = Stream(source).blocks(LIMITS)
    assert [(next(blocks).lines, source.asked) for _ in range(3)] == [
        ([b"1\n", b"2\n"], 1),
        ([b"3\n"], 2),
        ([b"4\n"], 3),
    ]


def test_a_line_without_an_end_is_told_once_it_is_too_long() -> None:
    source = Coming([b"1" * LONGEST, b"1", b"1"] * 99)
    assert next(Stream(source).blocks(LIMITS)) == Block(1, [b"1" * (LONGEST + 1)], True)
    assert source.asked == 2


@pytest.mark.parametrize("size", [BUFFER - 1, BUFFER, BUFFER + 1, 3 * BUFFER])
def test_a_line_that_is_longer_than_what_is_read_at_once(size: int) -> None:
    data = b"1" * size + b"\n2\n"
    blocks = Stream(io.BytesIO(data)).blocks(DEFAULT)
    assert [line for block in blocks for line in block.lines] == [data[:-2], b"2\n"]
