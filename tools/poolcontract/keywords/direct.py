"""Holds values against the keywords that contracts use most, without a library.

What is beyond them is left to the referee, schema by schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from poolcontract.contract import Contract
from poolcontract.keywords.broken import Broken, Place
from poolcontract.keywords.referee import Referee
from poolcontract.schemanodes import allows_type, is_annotation

Trail = Mapping[str | int, Any]
"""Where to look, from member to member; None instead of one: everywhere from there on."""


def trail_to(places: Iterable[Sequence[str | int]]) -> Trail | None:
    """The trail to places; None where one of them is the whole."""
    trail: dict[str | int, Any] = {}
    for place in places:
        if not place:
            return None
        here: dict[str | int, Any] | None = trail
        for token in place[:-1]:
            here = here.setdefault(token, {}) if here is not None else None
        if here is not None:  # else all that is in there is looked at anyway
            here[place[-1]] = None
    return trail


class _Step(NamedTuple):
    """A keyword of a schema, with what tells whether a value breaks it, or walks on into the value."""

    keyword: str
    wanted: Any
    breaks: Callable[[Any, Any], bool] | None
    inner: Callable[..., Iterator[Broken]] | None


class Direct:
    """Walks a value along the schemas of a contract."""

    def __init__(self, contract: Contract, referee: Referee) -> None:
        self._contract, self._referee = contract, referee
        self._plans: dict[int, list[_Step] | None] = {}
        self._forms: dict[int, Mapping[str, Any]] = {}
        self._inner: dict[str, Callable[..., Iterator[Broken]]] = {
            "$ref": self._referred,
            "properties": self._properties,
            "additionalProperties": self._others,
            "items": self._items,
            "required": self._required,
            "anyOf": self._any_of,
        }

    def broken(
        self, value: Any, schema: Mapping[str, Any], place: Place = (), trail: Trail | None = None
    ) -> Iterator[Broken]:
        """Every keyword that a value at a place violates, leaf by leaf.

        They come in the order of the schema; members of a map in the order in which they stand.
        """
        if id(schema) not in self._plans:
            self._plans[id(schema)] = self._plan(schema)
        plan = self._plans[id(schema)]
        if plan is None:
            yield from self._referee.broken(value, schema, place)
            return
        for keyword, wanted, breaks, inner in plan:
            if inner is not None:
                yield from inner(value, wanted, schema, place, trail)
            elif breaks is not None and breaks(value, wanted):
                yield Broken(keyword, wanted, place, value, schema)

    def _plan(self, schema: Mapping[str, Any]) -> list[_Step] | None:
        """What is to be done for the keywords of a schema.

        None where the referee has to: for a keyword that is none of ours, or in a form that we do not judge.
        """
        asked = {keyword: wanted for keyword, wanted in schema.items() if not is_annotation(keyword)}
        known = all(_HANDLED.get(keyword, _never)(wanted) for keyword, wanted in asked.items())
        if not known or ("$ref" in asked and name_of(asked["$ref"]) not in self._contract.schemas):
            return None
        return [
            _Step(keyword, wanted, SCALAR_KEYWORDS.get(keyword), self._inner.get(keyword))
            for keyword, wanted in asked.items()
        ]

    def _referred(
        self, value: Any, reference: str, _: Any, place: Place, trail: Trail | None
    ) -> Iterator[Broken]:
        yield from self.broken(value, self._contract.schemas[name_of(reference)], place, trail)

    def _properties(
        self, value: Any, listed: Any, _: Any, place: Place, trail: Trail | None
    ) -> Iterator[Broken]:
        if isinstance(value, dict):
            # one way to go needs no order
            for name in listed if trail is None or len(trail) > 1 else trail:
                if name in value and name in listed and (trail is None or name in trail):
                    yield from self.broken(value[name], listed[name], (*place, name), trail and trail[name])

    def _others(
        self, value: Any, wanted: Any, schema: Any, place: Place, trail: Trail | None
    ) -> Iterator[Broken]:
        listed = schema.get("properties", {})
        others = [name for name in value if name not in listed] if isinstance(value, dict) else []
        if wanted is False and others:
            yield Broken("additionalProperties", wanted, place, value, schema)
        elif isinstance(wanted, dict):
            for name in others:
                if trail is None or name in trail:
                    yield from self.broken(value[name], wanted, (*place, name), trail and trail[name])

    def _items(self, value: Any, wanted: Any, _: Any, place: Place, trail: Trail | None) -> Iterator[Broken]:
        if isinstance(value, list) and wanted is not True:
            for index, item in enumerate(value):
                if trail is None or index in trail:
                    yield from self.broken(item, wanted, (*place, index), trail and trail[index])

    def _required(
        self, value: Any, wanted: Any, schema: Any, place: Place, _: Trail | None
    ) -> Iterator[Broken]:
        for name in wanted if isinstance(value, dict) else ():
            if name not in value:
                yield Broken("required", wanted, place, value, schema, missing=name)

    def _any_of(
        self, value: Any, branches: Any, schema: Any, place: Place, trail: Trail | None
    ) -> Iterator[Broken]:
        """An `anyOf` of which the value's own type chooses the branch."""
        chosen = self._contract.branch(schema, value)
        followed = [self._contract.follow(each)[1] for each in branches]
        if chosen is not None:
            yield from self.broken(value, chosen, place, trail)
        elif any(allows_type(each, value) for each in followed):
            forms = self._forms.setdefault(id(branches), {"anyOf": branches})
            yield from self._referee.broken(value, forms, place)
        else:
            types = sorted({str(each.get("type")) for each in followed})
            yield Broken("type", types, place, value, schema)


