"""A contract's schemas as types that a decoder holds bytes against, each with what it knows of its values.

A shape lets through nothing that its schema forbids. It may refuse what the schema allows: members that
nobody documents, whole numbers of more than 64 bits and all others (they may be written longer than they were
read), whatever a keyword asks for that no type can say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Annotated, Any, Literal

import msgspec

from poolcontract.contract import Contract, allows_type, is_annotation
from poolcontract.instance import ABSENT

_BOUNDS = {
    "string": {"minLength": "min_length", "maxLength": "max_length", "pattern": "pattern"},
    "integer": {"minimum": "ge", "maximum": "le", "multipleOf": "multiple_of"},
    "array": {"minItems": "min_length", "maxItems": "max_length"},
}
_INTEGER_FROM, _INTEGER_TO = -(2**63), 2**63 - 1
DIGITS = 20
"""The longest integer that a shape lets through, its sign counted."""

_WHOLE = Annotated[int, msgspec.Meta(ge=_INTEGER_FROM, le=_INTEGER_TO)]
_LEVELS = 3
"""So many arrays and objects may be nested in a value of which nothing is known."""


class Untold(Exception):  # noqa: N818  not an error: a reason to look closer
    """A schema asks for something that no type can say."""


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """The values of one place: `type` for the decoder, `kind` a JSON type, "either" or "any".

    `name` is set where a named schema begins. An object has `members`: attribute and shape by name; an
    array or a map (an object of any keys) has `inner`; "either" has `forms`. `absent` stands where a member
    is not there. `depth` counts nested arrays and objects. `is_plain`: no object in it has members, so that
    the decoder makes of it what any other reader does. No integer is below `least`.
    """

    kind: str
    type: Any
    name: str | None = None
    members: Mapping[str, tuple[str, Shape]] = field(default_factory=dict)
    inner: Shape | None = None
    forms: tuple[Shape, ...] = ()
    absent: Any = ABSENT
    depth: int = 0
    is_plain: bool = True
    least: int | None = None

    @property
    def parts(self) -> tuple[Shape, ...]:
        """The shapes of what a value holds, or of the forms it may take."""
        inner = (self.inner,) if self.inner else ()
        return (*(shape for _, shape in self.members.values()), *inner, *self.forms)


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
            return _either([self._shape(each) for each in schema[_alone("anyOf", asked)]])
        if asked & {"enum", "const"}:
            return self._leaf(schema, asked)
        if "type" not in schema:
            return _alone("", asked) or _anything(_LEVELS)
        kind = schema["type"]
        if isinstance(kind, list):
            return _either([self._shape({**schema, "type": each}) for each in kind])
        holding = {"object": self._object, "array": self._array}.get(kind)
        return holding(schema, asked - {"type"}) if holding else self._leaf(schema, asked)

    def _leaf(self, schema: Mapping[str, Any], asked: set[str]) -> Shape:
        """The shape of a text, a number, a truth value or null."""
        if asked & {"enum", "const"}:
            return _choice(schema, asked)
        return _scalar(schema, schema["type"], asked - {"type"})

    def _array(self, schema: Mapping[str, Any], asked: set[str]) -> Shape:
        inner = self._shape(schema["items"]) if "items" in schema else _anything(_LEVELS)
        bounded = _bounded(list[inner.type], schema, "array", asked - {"items"})  # type: ignore[name-defined]
        return _holding(inner, "array", bounded)

    def _object(self, schema: Mapping[str, Any], asked: set[str]) -> Shape:
        if asked - {"properties", "additionalProperties", "required"}:
            raise Untold(asked)
        listed, others = schema.get("properties"), schema.get("additionalProperties", True)
        if not listed:
            inner = _anything(_LEVELS) if others is True else self._shape(_must_be_schema(others))
            if "required" in asked:
                raise Untold("required")
            return _holding(inner, "map", dict[str, inner.type])  # type: ignore[name-defined]
        members = dict(self._members(listed))
        if others is not False:
            beyond = filter(self._is_wanted, sorted(self._harmless(schema) - listed.keys()))
            members |= {name: _anything(_LEVELS) for name in beyond if others is True}
        return _structure(members, frozenset(schema.get("required", ())))

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
        return _anything(_LEVELS)


def _alone(keyword: str, asked: set[str]) -> Any:
    if asked - {keyword}:
        raise Untold(asked)
    return keyword


def _must_be_schema(node: Any) -> Mapping[str, Any]:
    if not isinstance(node, dict):
        raise Untold(node)
    return node


def _structure(members: Mapping[str, Shape], required: frozenset[str]) -> Shape:
    """The shape of an object that has these members and no others."""
    if not required <= members.keys():
        raise Untold(required)
    attributes = {name: f"m{number}" for number, name in enumerate(members)}
    fields = [
        (attributes[name], shape.type, *(() if name in required else (shape.absent,)))
        for name, shape in members.items()
    ]
    made = msgspec.defstruct(
        "Object",
        fields,
        rename={attribute: name for name, attribute in attributes.items()},
        forbid_unknown_fields=True,
        omit_defaults=True,
        kw_only=True,
        frozen=True,
        gc=False,
    )
    nothing = made(**{attributes[name]: members[name].absent for name in required})
    return Shape(
        "object",
        made,
        members={name: (attributes[name], shape) for name, shape in members.items()},
        absent=nothing,
        depth=1 + max((shape.depth for shape in members.values()), default=0),
        is_plain=False,
    )


def _holding(inner: Shape, kind: str, made: Any) -> Shape:
    """The shape of an array or a map."""
    return Shape(kind, made, inner=inner, depth=1 + inner.depth, is_plain=inner.is_plain)


def _either(forms: list[Shape]) -> Shape:
    """The shape of a value of several forms, which its JSON type tells apart."""
    kinds = [{"map": "object"}.get(form.kind, form.kind) for form in forms]
    if set(kinds) == {"any"}:
        return forms[0]
    if len(set(kinds)) < len(kinds) or {"any", "either"} & set(kinds):
        raise Untold(kinds)
    if len(forms) == 1:
        return forms[0]
    union = forms[0].type
    for form in forms[1:]:
        union = union | form.type
    return Shape(
        "either",
        union,
        forms=tuple(forms),
        depth=max(form.depth for form in forms),
        is_plain=all(form.is_plain for form in forms),
    )


def _choice(schema: Mapping[str, Any], asked: set[str]) -> Shape:
    """The shape of a value from a list, all of them texts or all of them integers."""
    if asked - {"type"} not in ({"enum"}, {"const"}):
        raise Untold(asked)
    values = schema["enum"] if "enum" in asked else [schema["const"]]
    values = [value for value in values if allows_type(schema, value)]
    for python_type, kind in ((str, "string"), (int, "integer")):
        if values and all(type(value) is python_type for value in values):
            if kind == "integer" and not all(_INTEGER_FROM <= value <= _INTEGER_TO for value in values):
                raise Untold(values)
            return Shape(kind, Literal[tuple(values)])
    raise Untold(values)


def _scalar(schema: Mapping[str, Any], kind: str, asked: set[str]) -> Shape:
    plain = {"string": str, "integer": _WHOLE, "boolean": bool, "null": None}
    if kind not in plain:
        raise Untold(kind)
    least = schema.get("minimum") if kind == "integer" else None
    return Shape(kind, _bounded(plain[kind], schema, kind, asked), least=least)


def _bounded(plain: Any, schema: Mapping[str, Any], kind: str, asked: set[str]) -> Any:
    """A type with the bounds that a schema asks for."""
    names = _BOUNDS.get(kind, {})
    if not asked <= names.keys():
        raise Untold(asked)
    bounds = {names[key]: schema[key] for key in asked}
    if any(type(value) is not (str if key == "pattern" else int) for key, value in bounds.items()):
        raise Untold(bounds)
    if kind == "integer":
        plain = int
        bounds["ge"] = max(bounds.get("ge", _INTEGER_FROM), _INTEGER_FROM)
        bounds["le"] = min(bounds.get("le", _INTEGER_TO), _INTEGER_TO)
        if bounds["ge"] > bounds["le"]:
            raise Untold(bounds)
    return Annotated[plain, msgspec.Meta(**bounds)] if bounds else plain


@cache
def _anything(levels: int) -> Shape:
    """Any value that is not nested too deeply."""
    inner: Any = None | bool | str | _WHOLE
    for _ in range(levels):
        inner = None | bool | str | _WHOLE | list[inner] | dict[str, inner]
    return Shape("any", inner, depth=levels)
