"""What `jsonschema` says of a value: the last word on keywords, and the only one on those beyond our own.

It is imported at the first doubtful value, not with this module: its import costs more than most runs of
the command.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from poolcontract.contract import Contract
from poolcontract.keywords.broken import Broken, Place
from poolcontract.schemanodes import allows_type


class Referee:
    """Holds whole values against a contract's schemas, every keyword of them."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract

    def broken(self, value: Any, schema: Mapping[str, Any], place: Place = ()) -> Iterator[Broken]:
        """Every keyword that a value at a place violates, leaf by leaf, in the order of the schema."""
        whole = {**schema, "$defs": self._contract.schemas}
        for leaf in map(_leaf, self._dialect(whole).iter_errors(value)):
            yield Broken(
                keyword=leaf.validator,
                wanted=leaf.validator_value,
                place=(*place, *leaf.absolute_path),
                value=leaf.instance,
                schema=leaf.schema,
                missing=_missing(leaf),
            )

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


def _leaf(error: Any) -> Any:
    """The deepest error behind one that only sums up others."""
    while error.context:
        error = max(error.context, key=lambda each: len(each.absolute_path))
    return error


def _missing(error: Any) -> str:
    """The member that is not there, which only the message names: `'x' is a required property`."""
    return error.message.rpartition("' is a")[0][1:] if error.validator == "required" else ""
