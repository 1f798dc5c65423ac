"""A contract's schemas as types that a decoder holds bytes against, each with what it knows of its values.

A shape lets through nothing that its schema forbids. It may refuse what the schema allows: members that
nobody documents, whole numbers of more than 64 bits and all others (they may be written longer than they were
read), whatever a keyword asks for that no type can say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from poolcontract.contract import Contract
from poolcontract.fastpath.shape import (
    LEVELS,
    Shape,
    Untold,
    anything,
    array_or_map,
    bounded,
    choice,
    either,
    scalar,
    structure,
)
from poolcontract.schemanodes import is_annotation


class Shapes:
    """The shapes of a contract; `harmless` gives the unlisted members that a schema's objects may hold."""

    def __init__(self, contract: Contract, harmless: Callable[[Mapping[str, Any]], frozenset[str]]) -> None:
        self._contract = contract
        self._harmless = harmless
        self._named: dict[str, Shape] = {}
        self._begun: set[str] = set()

    def of(self, name: str) -> Shape:
        """The shape of a named schema; raises `Untold` where there is none."""
        if name not in self._named:
            if name in self._begun:
                raise Untold(name)  # it holds itself, or was tried before
            self._begun.add(name)
            shape = self._shape(self._contract.schemas[name])
            self._named[name] = shape if shape.name else replace(shape, name=name)
        return self._named[name]

    def _shape(self, schema: Mapping[str, Any]) -> Shape:
        asked = {key for key in schema if not is_annotation(key)}
        if "$ref" in asked:
            return self.of(schema[_alone("$ref", asked)].rpartition("/")[2])
        if "anyOf" in asked:
            return either([self._shape(each) for each in schema[_alone("anyOf", asked)]])
        if asked & {"enum", "const"}:
            return self._leaf(schema, asked)
        if "type" not in schema:
            return _alone("", asked) or anything(LEVELS)
        kind = schema["type"]
        if isinstance(kind, list):
            return either([self._shape({**schema, "type": each}) for each in kind])
        holding = {"object": self._object, "array": self._array}.get(kind)
        return holding(schema, asked - {"type"}) if holding else self._leaf(schema, asked)

    def _leaf(self, schema: Mapping[str, Any], asked: set[str]) -> Shape:
        """The shape of a text, a number, a truth value or null."""
        if asked & {"enum", "const"}:
            return choice(schema, asked)
        return scalar(schema, schema["type"], asked - {"type"})

    def _array(self, schema: Mapping[str, Any], asked: set[str]) -> Shape:
        inner = self._shape(schema["items"]) if "items" in schema else anything(LEVELS)
        made = bounded(list[inner.type], schema, "array", asked - {"items"})  # type: ignore[name-defined]
        return array_or_map(inner, "array", made)

    def _object(self, schema: Mapping[str, Any], asked: set[str]) -> Shape:
        if asked - {"properties", "additionalProperties", "required"}:
            raise Untold(asked)
        listed, others = schema.get("properties"), schema.get("additionalProperties", True)
        if not listed:
            inner = anything(LEVELS) if others is True else self._shape(_must_be_schema(others))
            if "required" in asked:
                raise Untold("required")
            return array_or_map(inner, "map", dict[str, inner.type])  # type: ignore[name-defined]
        members = dict(self._members(listed))
        if others is not False:
            beyond = filter(self._is_wanted, sorted(self._harmless(schema) - listed.keys()))
            members |= {name: anything(LEVELS) for name in beyond if others is True}
        return structure(members, frozenset(schema.get("required", ())))

    def _members(self, listed: Mapping[str, Any]) -> Iterator[tuple[str, Shape]]:
        """The members that a type can be given for; one that has none is unknown to the decoder."""
        for name, node in listed.items():
            try:
                if self._is_wanted(name):
                    yield name, self._shape(node)
            except Untold:
                continue

    def _is_wanted(self, name: str) -> bool:  # noqa: ARG002  every member is wanted here
        """Whether objects of the schema that is being read may have a member of this name."""
        return True


class LooseShapes(Shapes):
    """The same objects and arrays, with any value that is neither where a schema asks for something of it."""

    def _leaf(self, schema: Mapping[str, Any], asked: set[str]) -> Shape:  # noqa: ARG002  none is asked here
        return anything(LEVELS)


def _alone(keyword: str, asked: set[str]) -> Any:
    if asked - {keyword}:
        raise Untold(asked)
    return keyword


def _must_be_schema(node: Any) -> Mapping[str, Any]:
    if not isinstance(node, dict):
        raise Untold(node)
    return node
