"""What sources give the linter: frozen values, each with the name of the file that findings show."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from poolcontract.document import Document
from poolcontract.exchange import Exchange
from poolcontract.masking import printable


class Payload(NamedTuple):
    """The bytes of one JSON document: a whole file, or one line of NDJSON.

    `record` counts from 1 where a file holds several; `first_line` is the line of the file at which the data
    begin. Data that are over the limit on documents hold one byte more than it.
    """

    name: str
    data: bytes
    record: int | None = None
    first_line: int = 1

    def __repr__(self) -> str:
        place = f"{self.name}, record {self.record}" if self.record else self.name
        return f"<Payload {printable(place)}, {len(self.data)} bytes>"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document that was read, and the JSON Pointer of the body in it."""

    name: str
    document: Document = field(repr=False)
    at: str = ""
    record: int | None = None
    first_line: int = 1


@dataclass(frozen=True, slots=True)
class Recorded:
    """An exchange that somebody recorded, and where it stands in a document.

    `at` is the JSON Pointer of the answer's body, `entry` that of the whole; `hidden` says that the body
    stands there encoded. A request whose method or target is "" was recorded without. `operation` is the id
    of the one under test, "" unless the sender has told it: then all that it sent is judged.
    """

    name: str
    exchange: Exchange
    document: Document = field(repr=False)
    at: str
    record: int | None = None
    first_line: int = 1
    entry: str = ""
    hidden: bool = False
    operation: str = ""


class Clean(NamedTuple):
    """Lines that were found clean as they were read: how many, their bytes, and the last one's record."""

    name: str
    lines: int
    size: int
    record: int


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A part of a file that is none of our business, and why: counted, and left alone."""

    name: str
    record: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file, folder or member of an archive that cannot be read, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{printable(self.name) or repr(self.name)}: cannot be read: {printable(self.reason)}"


Unit = Payload | Clean | Parsed | Recorded | PassedOver | Unreadable
