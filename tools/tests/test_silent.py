"""What rules say with `silent` is true, and remains so when it is fused for the fast path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
import pytest
from hypothesis import given

from poolcontract.contract import load
from poolcontract.fastpath.asking import Rules
from poolcontract.fastpath.fusing import fused
from poolcontract.fastpath.shapes import Shapes
from poolcontract.finding import ANY, Severity
from poolcontract.rules import Entry, catalogue

from .sloppy_bodies import conforming, wrong
from .test_rules import JUNK

CONTRACT = load()
SHAPES = Shapes(CONTRACT, Rules(Severity.WARNING).harmless)
ABOUT_A_SCHEMA = [each for each in catalogue().values() if each.rule.schema not in (None, ANY)]
SILENT = [each for each in ABOUT_A_SCHEMA if each.silent]
MARKED = [each for each in catalogue().values() if each.marks is not None]


@cache
def places(name: str) -> tuple[Any, ...]:
    """Every value of a schema in the bodies that tests have."""
    bodies = (*conforming(), *wrong())
    return tuple(
        place.value for schema, body in bodies for place in CONTRACT.walk(body, schema) if place.name == name
    )


def says_nothing(entry: Entry, value: Any) -> bool:
    return not entry.applies(value) or not list(entry.check(value))


def ask(entry: Entry, value: Any) -> bool:
    assert entry.silent is not None
    return entry.silent(value)


def test_every_rule_that_is_looked_for_by_default_can_be_silent() -> None:
    lacking = [each for each in ABOUT_A_SCHEMA if each.rule.severity >= Severity.WARNING and not each.silent]
    assert [each.id for each in lacking] == []
    about_any = [each for each in catalogue().values() if each.rule.schema == ANY]
    assert [
        each.id for each in about_any if each.rule.severity >= Severity.WARNING and each.marks is None
    ] == []


@pytest.mark.parametrize("entry", SILENT, ids=lambda entry: entry.id)
def test_silent_is_true_only_where_nothing_is_found(entry: Entry) -> None:
    values = places(entry.rule.schema or "")
    answers = [ask(entry, value) for value in values]
    assert all(says_nothing(entry, value) for value, silent in zip(values, answers, strict=True) if silent)
    assert True in answers
    assert False in answers


@given(value=JUNK)
def test_silent_is_right_and_never_raises_whatever_the_value(value: Any) -> None:
    for entry in SILENT:
        assert not ask(entry, value) or says_nothing(entry, value)


def good_values() -> Iterator[Any]:
    for entry in SILENT:
        for body in entry.rule.good:
            name = CONTRACT.recognise(body) or CONTRACT.bodies[0]
            for place in CONTRACT.walk(body, name):
                if place.name == entry.rule.schema:
                    yield pytest.param(entry, place.value, id=f"{entry.id}:{place.pointer}")


@pytest.mark.parametrize(("entry", "value"), list(good_values()))
def test_silent_is_true_of_what_the_rule_calls_good(entry: Entry, value: Any) -> None:
    assert ask(entry, value)


@pytest.mark.parametrize("entry", SILENT, ids=lambda entry: entry.id)
def test_fused_is_as_silent_as_alone(entry: Entry) -> None:
    name = entry.rule.schema or ""
    shape = SHAPES.of(name)
    decode = msgspec.json.Decoder(shape.type).decode
    function, left = fused(shape, {name: [entry]})
    assert not left
    answers = set()
    for value in places(name):
        try:
            decoded = decode(json.dumps(value).encode())
        except ValueError:  # what the schema forbids is nothing that the fast path asks the rules about
            continue
        assert function(decoded) == bool(ask(entry, value))
        answers.add(function(decoded))
    assert True in answers


@pytest.mark.parametrize("entry", MARKED, ids=lambda entry: entry.id)
def test_nothing_is_found_in_documented_members_without_a_mark(entry: Entry) -> None:
    for schema, body in (*conforming(), *wrong()):
        for place in CONTRACT.walk(body, schema):
            if isinstance(place.value, dict) and entry.applies(place.value, place.schema):
                listed = place.schema.get("properties", place.value)
                known = {each: item for each, item in place.value.items() if each in listed}
                text = json.dumps(known, ensure_ascii=False)
                found = list(entry.check(known, place.schema))
                assert not found or any(mark in text for mark in entry.marks or ())
