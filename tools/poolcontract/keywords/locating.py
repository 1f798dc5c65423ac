"""Finds the places of a value that break a schema, with jsonschema-rs; what is wrong there others say.

The schemas are made stricter where the two libraries might not agree, never looser: a place may be named in
vain, none is missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from poolcontract.contract import Contract
from poolcontract.keywords.direct import Trail, trail_to
from poolcontract.schemanodes import is_annotation

_LARGEST = 2**53
"""Beyond this a number may not be exact for everybody."""


class Locator:
    """Looks for what breaks one named schema of a contract.

    Raises `ImportError` where jsonschema-rs is missing, and `ValueError` for schemas that it refuses.
    """

    def __init__(self, contract: Contract, name: str) -> None:
        from jsonschema_rs import Draft202012Validator, RegexOptions  # noqa: PLC0415  not for one good body

        schemas = {each: stricter(schema) for each, schema in contract.schemas.items()}
        whole = {"$ref": f"#/$defs/{name}", "$defs": schemas}
        validator: Any = Draft202012Validator(whole, retriever=_refuse, pattern_options=RegexOptions())
        self._errors: Callable[[Any], Iterator[Any]] = validator.iter_errors

    def trail(self, value: Any) -> Trail | None:
        """The ways to the places that break something; None when that cannot be told."""
        try:
            return trail_to(error.instance_path for error in self._errors(value))
        except (ValueError, TypeError, OverflowError, RecursionError):  # a value that only Python can hold
            return None


def stricter(schema: Any) -> Any:
    """The schema with what the libraries agree on; False for one with anything else in it."""
    if not isinstance(schema, dict):
        return schema
    kept = {}
    for keyword, wanted in schema.items():
        if is_annotation(keyword):
            continue
        change = _AGREED.get(keyword)
        if change is None:
            return False
        kept[keyword] = change(wanted)
    return False if _DOUBTFUL in kept.values() else kept


def _refuse(reference: str) -> Any:
    raise ValueError(f"{reference}: nothing is fetched")


_DOUBTFUL = object()


def _if(agreed: Callable[[Any], bool]) -> Callable[[Any], Any]:
    return lambda wanted: wanted if agreed(wanted) else _DOUBTFUL


def _is_small(wanted: Any) -> bool:
    return type(wanted) is int and abs(wanted) < _LARGEST


_AGREED: Mapping[str, Callable[[Any], Any]] = {
    "type": _if(bool),
    "enum": _if(lambda wanted: isinstance(wanted, list) and all(isinstance(each, str) for each in wanted)),
    "const": _if(lambda wanted: isinstance(wanted, str)),
    "minLength": _if(_is_small),
    "maxLength": _if(_is_small),
    "minimum": _if(_is_small),
    "maximum": _if(_is_small),
    "required": _if(lambda wanted: isinstance(wanted, list)),
    "$ref": _if(lambda wanted: wanted.startswith("#/$defs/")),
    "properties": lambda wanted: {name: stricter(schema) for name, schema in wanted.items()},
    "additionalProperties": stricter,
    "items": stricter,
    "anyOf": lambda wanted: [stricter(schema) for schema in wanted],
}
