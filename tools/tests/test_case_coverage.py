"""The cases leave no fact of a schema out: types, values, both sides of each bound and of each rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from poolcontract.contract import load
from poolcontract.finding import ANY
from poolcontract.instance import pointer, type_of
from poolcontract.rules import Entry, catalogue

from .case_files import Case, case_files, cases, exchange_cases, exchange_files, read

CONTRACT = load()
CASES = list(cases())
TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
SOME = "*"
"""Stands in a place for one item of an array, or one member of a map."""


class Need(NamedTuple):
    """A value that a case is to hold at a place of an instance; `keyword` is what it breaks, or None."""

    place: tuple[str, ...]
    keyword: str | None
    words: str
    fits: Callable[[Any], bool]

    def is_met_by(self, case: Case) -> bool:
        """True when a case holds such a value, and says of it what is needed."""
        return any(
            self.fits(value) and self._is_said(case, place)
            for place, value in found(case.instance, self.place)
        )

    def _is_said(self, case: Case, place: str) -> bool:
        broken = {each for each in case.findings if each.startswith("schema/")}
        return f"schema/{self.keyword} {place}" in broken if self.keyword else not broken


def found(value: Any, place: tuple[str, ...], at: str = "") -> Iterator[tuple[str, Any]]:
    """Each pointer that a place leads to in an instance, with the value there."""
    if not place:
        yield at, value
        return
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, item in members:
        if place[0] in (SOME, key):
            yield from found(item, place[1:], at + pointer(key))


def needs_of(schema: Mapping[str, Any]) -> Iterator[Need]:
    """What the cases of a schema are to hold, property by property."""
    for name, node in schema["properties"].items():
        yield from needs_at((name,), node)


def needs_at(place: tuple[str, ...], node: Mapping[str, Any]) -> Iterator[Need]:
    """What they are to hold at one place; behind a `$ref` its type counts, the rest has cases of its own."""
    forms = [CONTRACT.follow(each)[1] for each in node.get("anyOf", [node])]
    allowed = {form["type"] for form in forms}
    for kind in TYPES:
        keyword = None if kind in allowed else "type"
        yield Need(place, keyword, f"a value of type {kind}", lambda value, kind=kind: type_of(value) == kind)
    for keyword, value in node.items():
        yield from _NEEDS.get(keyword, lambda *_: ())(place, value)
    for form in forms:
        if "items" in form:
            yield from needs_at((*place, SOME), form["items"])
        if "additionalProperties" in form:
            yield from needs_at((*place, SOME), form["additionalProperties"])


def _listed(place: tuple[str, ...], values: list[Any]) -> Iterator[Need]:
    for each in values:
        yield Need(place, None, f"the value {each!r}", lambda value, each=each: value == each)
    yield Need(place, "enum", "a value of no list", lambda value: value not in values)


def _bound(keyword: str, outwards: int, size: Callable[[Any], int]) -> Callable[..., Iterator[Need]]:
    def needs(place: tuple[str, ...], bound: int) -> Iterator[Need]:
        words = f"of size {bound}, which {keyword} allows"
        yield Need(place, None, words, lambda value: size(value) == bound)
        words = f"of size {bound + outwards}, which {keyword} forbids"
        yield Need(place, keyword, words, lambda value: size(value) == bound + outwards)

    return needs


def _multiple(place: tuple[str, ...], of: int) -> Iterator[Need]:
    yield Need(place, None, f"a multiple of {of}", lambda value: value > 0 and value % of == 0)
    yield Need(place, "multipleOf", f"no multiple of {of}", lambda value: value % of != 0)


_NEEDS: dict[str, Callable[..., Iterable[Need]]] = {
    "enum": _listed,
    "x-flags": lambda place, flags: list(_listed(place, flags))[:-1],
    "minimum": _bound("minimum", -1, lambda number: number),
    "maximum": _bound("maximum", +1, lambda number: number),
    "minLength": _bound("minLength", -1, len),
    "maxLength": _bound("maxLength", +1, len),
    "multipleOf": _multiple,
}


def missing(schema: str, given: list[Case]) -> list[str]:
    own = [case for case in given if case.target == schema]
    needs = needs_of(CONTRACT.schemas[schema])
    return [f"{pointer(*need.place)}: {need.words}" for need in needs if not any(map(need.is_met_by, own))]


@pytest.mark.parametrize("schema", sorted(CONTRACT.schemas))
def test_a_schema_has_a_case_for_each_fact(schema: str) -> None:
    assert missing(schema, CASES) == []


def test_a_case_that_is_missing_is_noticed() -> None:
    without = [case for case in CASES if case.instance != {"count": 2001}]
    assert missing("PoolNodeAz", without) == ["/count: of size 2001, which maximum forbids"]
    without = [case for case in CASES if case.instance != {"state": "Disabling"}]
    assert missing("PoolStatusScope", without) == ["/state: the value 'Disabling'"]
    without = [case for case in CASES if case.instance != {"clusters": [1.5]}]
    assert missing("PoolStatus", without) == ["/clusters/*: a value of type number"]


def calls(entry: Entry) -> Iterator[tuple[Any, ...]]:
    """The arguments that a rule is called with, over all cases."""
    if entry.rule.operation:
        yield from ((case.exchange, case.operation) for case in exchange_cases(CONTRACT))
        return
    for case in CASES:
        for place in CONTRACT.walk(case.instance, case.target):
            if entry.rule.schema == ANY and isinstance(place.value, dict):
                yield place.value, place.schema
            elif entry.rule.schema == place.name:
                yield (place.value,)


@pytest.mark.parametrize("entry", catalogue().values(), ids=catalogue())
def test_a_rule_has_a_good_and_a_bad_case(entry: Entry) -> None:
    chances = [any(entry.check(*each)) for each in calls(entry) if entry.applies(*each)]
    assert set(chances) == {True, False}


def descriptions(file: Path) -> list[str]:
    """The descriptions of a file; the group's stands before those that need it, as in a list of statuses."""
    return [
        f"{group['description']}: {test['description']}" if file in exchange_files() else test["description"]
        for group in read(file)
        for test in group["tests"]
    ]


@pytest.mark.parametrize("file", [*case_files(), *exchange_files()], ids=lambda file: file.stem)
def test_the_data_has_manners(file: Path) -> None:
    told = descriptions(file)
    assert len(told) == len(set(told)), "a description names one case"
    assert [each for each in told if len(each) > 130 or each != each.strip()] == []
    assert [each for each in told if "should" in each.lower()] == []
    assert {group["target"] for group in read(file)} == {file.stem} or file in exchange_files()


def test_every_schema_has_its_file() -> None:
    assert {file.stem for file in case_files()} == set(CONTRACT.schemas)
