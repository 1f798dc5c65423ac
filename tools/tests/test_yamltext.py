"""Strict YAML text: the core schema of YAML 1.2 and nothing that surprises."""

from __future__ import annotations

import contextlib
import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poolcontract.limits import Limits
from poolcontract.yamltext import YamlError, load

VALUES: list[tuple[str, Any]] = [
    ("", None),
    ("a: 1\nb: [x, 2.5, true, null, ~]", {"a": 1, "b": ["x", 2.5, True, None, None]}),
    ("on: yes", {"on": "yes"}),
    ("no: off", {"no": "off"}),
    ("time: 2024-01-01", {"time": "2024-01-01"}),
    ("sixty: 1:30", {"sixty": "1:30"}),
    ("octal: [0o17, 017, 0x1F]", {"octal": [15, 17, 31]}),
    ("'200': ok\n404: no", {"200": "ok", "404": "no"}),
    ("a: 1e3", {"a": 1000.0}),
    ('a: "1"', {"a": "1"}),
    ("a: !!str 1", {"a": "1"}),
    ("a: .inf", {"a": math.inf}),
    ("<<: {a: 1}", {"<<": {"a": 1}}),
    ("a: &x {b: 1}\nc: *x", {"a": {"b": 1}, "c": {"b": 1}}),
    ("a: |\n  x\n  y\n", {"a": "x\ny\n"}),
    ("{}", {}),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_a_text_is_read_by_the_core_schema(text: str, value: Any) -> None:
    assert load(text) == value


REFUSED = [
    ("a: 1\na: 2", 2, 1, "stands twice"),
    ("a: 1\n---\nb: 2", 2, 1, "second document"),
    ("a: !!python/object/apply:os.system [x]", 1, 4, "tag"),
    ("a: !!binary aGk=", 1, 4, "tag"),
    ("a: *x", 1, 4, "alias"),
    ("a: &x [*x]", 1, 8, "alias"),
    ("{a: [}", 1, 6, "expected"),
    ("? [a]\n: 1", 1, 3, "a key that is no text"),
    ("a: \x07", 1, 1, "not allowed"),
    ("a:\n\t- b", 2, 1, "token"),
]


@pytest.mark.parametrize(("text", "line", "column", "words"), REFUSED)
def test_what_is_refused_is_told_with_its_place(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(YamlError, match=words) as caught:
        load(text)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "limits", "words"),
    [
        ("[[[1]]]", Limits(depth=2), "nested deeper than 2"),
        ("[" * 200, Limits(), "nested deeper than 128"),
        ("[" * 5000, Limits(), "nest"),
        ("a: &x 1\nb: [*x, *x]", Limits(aliases=1), "more than 1 aliases"),
    ],
)
def test_a_limit_holds(text: str, limits: Limits, words: str) -> None:
    with pytest.raises(YamlError, match=words):
        load(text, limits)


def test_a_number_of_many_digits_stays_text() -> None:
    assert load("a: " + "9" * 5000) == {"a": "9" * 5000}


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.text(st.characters(min_codepoint=32, max_codepoint=126))
)
VALUE = st.recursive(
    SCALARS, lambda each: st.lists(each) | st.dictionaries(st.text("abc/~ "), each), max_leaves=10
)


@settings(deadline=None)
@given(VALUE)
def test_json_is_yaml(value: Any) -> None:
    assert load(json.dumps(value)) == value


@settings(deadline=None)
@given(st.text() | st.text(st.sampled_from("ab:-[]{}&*!|>'\"#%@\n ,?01.")))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(YamlError):
        load(text)
