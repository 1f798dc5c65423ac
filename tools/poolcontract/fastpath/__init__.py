"""Bytes of one JSON document → surely clean, or look closer: at nearly the cost of parsing them.

Derived from the contract and never the last word. A body is clean here when a decoder for the contract's
types takes it, when it reads the same once it is written again (so that no key stood twice), and when every
rule is silent. Whatever else there may be is for the judge to say: it may be asked too often, never too
seldom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from typing import Any, NamedTuple

import msgspec

from poolcontract.contract import Contract
from poolcontract.fastpath.asking import Question, Rules
from poolcontract.fastpath.shapes import DIGITS, LooseShapes, Shape, Shapes, Untold
from poolcontract.finding import Severity
from poolcontract.limits import DEFAULT, Limits
from poolcontract.textsearch import Search


class FastPath:
    """Tells bodies that are surely clean by one contract; buffers are reused, so: one for each thread.

    Clean means that the judge would find nothing of the severity `lowest` or above. `schema` is the name of
    the schema that every body has; None lets each tell its own. Raises `ContractError` for a schema that
    the contract lacks. Can be pickled, and is built anew where it arrives.
    """

    def __init__(
        self,
        contract: Contract,
        *,
        lowest: Severity = Severity.WARNING,
        limits: Limits = DEFAULT,
        schema: str | None = None,
    ) -> None:
        self._configuration: dict[str, Any] = {"lowest": lowest, "limits": limits, "schema": schema}
        self._contract = contract
        self._largest = limits.document
        self._buffer = bytearray()
        self._encode_into = msgspec.json.Encoder().encode_into
        if schema is not None:
            contract.bundle(schema)  # raises for a name that is none
        self._rules = Rules(lowest)
        self._marks = Search(self._rules.marks)
        self._bodies = tuple(self._made(Shapes(contract, self._rules.harmless)))

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(FastPath, **self._configuration), (self._contract,)

    def is_clean(self, data: bytes) -> bool:
        """True only where the judge has nothing to say of one document; never raises, whatever the bytes."""
        if len(data) > self._largest:
            return False
        written = self._buffer
        for _, decode, is_told, question in self._bodies:
            try:
                value = decode(data)
            except msgspec.ValidationError:  # a value of another type: it may be another body
                continue
            except ValueError:  # no JSON, or no UTF-8
                return False
            self._encode_into(value, written)
            return (
                (len(written) == len(data) or _has_as_many_quotes(written, data))
                and (is_told is None or is_told(value))
                and not self._marks.found_in(written.decode())
                and question.is_silent(value)
            )
        return False

    def known(self, data: bytes) -> Known | None:
        """What is well with a body, at least: its text, the names of its members, and that it hides nothing.

        None where one of these may be wrong.
        """
        written = self._buffer
        for name, decode, _, question in self._loose_bodies if len(data) <= self._largest else ():
            try:
                value = decode(data)
            except ValueError:
                continue
            self._encode_into(value, written)
            is_well = len(written) == len(data) or _has_as_many_quotes(written, data)
            if not is_well or self._marks.found_in(written.decode()):
                return None
            plain = msgspec.json.decode(data)
            if self._configuration["schema"] or self._contract.recognise(plain) == name:
                return Known(name, plain, question.is_silent(value))
        return None

    @cached_property
    def _loose_bodies(self) -> tuple[_Body, ...]:
        return tuple(self._made(LooseShapes(self._contract, self._rules.harmless)))

    def _made(self, shapes: Shapes) -> Iterator[_Body]:
        """The bodies that can be told from their bytes; none where a limit is narrower than the types are."""
        limits, schema = self._configuration["limits"], self._configuration["schema"]
        for name in self._contract.bodies if schema is None else (schema,):
            try:
                shape = shapes.of(name)
                decode = msgspec.json.Decoder(shape.type).decode
                is_told = _telling(self._contract, name, shape) if schema is None else None
            except (Untold, TypeError, ValueError):  # msgspec knows limits of its own: bounds, patterns
                continue
            if limits.digits >= DIGITS and limits.depth >= shape.depth:
                yield _Body(name, decode, is_told, Question(self._contract, self._rules, name, shape))


class Known(NamedTuple):
    """A body with which little can be wrong: keywords, and, unless it `is_silent`, rules about a schema."""

    schema: str
    value: Any
    is_silent: bool


class _Body(NamedTuple):
    """One schema that a whole body may have: its decoder, and what is asked of the values.

    `is_told`: the contract recognises the body by its members; None where it always does.
    """

    name: str
    decode: Callable[[bytes], Any]
    is_told: Callable[[Any], bool] | None
    question: Question


def _telling(contract: Contract, name: str, shape: Shape) -> Callable[[Any], bool] | None:
    """What tells a body from others; None where the decoder takes no other.

    Raises `Untold` where a member may be another body's.
    """
    others = (contract.properties(each) for each in contract.bodies if each != name)
    if any(shape.members.keys() & each.keys() for each in others):
        raise Untold(name)
    listed = contract.properties(name).keys() & shape.members.keys()
    if name == contract.bodies[0] and listed == shape.members.keys():
        return None  # an object without members is the first body
    tokens = [
        (attribute, inner.absent) for each, (attribute, inner) in shape.members.items() if each in listed
    ]
    return lambda value: any(getattr(value, attribute) is not absent for attribute, absent in tokens)


def _has_as_many_quotes(written: bytearray, data: bytes) -> bool:
    """True when no key stood twice: a member that is lost takes two quotes with it, at least.

    A quote can only come in addition where it was written as a number.
    """
    return written.count(b'"') == data.count(b'"') and (b"\\" not in data or b"\\u0022" not in data)
