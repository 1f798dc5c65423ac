"""Strict YAML text: the core schema of YAML 1.2 and nothing that surprises."""

from __future__ import annotations

import contextlib
import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poolcontract.instance import ABSENT
from poolcontract.limits import Limits
from poolcontract.yamlscan import DEFECTS
from poolcontract.yamltext import YamlError, load, read

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


TOLD = [
    (b"a: 1\na: 2\n", [("yaml/duplicate-key", 2, 1)], [{"a": 2}]),
    (b"a: {b: 1, b: 2}\n", [("yaml/duplicate-key", 1, 11)], [{"a": {"b": 2}}]),
    (b"x: &x 1\n<<: *x\n", [("yaml/merge-key", 2, 1)], [{"x": 1, "<<": 1}]),
    (b"a: *b\nc: 1\n", [("yaml/alias", 1, 4)], [{"a": None, "c": 1}]),
    (b"? [a]\n: 1\nb: 2\n", [("yaml/key", 1, 3)], [{"b": 2}]),
    (b"a: !x 1\n", [("yaml/tag", 1, 4)], [{"a": "1"}]),
    (b"a: .inf\n", [("yaml/not-a-number", 1, 4)], [{"a": math.inf}]),
    (b"a: 1e999\n", [("yaml/number-out-of-range", 1, 4)], [{"a": math.inf}]),
    (b"", [("yaml/empty", 1, 1)], [ABSENT]),
    (b"a: '\xff'\n", [("yaml/invalid-utf8", 1, 5)], [ABSENT]),
    (b"a: 1\n---\nb: [\n", [("yaml/syntax", 4, 1)], [{"a": 1}, ABSENT]),
    (b"a: \x07\n", [("yaml/syntax", 1, 1)], [ABSENT]),
    (b"---\na: 1\n--- \n- b: 1\n  b: 2\n", [("yaml/duplicate-key", 5, 3)], [{"a": 1}, [{"b": 2}]]),
    (
        "é: 1\nb: x\u2028  y\né: 2".encode(),  # no line ends there, whatever the parser counts
        [("yaml/duplicate-key", 3, 1)],
        [{"é": 2, "b": "x\u2028y"}],
    ),
]


@pytest.mark.parametrize(("data", "faults", "values"), TOLD)
def test_what_is_wrong_is_told_and_the_rest_is_read(
    data: bytes, faults: list[tuple[str, int, int]], values: list[Any]
) -> None:
    documents = read(data)
    told = [(each.rule, *each.position[:2]) for document in documents for each in document.faults()]
    assert told == faults
    assert [document.value for document in documents] == values


def test_every_defect_of_the_catalogue_is_told_in_a_case() -> None:
    assert {rule for _, faults, _ in TOLD for rule, _, _ in faults} == set(DEFECTS)


POSITIONED = b"""\
# first
a: {b: [1, "two"], c: }
d:
  - e: three four
    f/g: |
      text
  - &x 5
h: *x
---
{i: 1}
"""
POSITIONS = [
    (0, "", (2, 1)),
    (0, "/a", (2, 4)),
    (0, "/a/b/1", (2, 12)),
    (0, "/a/c", (2, 23)),
    (0, "/a/missing", (2, 4)),
    (0, "/d", (4, 3)),
    (0, "/d/0/e", (4, 8)),
    (0, "/d/0/f~1g", (5, 10)),
    (0, "/d/1", (7, 5)),
    (0, "/d/9", (4, 3)),
    (0, "/d/\u0661", (4, 3)),
    (0, "/h", (8, 4)),
    (1, "/i", (10, 5)),
]


@pytest.mark.parametrize(("index", "pointer", "place"), POSITIONS)
def test_a_value_has_its_place(index: int, pointer: str, place: tuple[int, int]) -> None:
    assert read(POSITIONED)[index].place(pointer)[:2] == place


def test_a_marked_value_is_the_value() -> None:
    (document, _) = read(POSITIONED)
    line, column, length = document.place("/d/0/e")
    assert document.line(line)[column - 1 :][:length] == "three four"


@settings(deadline=None)
@given(st.binary(max_size=60) | st.text(st.sampled_from("ab:-[]{}&*!|>'\"#%@\n ,?01.<~")).map(str.encode))
def test_any_bytes_are_read(data: bytes) -> None:
    for document in read(data):
        assert document.value is not ABSENT or list(document.faults())
        for pointer in ("", "/a", "/0/b"):
            document.line(document.place(pointer).line)
