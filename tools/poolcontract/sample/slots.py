"""The places of an instance that a schema lets one fill, and putting values there; nothing is mutated."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from poolcontract.contract import Contract
from poolcontract.instance import ABSENT, is_index, pointer, resolve, tokens_of

_ITEMS = 2
_BOUNDS = {"minLength", "maxLength", "minimum", "maximum", "multipleOf"}
_CLOSING = {"enum", "x-flags", "pattern", "format"} | _BOUNDS


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to fill: `place` its JSON Pointer, `options` the values that its schema suggests.

    `is_open`: the schema asks for a type alone, so that a value from elsewhere may stand there too.
    """

    place: str
    options: tuple[Any, ...]
    is_open: bool


def slots(contract: Contract, name: str) -> Iterator[Slot]:
    """Every slot of a schema: its scalars and its arrays of scalars, other arrays with up to two items."""
    yield from _slots(contract, {"$ref": f"#/$defs/{name}"}, "", frozenset())


def suggested(schema: Mapping[str, Any]) -> list[Any]:
    """The values that a schema itself gives: its list, its flags and their sums, its default and examples."""
    if schema.get("x-flags"):
        flags = schema["x-flags"]
        return [*flags, *(sum(pair) for pair in itertools.combinations(filter(None, flags), 2))]
    if "enum" in schema:
        return list(schema["enum"])
    default = [schema["default"]] if "default" in schema else []
    return [*default, *(value for value in schema.get("examples", ()) if value not in default)]


def can_hold(body: Any, place: str) -> bool:
    """True when a pointer leads through objects and arrays that are there or may be begun."""
    for token in tokens_of(place):
        if isinstance(body, list):
            if not is_index(token) or int(token) > len(body):
                return False
            body = body[int(token)] if int(token) < len(body) else ABSENT
        elif isinstance(body, dict) and (token in body or not is_index(token)):
            body = body.get(token, ABSENT)
        elif body is not ABSENT or (is_index(token) and int(token) > 0):
            return False
    return True


def with_value(body: Any, place: str, value: Any) -> Any:
    """The body with a value where a pointer leads; objects, and arrays for numbers, are begun on the way.

    The body can hold the place (see `can_hold`).
    """
    return _with(body, tokens_of(place), value)


def renamed(body: Any, place: str, value: Any) -> Any:
    """The body with a text at a pointer, and at every other place that held the text that was there."""
    before = resolve(body, place)
    changed = _replaced(body, before, value) if isinstance(before, str) and before else body
    return with_value(changed, place, value)


def scalars_in(body: Any) -> Iterator[Any]:
    """Every text, number, truth value and null in a value."""
    if isinstance(body, dict | list):
        for item in body.values() if isinstance(body, dict) else body:
            yield from scalars_in(item)
    elif body is not ABSENT:
        yield body


def _slots(contract: Contract, node: Mapping[str, Any], place: str, above: frozenset[str]) -> Iterator[Slot]:
    if node.get("anyOf"):
        for branch in node["anyOf"]:
            yield from _slots(contract, branch, place, above)
        return
    name, schema = contract.follow(node)
    if name in above:
        return  # a schema that holds itself: one turn is enough
    inner = above | ({name} if name else frozenset())
    if values := suggested(schema):
        yield Slot(place, tuple(values), is_open=not _CLOSING & schema.keys())
    elif isinstance(schema.get("items"), dict):
        yield from _items(contract, schema["items"], place, inner)
    else:
        for key, member in schema.get("properties", {}).items():
            yield from _slots(contract, member, place + pointer(key), inner)


def _items(contract: Contract, node: Mapping[str, Any], place: str, above: frozenset[str]) -> Iterator[Slot]:
    if values := suggested(node):
        yield Slot(place, (*([value] for value in values), values), is_open=False)
    else:
        for index in range(_ITEMS):
            yield from _slots(contract, node, place + pointer(index), above)


def _with(body: Any, tokens: list[str], value: Any) -> Any:
    if not tokens:
        return value
    token, rest = tokens[0], tokens[1:]
    if isinstance(body, list) or (body is ABSENT and is_index(token)):
        items = body if isinstance(body, list) else []
        at = int(token)
        return [*items[:at], _with(resolve(items, f"/{token}"), rest, value), *items[at + 1 :]]
    members = body if isinstance(body, dict) else {}
    return {**members, token: _with(members.get(token, ABSENT), rest, value)}


def _replaced(body: Any, before: str, value: Any) -> Any:
    if isinstance(body, dict):
        return {key: _replaced(item, before, value) for key, item in body.items()}
    if isinstance(body, list):
        return [_replaced(item, before, value) for item in body]
    return value if body == before else body
