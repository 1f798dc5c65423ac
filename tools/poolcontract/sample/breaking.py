"""Instances broken in exactly one place: for every keyword of a schema a value that violates it alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from poolcontract.contract import Contract
from poolcontract.finding import Severity, Source
from poolcontract.instance import pointer, type_of
from poolcontract.judge import Judge
from poolcontract.operations import source_of
from poolcontract.sample.slots import can_hold, with_value

_WRONG_TYPE: Mapping[str, Any] = {
    "string": 7,
    "integer": "7",
    "number": "7",
    "boolean": "true",
    "object": [],
    "array": {},
}
_ANY_MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Break:
    """A value that violates one keyword at a place; `rule` is the finding that it must give."""

    keyword: str
    place: str
    value: Any
    source: Source | None

    @property
    def rule(self) -> str:
        """The id of the finding: `schema/enum`."""
        return f"schema/{self.keyword}"

    @property
    def id(self) -> str:
        """The break by name: `schema/enum:/colour`."""
        return f"{self.rule}:{self.place}"


def breaks(contract: Contract, name: str) -> Iterator[Break]:
    """Every keyword of a body's schema, each violated once, arrays at their first item."""
    yield from _breaks(contract, {"$ref": f"#/$defs/{name}"}, "", None, frozenset())


def broken(judge: Judge, each: Break, name: str, bodies: Iterator[Any]) -> Any:
    """The first of some conforming bodies that, with the break in it, gives its finding and no other.

    Findings below a warning do not count. Raises `LookupError` when none of the bodies does.
    """
    for body in bodies:
        if can_hold(body, each.place):
            changed = with_value(body, each.place, each.value)
            told = {(f.rule, f.pointer) for f in judge.check(changed, name) if f.severity > Severity.INFO}
            if told == {(each.rule, each.place)}:
                return changed
    raise LookupError(f"no body shows {each.id} alone")


def _breaks(
    contract: Contract, node: Mapping[str, Any], place: str, above: Source | None, inside: frozenset[str]
) -> Iterator[Break]:
    name, schema = contract.follow(node)
    if name in inside:
        return
    source, within = source_of(node) or above, inside | ({name} if name else frozenset())
    if place:
        yield from _violations(schema, place, source)
    if "anyOf" in schema:
        forms = [contract.follow(each)[1] for each in schema["anyOf"]]
        yield Break("type", place, _of_no_type({form.get("type") for form in forms}), source)
        for form in schema["anyOf"]:
            if "items" in form:  # the form that examples show; an object there would be told as well
                yield from _breaks(contract, form["items"], f"{place}/0", source, within)
    if isinstance(schema.get("items"), dict):
        yield from _breaks(contract, schema["items"], f"{place}/0", source, within)
    if isinstance(schema.get("additionalProperties"), dict):
        member = place + pointer(_ANY_MEMBER)
        yield from _breaks(contract, schema["additionalProperties"], member, source, within)
    for key, inner in schema.get("properties", {}).items():
        yield from _breaks(contract, inner, place + pointer(key), source, within)


def _violations(schema: Mapping[str, Any], place: str, source: Source | None) -> Iterator[Break]:
    for keyword, wrong in _WRONG.items():
        if keyword in schema:
            yield Break(keyword, place, wrong(schema[keyword], schema), source)


def _of_no_type(types: set[str | None]) -> Any:
    return next(value for value in (7, True, "", None) if type_of(value) not in types)


def _wrong_multiple(divisor: int, schema: Mapping[str, Any]) -> int:
    return int(schema.get("minimum", 0)) + divisor + 1


def _step(schema: Mapping[str, Any]) -> int:
    """The distance to the nearest number that no other keyword forbids."""
    return int(schema.get("multipleOf", 1))


_WRONG: dict[str, Callable[[Any, Mapping[str, Any]], Any]] = {
    "type": lambda kind, _: _WRONG_TYPE[kind],
    "enum": lambda values, _: f"{values[0]}x",
    "minLength": lambda least, _: "x" * (least - 1),
    "maxLength": lambda most, _: "x" * (most + 1),
    "minimum": lambda least, schema: least - _step(schema),
    "maximum": lambda most, schema: most + _step(schema),
    "multipleOf": _wrong_multiple,
}
