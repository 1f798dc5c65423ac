"""The rounds stop where rules have something to say, and nowhere else."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolcontract.contract import Contract
from poolcontract.finding import ANY
from poolcontract.instance import pointer
from poolcontract.judge.rounds import Rounds
from poolcontract.rules import Entry, catalogue

from .sloppy_bodies import CONTRACT, drawn
from .test_fastpath import foreign
from .test_rules import JUNK

RULES: dict[str, list[Entry]] = defaultdict(list)
for each in catalogue().values():
    if each.rule.schema not in (None, ANY):
        RULES[each.rule.schema or ""].append(each)
ROUNDS = Rounds(CONTRACT, RULES)


def on_rounds(value: Any, name: str) -> list[str]:
    return [pointer(*steps) for steps in ROUNDS.places(value, name)]


def on_a_walk(value: Any, name: str) -> list[str]:
    """The same, asked everywhere."""
    return [
        place.pointer
        for place in CONTRACT.walk(value, name)
        if any(
            entry.applies(place.value) and any(entry.check(place.value))
            for entry in RULES.get(place.name or "", ())
        )
    ]


def test_they_stop_where_a_walk_does() -> None:
    stops = 0
    for name, data in drawn(800, seed=61):
        try:
            value = json.loads(data)
        except ValueError:
            continue
        expected = on_a_walk(value, name)
        assert on_rounds(value, name) == expected
        stops += len(expected)
    assert stops > 300


@given(value=JUNK, name=st.sampled_from(sorted(CONTRACT.schemas)))
def test_they_stop_where_a_walk_does_whatever_the_value(value: Any, name: str) -> None:
    assert on_rounds(value, name) == on_a_walk(value, name)


RULE = Entry(
    "always", "", "", next(iter(catalogue().values())).rule, lambda _: True, lambda _: iter([("", "")])
)
WAYS: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "a member": ({"$ref": "#/$defs/Part"}, '{"x":{}}', ["/x"]),
    "a scalar": ({"$ref": "#/$defs/Part"}, '{"x":2.0}', ["/x"]),
    "an item": ({"type": "array", "items": {"$ref": "#/$defs/Part"}}, '{"x":[1,{}]}', ["/x/0", "/x/1"]),
    "a map": (
        {"type": "object", "additionalProperties": {"$ref": "#/$defs/Part"}},
        '{"x":{"a":1}}',
        ["/x/a"],
    ),
    "a form": (
        {"anyOf": [{"$ref": "#/$defs/Part"}, {"type": "array", "items": {"$ref": "#/$defs/Part"}}]},
        '{"x":[{}]}',
        ["/x/0"],
    ),
    "in two steps": ({"$ref": "#/$defs/Long"}, '{"x":{}}', ["/x"]),
    "itself": ({"$ref": "#/$defs/Thing"}, '{"x":{"x":{"y":0}},"y":1}', []),
    "none": ({}, '{"x":{"a":1},"a":1}', []),
}


def test_whole_numbers_may_have_a_point() -> None:
    either = {"anyOf": [{"$ref": "#/$defs/Whole"}, {"type": "string"}]}
    contract = Contract({}, {"Thing": {"properties": {"x": either}}, "Whole": {"type": "integer"}}, ())
    rounds = Rounds(contract, {"Whole": [RULE]})
    for value, expected in ((2.0, [("x",)]), (2.5, []), (2.0, [("x",)]), (2, [("x",)]), ("2", [])):
        assert list(rounds.places({"x": value}, "Thing")) == expected


@pytest.mark.parametrize(("schema", "text", "expected"), WAYS.values(), ids=WAYS)
def test_they_go_every_way_that_a_schema_has(schema: dict[str, Any], text: str, expected: list[str]) -> None:
    contract: Contract = foreign(schema)
    rounds = Rounds(contract, {"Part": [RULE]})
    for _ in range(2):
        assert [pointer(*steps) for steps in rounds.places(json.loads(text), "Thing")] == expected
