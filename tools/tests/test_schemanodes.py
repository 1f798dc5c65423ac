"""What a node of a schema tells by itself, node by node."""

from __future__ import annotations

from typing import Any

import pytest

from poolcontract.schemanodes import allows_type, inner_of, inner_schema, is_annotation, references_in

A, B = {"type": "string"}, {"type": "integer"}
MEMBERS = {"properties": {"a": A, "closed": False}}
MAP = {"properties": {"a": A}, "additionalProperties": B}
LIST = {"items": A}


@pytest.mark.parametrize("keyword", ["title", "default", "format", "$comment", "x-source", "x-"])
def test_no_value_violates_an_annotation(keyword: str) -> None:
    assert is_annotation(keyword)


@pytest.mark.parametrize("keyword", ["type", "enum", "X-source", "$ref", "properties", ""])
def test_other_keywords_are_none(keyword: str) -> None:
    assert not is_annotation(keyword)


@pytest.mark.parametrize(
    ("schema", "value", "allowed"),
    [
        ({}, object(), True),
        ({"type": "integer"}, 1, True),
        ({"type": "integer"}, True, False),
        ({"type": "integer"}, 1.5, False),
        ({"type": "number"}, 1, True),
        ({"type": "number"}, 1.5, True),
        ({"type": "number"}, False, False),
        ({"type": ["string", "null"]}, None, True),
        ({"type": ["string", "null"]}, "x", True),
        ({"type": ["string", "null"]}, [], False),
        ({"type": []}, "x", False),
    ],
)
def test_a_type_allows_its_values(schema: dict[str, Any], value: object, *, allowed: bool) -> None:
    assert allows_type(schema, value) is allowed


INNER: list[tuple[Any, dict[str, Any], list[tuple[str | int, Any, Any]]]] = [
    ({"a": 1, "b": 2}, MEMBERS, [("a", 1, A)]),
    ({"closed": 1}, MEMBERS, []),
    ({"b": 2, "a": 1}, MAP, [("b", 2, B), ("a", 1, A)]),
    (["x", 2], LIST, [(0, "x", A), (1, 2, A)]),
    ([1], {"items": False}, []),
    ([1], MEMBERS, []),
    ({"a": 1}, LIST, []),
    ("a", MAP, []),
]


@pytest.mark.parametrize(("value", "schema", "inner"), INNER)
def test_the_inner_nodes_of_a_value(value: Any, schema: dict[str, Any], inner: list[Any]) -> None:
    assert list(inner_of(value, schema)) == inner
    assert [(token, value[token], inner_schema(value, schema, token)) for token, _, _ in inner] == inner


@pytest.mark.parametrize(
    ("value", "schema", "token"),
    [
        ({"a": 1}, MAP, "c"),
        ({"closed": 1}, MEMBERS, "closed"),
        (["x"], LIST, 1),
        (["x"], LIST, "0"),
        ("a", MAP, "a"),
        ("a", LIST, 0),
    ],
)
def test_what_is_not_there_or_not_described_has_no_node(value: Any, schema: Any, token: str | int) -> None:
    assert inner_schema(value, schema, token) is None


def test_references_are_told_as_often_as_they_stand() -> None:
    node = {
        "$ref": "#/$defs/One",
        "anyOf": [{"$ref": "#/$defs/Two"}, {"items": {"$ref": "#/$defs/One"}}],
        "properties": {"$ref": {"type": "string"}},
    }
    assert list(references_in(node)) == ["One", "Two", "One"]
    assert list(references_in("#/$defs/One")) == []
