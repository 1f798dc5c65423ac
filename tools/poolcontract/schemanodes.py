"""What a node of a JSON Schema tells by itself: its annotations, types, inner nodes and references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from poolcontract.instance import type_of

SCHEMA_PREFIX = "#/$defs/"
"""What a reference begins with; the name of a schema follows."""

_ANNOTATIONS = frozenset(
    (
        "title",
        "description",
        "default",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "format",
        "$comment",
    )
)


def is_annotation(keyword: str) -> bool:
    """True for a keyword that no value can violate."""
    return keyword in _ANNOTATIONS or keyword.startswith("x-")


def allows_type(schema: Mapping[str, Any], value: Any) -> bool:
    """True when a schema's `type` allows the JSON type of a value."""
    allowed = schema.get("type")
    if allowed is None:
        return True
    kind = type_of(value)
    allowed = [allowed] if isinstance(allowed, str) else allowed
    return kind in allowed or (kind == "integer" and "number" in allowed)


def inner_of(value: Any, schema: Mapping[str, Any]) -> Iterator[tuple[str | int, Any, Mapping[str, Any]]]:
    """The members or items of a value that a schema describes: key, value, schema."""
    if isinstance(value, dict):
        listed = schema.get("properties", {})
        other = schema.get("additionalProperties")
        for key, item in value.items():
            node = listed.get(key, other)
            if isinstance(node, dict):
                yield key, item, node
    elif isinstance(value, list) and isinstance(schema.get("items"), dict):
        for index, item in enumerate(value):
            yield index, item, schema["items"]


def inner_schema(value: Any, schema: Mapping[str, Any], token: str | int) -> Mapping[str, Any] | None:
    """The schema of one member or item of a value; None where it has none."""
    node = None
    if isinstance(value, dict) and token in value:
        node = schema.get("properties", {}).get(token, schema.get("additionalProperties"))
    elif isinstance(value, list) and isinstance(token, int) and token < len(value):
        node = schema.get("items")
    return node if isinstance(node, dict) else None


def references_in(node: Any) -> Iterator[str]:
    """The names of the schemas that a part of a contract refers to, as often as it does."""
    if isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str):
            yield reference.removeprefix(SCHEMA_PREFIX)
        for inner in node.values():
            yield from references_in(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from references_in(inner)
