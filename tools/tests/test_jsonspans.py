"""Values are found where they stand, however the text is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolcontract.jsonspans import member_span, span, span_of

NAMES = st.sampled_from(["a", "b", "0", ":1,", ",", '"', "\\", "é", "a/b", "", "\n"]) | st.text(max_size=3)
SCALARS = st.none() | st.booleans() | st.integers() | NAMES
TREES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=20,
)
WAYS: dict[str, dict[str, Any]] = {
    "compact": {"separators": (",", ":"), "ensure_ascii": False},
    "spaced": {},
    "indented": {"indent": "\t"},
}


def places(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value of a tree, and where it is."""
    yield place, value
    if isinstance(value, dict):
        for name, item in value.items():
            yield from places(item, (*place, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*place, index))


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@given(tree=TREES)
def test_every_value_is_found(way: dict[str, Any], tree: Any) -> None:
    text = f" {json.dumps(tree, **way)}\n"
    for place, value in places(tree):
        start, end = span_of(text, place)
        assert json.loads(text[start:end]) == value
        assert text[start:end].strip() == text[start:end]


def test_a_name_that_stands_once_is_found_at_once_and_no_other() -> None:
    text = '{"x": {"a": 1}, "y": [{"a": 2, "b": "a"}, {"c": "d"}], "z": "c"}'
    for place, expected in (
        (("y", 0, "a"), "2"),
        (("y", 0, "b"), '"a"'),
        (("y", 1, "c"), '"d"'),
        (("z",), '"c"'),
    ):
        assert text[slice(*span_of(text, place))] == expected


def test_what_is_not_there_is_the_place_above() -> None:
    text = '{"a": [{"b": 1}]}'
    assert text[slice(*span_of(text, ("a", 0, "x")))] == '{"b": 1}'
    assert text[slice(*span_of(text, ("a", 7)))] == '[{"b": 1}]'
    assert text[slice(*span(text, "/a/0/b/c"))] == "1"


CUTS = {
    "the first": ('{"a" : 1 , "b":2}', "a", '{"b":2}'),
    "the last": ('{"b":2 , "a" : 1 }', "a", '{"b":2  }'),
    "the only one": ('{ "a":1}', "a", "{}"),
    "between others": ('{"c":0,"a":[1],"b":2}', "a", '{"c":0,"b":2}'),
    "a name in quotes": ('{"a\\"":1,"b":2}', 'a"', '{"b":2}'),
}


@pytest.mark.parametrize(("text", "name", "expected"), CUTS.values(), ids=CUTS)
def test_a_member_is_cut_out_with_its_comma(text: str, name: str, expected: str) -> None:
    cut = member_span(text, name, *span_of(text, (name,)))
    assert cut is not None
    assert text[: cut[0]] + text[cut[1] :] == expected


def test_a_name_with_needless_escapes_is_not_cut_out() -> None:
    text = '{"\\u0061":1}'
    assert member_span(text, "a", *span_of(text, ("a",))) is None


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1"b":2}',
        '{"b":2 "a":1}',
        '{,"a":1}',
        '{"b":2,,"a":1}',
        '{"a":1,}',
        '{"b":2,"a":1,}',
        '{"b":2 "a":1,"c":3}',
        '{"b":"a":1,"c"}',
        '{"a":1]',
        '{"a":1',
    ],
)
def test_what_is_made_whole_by_a_cut_is_not_cut(text: str) -> None:
    cut = member_span(text, "a", *span_of(text, ("a",)))
    assert cut is None or not is_json(text[: cut[0]] + text[cut[1] :])


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@given(st.text('{"a":1,b} ', max_size=14), st.integers(0, 14))
def test_no_cut_makes_a_text_whole(noise: str, at: int) -> None:
    text = '{"b":1,"a":2,"c":3}'
    text = text[:at] + noise + text[at:]
    if not is_json(text) and '"a":' in text:
        cut = member_span(text, "a", *span_of(text, ("a",)))
        assert cut is None or not is_json(text[: cut[0]] + text[cut[1] :])
