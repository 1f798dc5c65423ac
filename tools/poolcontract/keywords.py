"""What JSON Schema keywords say of an instance, diagnosed by `jsonschema` and worded for people.

`jsonschema` is imported at the first instance, not with this module: a command that judges nothing does not
pay for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from poolcontract.contract import Contract, allows_type
from poolcontract.instance import pointer, type_of
from poolcontract.masking import MASK, is_secret_name, shown

KEYWORDS = {
    "schema/additionalProperties": "A member of a map has a wrong value, or stands where none may.",
    "schema/anyOf": "The value fits none of the forms that are accepted.",
    "schema/const": "The value is not the only one allowed.",
    "schema/enum": "The value is not in the list of values.",
    "schema/maximum": "The number is above the upper bound.",
    "schema/maxLength": "The text is longer than the upper bound, in characters.",
    "schema/minimum": "The number is below the lower bound.",
    "schema/minLength": "The text is shorter than the lower bound, in characters.",
    "schema/multipleOf": "The number holds a bit or a fraction that is not allowed.",
    "schema/pattern": "The text has not the form asked for.",
    "schema/required": "A member that must be there is missing.",
    "schema/type": "The value is of another JSON type.",
}


class Breach(NamedTuple):
    """One keyword violated: its name, the JSON Pointer of the value, and a sentence."""

    keyword: str
    pointer: str
    message: str


class Keywords:
    """The keywords of a contract's schemas, ready to be held against instances."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._validators: dict[str, Any] = {}

    def breaches(self, value: Any, name: str) -> Iterator[Breach]:
        """Every keyword that an instance violates, leaf by leaf, in the order of the schema, lazily."""
        if name not in self._validators:
            self._validators[name] = self._dialect(self._contract.bundle(name))
        errors = self._validators[name].iter_errors(value)
        leaves = ((pointer(*leaf.absolute_path), leaf) for leaf in map(_leaf, errors))
        for place, group in groupby(leaves, key=itemgetter(0)):  # what is said of one value comes together
            said = [leaf for _, leaf in group]
            mistyped = any(leaf.validator == "type" for leaf in said)
            for leaf in said:
                if leaf.validator == "type" or not mistyped:  # a value of another type is in no list either
                    yield Breach(leaf.validator, place, _worded(leaf, is_secret=hides_secret(place)))

    @cached_property
    def _dialect(self) -> Any:
        from jsonschema import Draft202012Validator  # noqa: PLC0415  see the module's docstring
        from jsonschema.validators import extend  # noqa: PLC0415

        extended: Any = extend
        without_schema_key = extended(Draft202012Validator, {"anyOf": self._any_of})
        # the dialect's name would bring the unextended validator back behind every $ref
        return lambda schema: without_schema_key({k: v for k, v in schema.items() if k != "$schema"})

    def _any_of(self, validator: Any, branches: Any, value: Any, schema: Any) -> Iterator[Any]:
        """An `anyOf` of which the value's own type chooses the branch, so that the leaf speaks."""
        from jsonschema import ValidationError  # noqa: PLC0415

        chosen = self._contract.branch(schema, value)
        if chosen is not None:
            yield from validator.descend(value, chosen)
            return
        schemas = [self._contract.follow(each)[1] for each in branches]
        if not any(allows_type(each, value) for each in schemas):
            types = sorted({str(each.get("type")) for each in schemas})
            yield ValidationError("", validator="type", validator_value=types, instance=value, schema=schema)
        elif not any(validator.evolve(schema=each).is_valid(value) for each in branches):
            context = [error for each in branches for error in validator.descend(value, each)]
            yield ValidationError("", context=context, instance=value, schema=schema)


def hides_secret(place: str) -> bool:
    """True when a JSON Pointer leads to or through a member whose value must not be printed."""
    return any(is_secret_name(token) for token in place.split("/"))


def _leaf(error: Any) -> Any:
    """The deepest error behind one that only sums up others."""
    while error.context:
        error = max(error.context, key=lambda each: len(each.absolute_path))
    return error


def _worded(error: Any, *, is_secret: bool) -> str:
    value = MASK if is_secret else shown(error.instance)
    words = _WORDS.get(error.validator)
    if words is None:
        return f"{value} breaks {error.validator}: {shown(error.validator_value)}"
    return words(value, error)


def _listed(values: Any) -> str:
    return ", ".join(item if isinstance(item, str) and item else shown(item) for item in values)


def _type(value: str, error: Any) -> str:
    allowed = error.validator_value
    wanted = allowed if isinstance(allowed, str) else " or ".join(allowed)
    return f"{value} is of type {type_of(error.instance)}, expected {wanted}"


def _length(value: str, error: Any) -> str:
    bound = "at least" if error.validator == "minLength" else "at most"
    return f"{value} has {len(error.instance)} characters, expected {bound} {error.validator_value}"


def _multiple(value: str, error: Any) -> str:
    flags = error.schema.get("x-flags")
    wanted = f"a sum of the flags {_listed(flags)}" if flags else f"a multiple of {error.validator_value}"
    return f"{value} is not {wanted}"


_WORDS: dict[str, Callable[[str, Any], str]] = {
    "const": lambda value, error: f"{value} is not {shown(error.validator_value)}",
    "enum": lambda value, error: f"{value} is not one of {_listed(error.validator_value)}",
    "maxLength": _length,
    "maximum": lambda value, error: f"{value} is above {error.validator_value}",
    "minLength": _length,
    "minimum": lambda value, error: f"{value} is below {error.validator_value}",
    "multipleOf": _multiple,
    "pattern": lambda value, error: f"{value} does not fit the pattern {error.validator_value}",
    "required": lambda _, error: error.message.replace("'", '"'),
    "type": _type,
}
