"""Reads the vendor's page, as plain text: its tables, what each row says, statuses and examples.

The text is a run of paragraphs, an empty line between each two. A cell of a table is a paragraph; a
description may be several: a bound, a default, or a value of a list each has one of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Any, NamedTuple

BREAK = "\n\n"
HEADINGS = (
    "Function",
    "URI",
    "Request Parameters",
    "Response Parameters",
    "Example Requests",
    "Example Responses",
    "Status Codes",
    "Error Codes",
)
ARRAY = re.compile(r"Array of (\w+) objects")
OBJECT = re.compile(r"(\w+) object")
TYPE = re.compile(
    rf"String|Integer|Boolean|Array of strings|{ARRAY.pattern}|{OBJECT.pattern}|Map<String,String>"
)
TABLE = re.compile(r"Table (\d+) (.+)")
STATUS = re.compile(r"Status code: (\d+)")
BULLET = re.compile(r"\s*•\s+([^\s:]+)(?::\s+(.*))?")
PROSE = re.compile(r"The value can be (\w+(?:(?:, | or |, or )\w+)*)\.")
LIMIT = re.compile(r"(Default|Minimum|Maximum): (.+)")
LIST_BEGINS = {
    "Options:": "options",
    "options are as follows:": "options",
    "Enumeration values:": "enumeration",
}


class PageError(ValueError):
    """The text is not a page as this reader knows them."""


class Listed(NamedTuple):
    """One value of a list and what the page says of it."""

    value: str
    text: str


@dataclass(frozen=True)
class Row:
    """One row of a table; `paragraphs` are those of the text, by number, that it stands in."""

    name: str
    mandatory: bool
    type: str
    description: tuple[str, ...]
    paragraphs: range

    @cached_property
    def default(self) -> str | None:
        """What stands after `Default:`, or the value that a list calls so."""
        listed = (each.value for each in self.options if "(default value)" in each.text)
        return self._limit("Default") or next(listed, None)

    @cached_property
    def minimum(self) -> str | None:
        """What stands after `Minimum:`."""
        return self._limit("Minimum")

    @cached_property
    def maximum(self) -> str | None:
        """What stands after `Maximum:`."""
        return self._limit("Maximum")

    @cached_property
    def options(self) -> list[Listed]:
        """The values that the prose lists, as bullets or in a sentence."""
        words = (match[1] for match in map(PROSE.search, self.description) if match)
        in_prose = [Listed(word, "") for each in words for word in re.split(r", or |, | or ", each)]
        return in_prose + list(self._bullets("options"))

    @cached_property
    def enumeration(self) -> list[Listed]:
        """The values under `Enumeration values:`."""
        return list(self._bullets("enumeration"))

    def _limit(self, name: str) -> str | None:
        found = (match for match in map(LIMIT.fullmatch, self.description) if match)
        return next((match[2] for match in found if match[1] == name), None)

    def _bullets(self, wanted: str) -> Iterator[Listed]:
        current = None
        for paragraph in self.description:
            bullet = BULLET.fullmatch(paragraph)
            if bullet and current == wanted:
                yield Listed(bullet[1], bullet[2] or "")
            elif not bullet:
                current = next((kind for end, kind in LIST_BEGINS.items() if paragraph.endswith(end)), None)


@dataclass(frozen=True)
class Table:
    """A numbered table; `status` is that of the answer whose body it describes."""

    number: int
    title: str
    section: str
    status: str | None
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    paragraphs: range


@dataclass(frozen=True)
class Page:
    """What the page says, in its own words."""

    title: str
    uri: str
    request: str
    request_body: Any
    tables: tuple[Table, ...]
    statuses: tuple[str, ...]
    examples: dict[str, Any]

    def titled(self, title: str) -> Table | None:
        """The one table of a title; None where there is none, or more than one."""
        found = [table for table in self.tables if table.title == title]
        return found[0] if len(found) == 1 else None


def read(text: str) -> Page:
    """The page that a text is; raises `PageError` where it is none, or says a thing twice."""
    paragraphs = text.split(BREAK)
    sections = _sections(paragraphs)
    asked = [paragraphs[at].strip() for at in sections["Example Requests"]]
    tables = [table for name in HEADINGS[:4] for table in _tables(paragraphs, sections[name], name)]
    codes = [paragraphs[at].strip() for at in sections["Status Codes"]]
    if codes[:2] != ["Status Code", "Description"]:
        raise PageError("the status codes stand in no table")
    numbers = [str(table.number) for table in tables]
    for names in (numbers, codes[2::2], *([row.name for row in table.rows] for table in tables)):
        if len(set(names)) < len(names):
            raise PageError(f"a table, row or status stands twice among {names}")
    return Page(
        title=paragraphs[0].strip(),
        uri=paragraphs[sections["URI"][0]].strip(),
        request=asked[1],
        request_body=_json(asked[2]) if asked[2:] else None,
        tables=tuple(tables),
        statuses=tuple(codes[2::2]),
        examples=_examples([paragraphs[at].strip() for at in sections["Example Responses"]]),
    )


def _sections(paragraphs: list[str]) -> dict[str, range]:
    """The paragraphs under each heading, by number."""
    starts = [at for at, each in enumerate(paragraphs) if each.strip() in HEADINGS]
    found = {paragraphs[at].strip(): range(at + 1, end) for at, end in pairwise([*starts, len(paragraphs)])}
    if tuple(found) != HEADINGS:
        raise PageError(f"the headings are {', '.join(found)}")
    return found


def _tables(paragraphs: list[str], within: range, section: str) -> Iterator[Table]:
    starts = [at for at in within if TABLE.fullmatch(paragraphs[at].strip())]
    for start, following in pairwise([*starts, within.stop]):
        heading = TABLE.fullmatch(paragraphs[start].strip())
        before = STATUS.fullmatch(paragraphs[start - 1].strip())
        end = following - bool(STATUS.fullmatch(paragraphs[following - 1].strip()))
        cells = [paragraphs[at].strip() for at in range(start + 1, end)]
        if heading is None or "Description" not in cells:
            raise PageError(f"{paragraphs[start]} has no columns")
        columns = tuple(cells[: cells.index("Description") + 1])
        body = range(start + 1 + len(columns), end)
        rows = tuple(_rows(paragraphs, body, columns))
        status = before[1] if before else None
        yield Table(int(heading[1]), heading[2], section, status, columns, rows, range(start, end))


def _rows(paragraphs: list[str], within: range, columns: tuple[str, ...]) -> Iterator[Row]:
    starts = [at for at in within if _is_row(paragraphs[at : min(at + len(columns), within.stop)], columns)]
    for start, end in pairwise([*starts, within.stop]):
        cells = dict(zip(columns, map(str.strip, paragraphs[start:end]), strict=False))
        description = tuple(map(str.rstrip, paragraphs[start + len(columns) - 1 : end]))
        mandatory = cells.get("Mandatory") == "Yes"
        yield _row(cells["Parameter"], mandatory, cells["Type"], description, range(start, end))


_row = cache(Row)
"""Pages that differ in a word share all other rows, and what was found out about them."""


def _is_row(cells: list[str], columns: tuple[str, ...]) -> bool:
    """True where paragraphs begin as a row does: a name without a space, yes or no, and a type."""
    if len(cells) < len(columns) or (columns[0], columns[-2]) != ("Parameter", "Type"):
        return False
    name, *decided, kind = map(str.strip, cells[: len(columns) - 1])
    return TYPE.fullmatch(kind) is not None and " " not in name and set(decided) <= {"Yes", "No"}


def _examples(paragraphs: list[str]) -> dict[str, Any]:
    """The body of each status: the status, a few words, the body."""
    starts = [at for at, each in enumerate(paragraphs) if STATUS.fullmatch(each)]
    return {
        paragraphs[at].removeprefix("Status code: "): _json(paragraphs[at + 2])
        for at in starts
        if at + 2 < len(paragraphs)
    }


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise PageError(f"an example is no JSON: {error}") from error
