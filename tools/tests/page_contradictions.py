"""Where the page contradicts itself: found anew in its text, each under the number that the schemas give it.

Each function looks for one kind and words both sides as the `x-contradiction` of a schema does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from poolcontract.finding import Source

from .page_reader import ARRAY, OBJECT, Listed, Page, Row, Table

LEAKED = re.compile(r"\[- (\w+):[^\]]*\]\(tags:")
OBJECT_OR_ARRAY = "A1"
SETTING = re.compile(r'setting (\w+) to "\w+": \{"(\w+)"')


class Contradiction(NamedTuple):
    """A place of the page, the number, and the two sides."""

    place: Source
    name: str
    table: str
    example: str


class Shown(NamedTuple):
    """A member that an example shows, in which table it belongs, and by which row one gets there."""

    table: Table
    above: Source
    name: str
    value: Any


def contradictions(page: Page) -> list[Contradiction]:
    """All that are found."""
    shown = list(_shown(page))
    return [
        *_object_shown_as_array(page, shown),
        *_unlisted_member(shown),
        *_body_without_table(page),
        *_subscription(page, shown),
        *_setting_by_two_names(page, shown),
        *_two_lists(page, shown),
    ]


def _object_shown_as_array(page: Page, shown: list[Shown]) -> Iterator[Contradiction]:
    typed = {(table.number, row.name): row.type for table in page.tables for row in table.rows}
    arrays = [(each.table.number, each.name) for each in shown if isinstance(each.value, list)]
    otherwise = {(place[0], typed[place]) for place in arrays if OBJECT.fullmatch(typed.get(place, ""))}
    for table, row in _rows(page):
        if (table.number, row.type) in otherwise:
            yield Contradiction(
                Source(table.number, row.name), OBJECT_OR_ARRAY, f"one {row.type}", "an array of them"
            )


def _unlisted_member(shown: list[Shown]) -> Iterator[Contradiction]:
    for each in shown:
        if each.name not in [row.name for row in each.table.rows]:
            kind = str(each.above.row).removesuffix("s")
            yield Contradiction(
                each.above, "A3", f"{each.name} is not listed", f"the {kind} {each.name} is there"
            )


def _body_without_table(page: Page) -> Iterator[Contradiction]:
    described = any("body" in table.title for table in page.tables if table.section == "Request Parameters")
    if page.request_body == {} and not described:
        place = Source("Request body")
        yield Contradiction(place, "A8", "no body is documented", "an empty object is sent")


def _subscription(page: Page, shown: list[Shown]) -> Iterator[Contradiction]:
    """Rows that speak of a subscription beside a billing mode that has none."""
    for table in page.tables:
        modes = [row for row in table.rows if row.name.endswith("billing.mode")]
        speaking = [row.name for row in table.rows if "subscription" in row.description[0]]
        if modes and speaking and [each.text for each in modes[0].options] == ["pay-per-use"]:
            given = {each.name: each.value for each in shown if each.table == table}
            names = [name.rpartition("/")[2] for name in speaking]
            mode = f"billing.mode is {given.get(modes[0].name)}"
            rest = "neither of the two is there" if not given.keys() & set(speaking) else "so are they"
            said = f"{listed(names)} speak of a subscription, billing.mode knows pay-per-use only"
            yield Contradiction(Source(table.number, speaking[0]), "A17", said, f"{mode}, {rest}")


def _setting_by_two_names(page: Page, shown: list[Shown]) -> Iterator[Contradiction]:
    for table, row in _rows(page):
        found = SETTING.search(row.description[0])
        if found and found[1] != found[2]:
            told = f"the text calls the setting {found[1]}, its sample calls it {found[2]}"
            there = any(each.table == table and each.name == row.name for each in shown)
            example = "the setting is there" if there else "the setting is not there"
            yield Contradiction(Source(table.number, row.name), "A26", told, example)


def _two_lists(page: Page, shown: list[Shown]) -> Iterator[Contradiction]:
    for table, row in _rows(page):
        if row.options and row.enumeration and values(row.options) != values(row.enumeration):
            leaked = [match[1] for each in row.options if (match := LEAKED.search(each.text))]
            prose = f"the list in prose has {listed(values(row.options))}"
            tag = f" and a leaked build tag around {listed(leaked)}" if leaked else ""
            told = f"{prose}{tag}; the enumeration has {listed(values(row.enumeration))}"
            given = [each.value for each in shown if each.table == table and each.name == row.name]
            flat = [str(value) for each in given for value in (each if isinstance(each, list) else [each])]
            yield Contradiction(
                Source(table.number, row.name), "A44", told, listed(list(dict.fromkeys(flat)))
            )


def values(items: list[Listed]) -> list[str]:
    """The values alone."""
    return [each.value for each in items]


def listed(names: list[str]) -> str:
    """Names as a sentence has them: a, b and c."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _rows(page: Page) -> Iterator[tuple[Table, Row]]:
    for table in page.tables:
        yield from ((table, row) for row in table.rows)


def _shown(page: Page) -> Iterator[Shown]:
    """Every member of every example."""
    for table in page.tables:
        if table.status in page.examples:
            yield from _members(page, page.examples[table.status], table, Source(table.number))


def _members(page: Page, value: Any, table: Table, above: Source) -> Iterator[Shown]:
    for each in value if isinstance(value, list) else [value]:
        for name, inner in each.items() if isinstance(each, dict) else ():
            yield Shown(table, above, name, inner)
            row = next((row for row in table.rows if row.name == name), None)
            named = row and (ARRAY.fullmatch(row.type) or OBJECT.fullmatch(row.type))
            below = page.titled(named[1]) if named else None
            if below:
                yield from _members(page, inner, below, Source(table.number, name))
