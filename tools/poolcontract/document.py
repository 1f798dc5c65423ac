"""A text that was read, whatever its format: its value, what is wrong with it, where each value stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol


class Position(NamedTuple):
    """Where a value stands: line and column (characters, from 1) and its length on that line."""

    line: int
    column: int
    length: int


class Origin(NamedTuple):
    """Where a text comes from: a file, a record of it (from 1), the line of the file at which it begins."""

    file: str | None = None
    record: int | None = None
    first_line: int = 1


NOWHERE = Origin()


class Fault(NamedTuple):
    """One thing wrong with a text: the id of the finding, a sentence, and where."""

    rule: str
    message: str
    position: Position


class Document(Protocol):
    """What a reader of any format gives the judge."""

    @property
    def value(self) -> Any:
        """The value, or `ABSENT` when none could be told."""

    def faults(self) -> Iterator[Fault]:
        """What is wrong with the text, in the order of places."""

    def place(self, pointer: str) -> Position:
        """Where the value at a JSON Pointer stands, or its nearest ancestor when the text lacks it."""

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end."""
