"""The sampler grows bodies that conform, the same for a seed, and that show all of the page before long."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from poolcontract.contract import Contract, load
from poolcontract.coverage import Coverage, known_rows, known_rules, known_values
from poolcontract.finding import Finding, Severity
from poolcontract.instance import ABSENT, pointer, resolve
from poolcontract.judge import Judge
from poolcontract.sample import Sampler, renamed, with_value
from poolcontract.sample.slots import can_hold, scalars_in, slots

from .grown_bodies import CONTRACT, FAILURE, FIXED, SERIES, SUCCESS, grown

JUDGE = Judge(CONTRACT)
SEEDS = (1, 2, 3)


def told(value: Any, schema: str, judge: Judge = JUDGE) -> list[Finding]:
    return [each for each in judge.check(value, schema) if each.severity > Severity.INFO]


@pytest.mark.parametrize("schema", [SUCCESS, FAILURE])
@pytest.mark.parametrize("seed", SEEDS)
def test_what_grows_conforms(seed: int, schema: str) -> None:
    for body in grown(schema, seed):
        assert told(body, schema) == [], body


@pytest.mark.parametrize("density", [0.0, 0.2, 0.5, 1.0])
def test_what_grows_conforms_whatever_its_density(density: float) -> None:
    sampler = Sampler(CONTRACT, seed=7)
    for _ in range(6):
        body = sampler.grow(SUCCESS, density=density)
        assert told(body, SUCCESS) == [], body


def test_a_dense_body_holds_more_than_a_sparse_one() -> None:
    sampler = Sampler(CONTRACT, seed=4)
    sparse, dense = (
        sum(len(list(scalars_in(sampler.grow(SUCCESS, density=density)))) for _ in range(4))
        for density in (0.0, 1.0)
    )
    assert dense > 3 * sparse


def test_a_seed_stands_for_its_bodies() -> None:
    again, other = Sampler(CONTRACT, seed=1), Sampler(CONTRACT, seed=2)
    assert [again.grow(SUCCESS, FIXED) for _ in range(6)] == list(grown(SUCCESS, 1)[:6])
    assert [other.grow(SUCCESS, FIXED) for _ in range(6)] != list(grown(SUCCESS, 1)[:6])


def test_no_body_of_a_series_comes_twice() -> None:
    texts = {json.dumps(body, sort_keys=True) for body in grown(SUCCESS, 1)}
    assert len(texts) > SERIES * 0.9


def test_what_is_fixed_is_held() -> None:
    sampler = Sampler(CONTRACT, seed=3)
    fixed = {"/metadata/name": "pool-of-mine", "/status/phase": "Scaling", "/spec/type": "Logical"}
    for _ in range(8):
        body = sampler.grow(SUCCESS, fixed)
        assert {place: resolve(body, place) for place in fixed} == fixed


@pytest.fixture(scope="module", params=SEEDS)
def met(request: pytest.FixtureRequest) -> Coverage:
    coverage = Coverage(CONTRACT)
    for schema in CONTRACT.bodies:
        for body in grown(schema, request.param):
            coverage.add_body(body, schema)
    return coverage


def test_every_row_of_the_bodies_is_met(met: Coverage) -> None:
    of_requests = {parameter.source for each in CONTRACT.operations for parameter in each.parameters}
    assert set(known_rows(CONTRACT)) - of_requests - met.rows == set()


def test_every_value_of_every_list_is_met(met: Coverage) -> None:
    assert set(known_values(CONTRACT)) - met.values == set()


def test_every_rule_on_bodies_has_a_chance(met: Coverage) -> None:
    wanted = {entry.id for entry in known_rules(CONTRACT).values() if entry.rule.schema}
    assert wanted - met.rules == set()


@pytest.mark.parametrize("seed", SEEDS)
def test_both_kinds_of_pool_are_met_often(seed: int) -> None:
    kinds = [resolve(body, "/spec/type") for body in grown(SUCCESS, seed)]
    assert kinds.count("Dedicate") > SERIES / 6
    assert kinds.count("Logical") > SERIES / 6


# --- putting values into places

TOKENS = st.sampled_from(["a", "b", "0", "1", "", "a/b", "m~n", "²", "01"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["x", "y", "pool", ""]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TOKENS, inner, max_size=3),
    max_leaves=12,
)


def places_in(value: Any, place: str = "") -> Iterator[str]:
    """Every place of a value."""
    yield place
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield from places_in(item, place + pointer(key))


@st.composite
def bodies_and_places(draw: st.DrawFn) -> tuple[Any, str]:
    """A body, and a place that is there or nearly there."""
    body = draw(VALUES)
    known = draw(st.sampled_from(list(places_in(body))))
    return body, known + pointer(*draw(st.lists(TOKENS, max_size=2)))


@st.composite
def bodies_with_room(draw: st.DrawFn) -> tuple[Any, str]:
    """A body, and a place that it can hold."""
    body, place = draw(bodies_and_places())
    assume(can_hold(body, place))
    return body, place


def are_apart(place: str, other: str) -> bool:
    here, there = place + "/", other + "/"
    return not here.startswith(there) and not there.startswith(here)


@given(pair=bodies_with_room(), value=VALUES)
def test_a_value_is_found_where_it_was_put(pair: tuple[Any, str], value: Any) -> None:
    body, place = pair
    before = copy.deepcopy(body)
    changed = with_value(body, place, value)
    assert resolve(changed, place) == value
    assert body == before, "nothing is mutated"


@given(pair=bodies_with_room(), value=VALUES)
def test_a_value_disturbs_no_other_place(pair: tuple[Any, str], value: Any) -> None:
    body, place = pair
    changed = with_value(body, place, value)
    for other in filter(lambda other: are_apart(place, other), places_in(body)):
        assert resolve(changed, other) == resolve(body, other)


@given(pair=bodies_and_places())
def test_what_is_there_can_be_held(pair: tuple[Any, str]) -> None:
    body, place = pair
    assert resolve(body, place) is ABSENT or can_hold(body, place)


@pytest.mark.parametrize(
    ("body", "place", "expected"),
    [
        (ABSENT, "/a/0/b", {"a": [{"b": 1}]}),
        ({}, "/a/b", {"a": {"b": 1}}),
        ({"a": [0]}, "/a/1", {"a": [0, 1]}),
        ({"a": [0]}, "/a/0", {"a": [1]}),
        ({"a": [0]}, "/a/2", None),
        ({"a": [0]}, "/a/b", None),
        ({"a": [0]}, "/a/01", None),
        ({"a": [0]}, "/a/²", None),
        ({"a": {}}, "/a/0", None),
        ({"0": 0}, "/0", {"0": 1}),
        ({}, "/a/1", None),
        ({"a": 0}, "/a/b", None),
        ({"a": None}, "/a/b", None),
        ({"a": ""}, "/a/0", None),
        ({"a/b": 0}, "/a~1b", {"a/b": 1}),
    ],
)
def test_room_and_what_comes_of_it(body: Any, place: str, expected: Any) -> None:
    assert can_hold(body, place) == (expected is not None)
    if expected is not None:
        assert with_value(body, place, 1) == expected


@given(pair=bodies_with_room(), name=st.sampled_from(["new", "pool"]))
def test_a_text_is_renamed_wherever_it_stands(pair: tuple[Any, str], name: str) -> None:
    body, place = pair
    held, before = resolve(body, place), copy.deepcopy(body)
    changed = renamed(body, place, name)
    assert resolve(changed, place) == name
    assert body == before, "nothing is mutated"
    if isinstance(held, str) and held not in ("", name):
        assert held not in list(scalars_in(changed))
        assert list(places_in(changed)) == list(places_in(body))


# --- nothing of the sampler knows the vendor

WIDGET = {
    "type": "object",
    "properties": {"colour": {"enum": ["red", "green"]}, "size": {"type": "integer", "examples": [3, 5]}},
}
TREE = {
    "type": "object",
    "properties": {
        "size": {"type": "integer", "examples": [1]},
        "left": {"$ref": "#/components/schemas/Tree"},
        "boughs": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
    },
}


def of_another_vendor(folder: Path, name: str, schema: Any) -> Contract:
    answer = {"content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Others", "version": "1"},
        "paths": {"/others/{id}": {"get": {"responses": {"200": {"description": "fine", **answer}}}}},
        "components": {"schemas": {name: schema}},
    }
    file = folder / "openapi.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    return load(file)


def test_another_contract_is_grown_as_well(tmp_path: Path) -> None:
    contract = of_another_vendor(tmp_path, "Widget", WIDGET)
    sampler, judge = Sampler(contract, seed=1), Judge(contract)
    bodies = [sampler.grow("Widget") for _ in range(10)]
    assert [told(body, "Widget", judge) for body in bodies] == [[]] * 10
    assert {body.get("colour") for body in bodies} == {"red", "green", None}
    assert {body.get("size") for body in bodies} == {3, 5, None}


def test_a_schema_that_holds_itself_ends(tmp_path: Path) -> None:
    contract = of_another_vendor(tmp_path, "Tree", TREE)
    assert [slot.place for slot in slots(contract, "Tree")] == ["/size"]
    assert Sampler(contract).grow("Tree", density=1.0) == {"size": 1}
