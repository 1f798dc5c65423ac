"""What the page says as a set of small facts, the same ones that `contract_facts` reads out of a contract."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from math import gcd
from typing import NamedTuple

from poolcontract.finding import Source
from poolcontract.instance import type_of

from .page_contradictions import OBJECT_OR_ARRAY, contradictions
from .page_reader import ARRAY, OBJECT, Page, Row, Table, read

URI = Source("URI")
PAGE = Source("Page")
REQUEST_BODY = Source("Request body")
STATUS_CODES = "Status Codes"

SCALARS = {
    "String": "string",
    "Integer": "integer",
    "Boolean": "boolean",
    "Array of strings": "array of string",
}
MAP = "Map<String,String>"
FORMATS = {"Timestamp": "date-time", "URL": "uri", "Password": "password"}
"""The first word of a description, and the format of a text that is such a thing."""
SEGMENT = {"minLength": "1", "pattern": '"^[^/]+$"'}
"""A row that stands as a whole segment of the path: never empty, and no second segment."""
COMBINED = "multiple statuses are allowed"


class Fact(NamedTuple):
    """One thing that is so: of which place of the page, what, and how."""

    place: Source
    what: str
    value: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what} {self.value}"


def facts_of_page(text: str) -> frozenset[Fact]:
    """Every fact of a page; raises `PageError` where the text is no page."""
    page = read(text)
    found = contradictions(page)
    as_arrays = {each.place for each in found if each.name == OBJECT_OR_ARRAY}
    return frozenset(
        [
            Fact(PAGE, "title", page.title),
            *_operation(page),
            *(fact for table in page.tables for fact in _table(page, table, as_arrays)),
            *_answers(page),
            *(fact for each in found for fact in both_sides(*each)),
        ]
    )


def both_sides(place: Source, name: str, table: str, example: str) -> Iterator[Fact]:
    """A contradiction as facts: what the table says, what the example shows."""
    yield Fact(place, f"contradiction {name}, table:", table)
    yield Fact(place, f"contradiction {name}, example:", example)


def differences(page: frozenset[Fact], contract: frozenset[Fact]) -> list[str]:
    """What only one of both says, a line for each."""
    return _lines("only the page says", page - contract) + _lines("only the contract says", contract - page)


def _lines(who: str, facts: Iterable[Fact]) -> list[str]:
    return sorted(f"{who}: {fact}" for fact in facts)


def _operation(page: Page) -> Iterator[Fact]:
    method, path = page.uri.split(" ")
    yield Fact(URI, "method", method)
    yield Fact(URI, "path", path)
    yield Fact(URI, "address", page.request.removeprefix(f"{method} ").removesuffix(path))
    if page.request_body is not None:
        yield Fact(REQUEST_BODY, "type", type_of(page.request_body))
        yield Fact(REQUEST_BODY, "media type", "application/json")
    if page.request_body == {}:
        yield Fact(REQUEST_BODY, "maxProperties", "0")


def _table(page: Page, table: Table, as_arrays: set[Source]) -> Iterator[Fact]:
    place = Source(table.number)
    yield Fact(place, "title", table.title)
    yield Fact(place, "section", table.section)
    if table.section == "Response Parameters":
        yield Fact(place, "type", "object")
    for row in table.rows:
        place = Source(table.number, row.name)
        shape = shape_of(page, row.type)
        yield Fact(place, "type", f"{shape} or array of {shape}" if place in as_arrays else shape)
        yield from _row(page, row, place)


def _row(page: Page, row: Row, place: Source) -> Iterator[Fact]:
    if row.mandatory:
        yield Fact(place, "mandatory", "yes")
    for what, limit in (*_bounds(row).items(), *_flag_bounds(row).items()):
        yield Fact(place, what, limit)
    if row.default is not None:
        yield Fact(place, "default", _literal(row, row.default))
    for each in row.enumeration or row.options:
        yield Fact(place, "value", _literal(row, each.value))
    if row.type == "String" and (name := FORMATS.get(row.description[0].split(" ")[0].rstrip(","))):
        yield Fact(place, "format", json.dumps(name))
    if f"{{{row.name}}}" in page.uri.split("/"):
        for what, value in SEGMENT.items():
            yield Fact(place, what, value)


def shape_of(page: Page, name: str) -> str:
    """A type of the page in words that a schema has too; the tables it names by their number."""
    if name in SCALARS:
        return SCALARS[name]
    if name == MAP:
        return "map of string"
    array, single = ARRAY.fullmatch(name), OBJECT.fullmatch(name)
    if array:
        return f"array of {_table_titled(page, array[1])}"
    return _table_titled(page, single[1]) if single else name


def _table_titled(page: Page, title: str) -> str:
    table = page.titled(title)
    return f"Table {table.number}" if table else f"no table titled {title}"


def _bounds(row: Row) -> dict[str, str]:
    """The bounds of a row: of a number itself, of anything else its length."""
    low, high = ("minimum", "maximum") if row.type == "Integer" else ("minLength", "maxLength")
    return {what: limit for what, limit in ((low, row.minimum), (high, row.maximum)) if limit is not None}


def _flag_bounds(row: Row) -> dict[str, str]:
    """The bounds that follow where the values of a list may be added up."""
    if not any(COMBINED in paragraph for paragraph in row.description):
        return {}
    flags = [int(each.value) for each in row.options if each.value.isdigit()]
    return {"minimum": "0", "maximum": str(sum(flags)), "multipleOf": str(gcd(*flags))}


def _literal(row: Row, text: str) -> str:
    return text if row.type == "Integer" else json.dumps(text)


def _answers(page: Page) -> Iterator[Fact]:
    for status in page.statuses:
        yield Fact(Source(STATUS_CODES, status), "status", status)
    for table in page.tables:
        if table.status:
            yield Fact(Source(STATUS_CODES, table.status), "body", f"Table {table.number}")
    for status in page.examples:
        yield Fact(Source(STATUS_CODES, status), "media type", "application/json")
