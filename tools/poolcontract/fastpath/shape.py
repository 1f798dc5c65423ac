"""What a decoder is to take at one place: a type with what it knows of its values; how each kind is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal

import msgspec

from poolcontract.instance import ABSENT
from poolcontract.schemanodes import allows_type

_BOUNDS = {
    "string": {"minLength": "min_length", "maxLength": "max_length", "pattern": "pattern"},
    "integer": {"minimum": "ge", "maximum": "le", "multipleOf": "multiple_of"},
    "array": {"minItems": "min_length", "maxItems": "max_length"},
}
_INTEGER_FROM, _INTEGER_TO = -(2**63), 2**63 - 1
DIGITS = 20
"""The longest integer that a shape lets through, its sign counted."""

_WHOLE = Annotated[int, msgspec.Meta(ge=_INTEGER_FROM, le=_INTEGER_TO)]
LEVELS = 3
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


def structure(members: Mapping[str, Shape], required: frozenset[str]) -> Shape:
    """The shape of an object that has these members and no others; raises `Untold` where it has none."""
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


def array_or_map(inner: Shape, kind: str, made: Any) -> Shape:
    """The shape of an array or a map."""
    return Shape(kind, made, inner=inner, depth=1 + inner.depth, is_plain=inner.is_plain)


def either(forms: list[Shape]) -> Shape:
    """The shape of a value of several forms; raises `Untold` where its JSON type does not tell them apart."""
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


def choice(schema: Mapping[str, Any], asked: set[str]) -> Shape:
    """The shape of a value from a list; raises `Untold` unless all are texts or all are integers."""
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


def scalar(schema: Mapping[str, Any], kind: str, asked: set[str]) -> Shape:
    """The shape of a text, a whole number, a truth value or null; raises `Untold` for other kinds."""
    plain = {"string": str, "integer": _WHOLE, "boolean": bool, "null": None}
    if kind not in plain:
        raise Untold(kind)
    least = schema.get("minimum") if kind == "integer" else None
    return Shape(kind, bounded(plain[kind], schema, kind, asked), least=least)


def bounded(plain: Any, schema: Mapping[str, Any], kind: str, asked: set[str]) -> Any:
    """A type with the bounds that a schema asks for; raises `Untold` where a type cannot have them."""
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
def anything(levels: int) -> Shape:
    """Any value that is not nested too deeply."""
    inner: Any = None | bool | str | _WHOLE
    for _ in range(levels):
        inner = None | bool | str | _WHOLE | list[inner] | dict[str, inner]
    return Shape("any", inner, depth=levels)
