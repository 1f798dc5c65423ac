"""Documents inside documents: a body as text in a string, and what is wrong with a whole of many parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from poolcontract.document import Document, Fault, Position
from poolcontract.instance import ABSENT
from poolcontract.jsontext import Text


@dataclass(frozen=True, slots=True)
class Embedded:
    """A JSON text in a string at a JSON Pointer of another document; every place is the string's."""

    outer: Document = field(repr=False)
    at: str
    inner: Text = field(repr=False)

    @property
    def value(self) -> Any:
        """The value of the text in the string."""
        return self.inner.value

    def faults(self) -> Iterator[Fault]:
        """What is wrong with the text in the string."""
        for defect in self.inner.defects:
            yield Fault(defect.rule, defect.message, self.outer.place(self.at))

    def place(self, _: str) -> Position:
        """The place of the string."""
        return self.outer.place(self.at)

    def line(self, number: int) -> str:
        """A line of the other document."""
        return self.outer.line(number)


@dataclass(frozen=True, slots=True)
class Faulty:
    """Only what is wrong with a document, or with a part of it: no value of its own."""

    whole: Document = field(repr=False)
    told: tuple[Fault, ...]

    @property
    def value(self) -> Any:
        """`ABSENT`: the parts are judged by themselves."""
        return ABSENT

    def faults(self) -> Iterator[Fault]:
        """What is wrong."""
        return iter(self.told)

    def place(self, pointer: str) -> Position:
        """A place of the whole."""
        return self.whole.place(pointer)

    def line(self, number: int) -> str:
        """A line of the whole."""
        return self.whole.line(number)


@dataclass(frozen=True, slots=True)
class Faultless:
    """A document whose faults were told already."""

    whole: Document = field(repr=False)

    @property
    def value(self) -> Any:
        """The value of the whole."""
        return self.whole.value

    def faults(self) -> Iterator[Fault]:
        """Nothing."""
        return iter(())

    def place(self, pointer: str) -> Position:
        """A place of the whole."""
        return self.whole.place(pointer)

    def line(self, number: int) -> str:
        """A line of the whole."""
        return self.whole.line(number)


def holds_bodies(value: object) -> bool:
    """True for an array of which an item is an object: bodies that are to be judged one by one."""
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)