_PLAIN_TYPES: dict[type, str] = {
    dict: "object",
    list: "array",
    str: "string",
    int: "integer",
    bool: "boolean",
    type(None): "null",
}
"""The JSON types that can be told at once."""


def name_of(reference: str) -> str:
    """The name of the schema that a `$ref` of a contract leads to."""
    return reference.removeprefix("#/$defs/")


def _is_of_other_type(value: Any, wanted: str | list[str]) -> bool:
    return _PLAIN_TYPES.get(type(value)) != wanted and not allows_type({"type": wanted}, value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


SCALAR_KEYWORDS: dict[str, Callable[[Any, Any], bool]] = {
    "type": _is_of_other_type,
    "enum": lambda value, wanted: value not in wanted,
    "const": lambda value, wanted: value != wanted,
    "minLength": lambda value, wanted: isinstance(value, str) and len(value) < wanted,
    "maxLength": lambda value, wanted: isinstance(value, str) and len(value) > wanted,
    "pattern": lambda value, wanted: isinstance(value, str) and re.search(wanted, value) is None,
    "minimum": lambda value, wanted: _is_number(value) and value < wanted,
    "maximum": lambda value, wanted: _is_number(value) and value > wanted,
    "multipleOf": lambda value, wanted: _is_number(value) and bool(value % wanted),
}
"""True of a value and what a keyword wants, where the value breaks it."""

_TYPES = {"object", "array", "string", "integer", "number", "boolean", "null"}


def _never(_: Any) -> bool:
    return False


def _is_whole(wanted: Any) -> bool:
    return isinstance(wanted, int) and not isinstance(wanted, bool)


def _is_list_of(kind: type, wanted: Any) -> bool:
    return isinstance(wanted, list) and bool(wanted) and all(isinstance(each, kind) for each in wanted)


def _is_pattern(wanted: Any) -> bool:
    try:
        re.compile(wanted)
    except (re.error, TypeError):
        return False
    return True


_HANDLED: dict[str, Callable[[Any], bool]] = {
    "type": lambda wanted: (_is_list_of(str, wanted) and set(wanted) <= _TYPES) or wanted in _TYPES,
    "enum": partial(_is_list_of, str),
    "const": lambda wanted: isinstance(wanted, str),
    "minLength": _is_whole,
    "maxLength": _is_whole,
    "pattern": _is_pattern,
    "minimum": _is_number,
    "maximum": _is_number,
    "multipleOf": lambda wanted: _is_whole(wanted) and wanted > 0,
    "$ref": lambda wanted: isinstance(wanted, str) and wanted.startswith("#/$defs/"),
    "properties": lambda wanted: (
        isinstance(wanted, dict) and all(isinstance(v, dict) for v in wanted.values())
    ),
    "additionalProperties": lambda wanted: isinstance(wanted, bool | dict),
    "items": lambda wanted: wanted is True or isinstance(wanted, dict),
    "required": lambda wanted: wanted == [] or _is_list_of(str, wanted),
    "anyOf": partial(_is_list_of, dict),
}
"""True of what a keyword wants, where we judge by it as the referee does."""
