"""Refuses what is no JSON Schema before anything is judged by it: wrong keywords, patterns, and circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from poolcontract.errors import ContractError
from poolcontract.instance import pointer
from poolcontract.masking import clip, printable

_IN_PLACE = ("not", "if", "then", "else")
_IN_PLACE_LISTS = ("allOf", "anyOf", "oneOf")
_PREFIX = "#/$defs/"
_LONGEST = 200


def refuse_wrong(schemas: Mapping[str, Any]) -> None:
    """Raises `ContractError` for the first schema that nothing can be judged by; they refer to `#/$defs/`."""
    from jsonschema import Draft202012Validator, SchemaError  # noqa: PLC0415  for contracts from outside alone

    for name, schema in schemas.items():
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as error:
            place = pointer(*error.absolute_path)
            message = clip(f"schema {name}{place and ' at ' + place}: {error.message}", _LONGEST)
            raise ContractError(printable(message)) from error
    for name in schemas:
        _refuse_circle(name, schemas)


def _refuse_circle(name: str, schemas: Mapping[str, Any]) -> None:
    """A schema that leads back to itself for the same value would be asked for ever."""
    seen: set[str] = set()
    waiting = list(_in_place(schemas[name]))
    while waiting:
        other = waiting.pop()
        if other == name:
            raise ContractError(printable(f"schema {name} refers to itself and to nothing else"))
        if other not in seen:
            seen.add(other)
            waiting.extend(_in_place(schemas.get(other)))


def _in_place(schema: Any) -> Iterator[str]:
    """The names of the schemas that a schema holds against the same value."""
    if not isinstance(schema, dict):
        return
    reference = schema.get("$ref")
    if isinstance(reference, str):
        yield reference.removeprefix(_PREFIX)
    dependent = schema.get("dependentSchemas")
    inner = [schema.get(keyword) for keyword in _IN_PLACE]
    inner += [each for keyword in _IN_PLACE_LISTS for each in schema.get(keyword) or ()]
    for each in (*inner, *(dependent.values() if isinstance(dependent, dict) else ())):
        yield from _in_place(each)
