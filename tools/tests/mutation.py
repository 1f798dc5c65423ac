"""Mutants of the contract: each gets one fact of the page wrong. The operators are data.

A schema operator belongs to a keyword and gives, for the keyword's value, the wrong values to try (`GONE`
drops the keyword). A document operator does the same for a place of openapi.yaml.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from poolcontract.instance import pointer

GONE = object()
TYPES = ("object", "array", "string", "integer", "number", "boolean", "null")
BOUNDS = ("minLength", "maxLength", "minimum", "maximum", "multipleOf")

Wrong = Iterator[tuple[str, Any]]


@dataclass(frozen=True)
class Operator:
    """One way of getting a keyword wrong: `wrong(value, names)` yields (what was done, the wrong value)."""

    name: str
    keywords: tuple[str, ...]
    wrong: Callable[[Any, list[str]], Wrong]


@dataclass(frozen=True)
class Mutant:
    """A named mutant: `schema` as it then reads, under its name."""

    name: str
    operator: str
    target: str
    schema: Mapping[str, Any]


def _dropped(_: Any, __: list[str]) -> Wrong:
    yield "", GONE


def _one_less(value: Any, _: list[str]) -> Wrong:
    if isinstance(value, dict):
        yield from ((key, {k: v for k, v in value.items() if k != key}) for key in value)
    else:
        yield from ((str(each), [v for v in value if v is not each]) for each in value)


def _one_more(value: list[str], _: list[str]) -> Wrong:
    """Values that somebody might take for right: another case, no text, a shortened or another word."""
    digits = str(len(value)) if value[0].isdigit() else value[0][:-1]
    candidates = ["", digits, *(each.lower() for each in value), *(each.upper() for each in value)]
    yield from ((f'"{each}"', [*value, each]) for each in dict.fromkeys(candidates) if each not in value)


def _moved(value: int, _: list[str]) -> Wrong:
    yield "up", value + 1
    yield "down", value - 1


def _other_type(value: str, _: list[str]) -> Wrong:
    yield from ((each, each) for each in TYPES if each != value)


def _nullable(value: str, _: list[str]) -> Wrong:
    yield "", [value, "null"]


def _elsewhere(value: str, names: list[str]) -> Wrong:
    other = next(name for name in names if not value.endswith(f"/{name}"))
    yield other, f"#/$defs/{other}"


SCHEMA_OPERATORS = (
    Operator("list value dropped", ("enum",), _one_less),
    Operator("list value added", ("enum",), _one_more),
    Operator("list dropped", ("enum",), _dropped),
    Operator("bound moved", BOUNDS, _moved),
    Operator("bound dropped", BOUNDS, _dropped),
    Operator("type changed", ("type",), _other_type),
    Operator("null allowed", ("type",), _nullable),
    Operator("type dropped", ("type",), _dropped),
    Operator("property dropped", ("properties",), _one_less),
    Operator("items loosened", ("items",), _dropped),
    Operator("reference dropped", ("$ref",), _dropped),
    Operator("reference swapped", ("$ref",), _elsewhere),
    Operator("map loosened", ("additionalProperties",), _dropped),
    Operator("branch dropped", ("anyOf",), _one_less),
    Operator("branches dropped", ("anyOf",), _dropped),
)


def schema_mutants(schemas: Mapping[str, Mapping[str, Any]]) -> Iterator[Mutant]:
    """Every operator at every keyword of every schema, and every object closed or with a member required."""
    names = sorted(schemas)
    for target, schema in schemas.items():
        for place, node in nodes(schema):
            for operator in SCHEMA_OPERATORS:
                for keyword in operator.keywords:
                    if keyword in node:
                        for what, wrong in operator.wrong(node[keyword], names):
                            name = f"{target}#{place}/{keyword} {operator.name} {what}".rstrip()
                            yield Mutant(name, operator.name, target, patched(schema, place, keyword, wrong))
            if "properties" in node:
                closed = patched(schema, place, "additionalProperties", wrong=False)
                yield Mutant(f"{target}#{place} object closed", "object closed", target, closed)
                for member in node["properties"]:
                    asked = patched(schema, place, "required", [member])
                    yield Mutant(f"{target}#{place} {member} required", "member required", target, asked)


def nodes(schema: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every schema inside a schema, with its JSON Pointer; no `$ref` is followed."""
    yield place, schema
    for name, inner in schema.get("properties", {}).items():
        yield from nodes(inner, place + pointer("properties", name))
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            yield from nodes(schema[keyword], place + pointer(keyword))
    for index, inner in enumerate(schema.get("anyOf", ())):
        yield from nodes(inner, place + pointer("anyOf", index))


def patched(whole: Any, place: str, key: str, wrong: Any) -> Any:
    """A copy with one member of the object at a JSON Pointer replaced, or dropped where it is `GONE`."""
    changed = copy.deepcopy(whole)
    node = changed
    for token in place.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        node = node[int(name)] if isinstance(node, list) else node[name]
    if wrong is GONE:
        del node[key]
    else:
        node[key] = wrong
    return changed
