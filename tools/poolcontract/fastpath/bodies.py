"""The whole bodies that a contract knows: for each a decoder, and what is asked of the decoded values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from poolcontract.contract import Contract
from poolcontract.fastpath.asking import Question, Rules
from poolcontract.fastpath.shape import DIGITS, Shape, Untold
from poolcontract.fastpath.shapes import Shapes
from poolcontract.limits import Limits


class Body(NamedTuple):
    """One schema that a whole body may have: its decoder, and what is asked of the values.

    `is_told`: the contract recognises the body by its members; None where it always does.
    """

    name: str
    decode: Callable[[bytes | str], Any]
    is_told: Callable[[Any], bool] | None
    question: Question


def bodies(
    contract: Contract, shapes: Shapes, rules: Rules, limits: Limits, schema: str | None, expected: int = 0
) -> Iterator[Body]:
    """The bodies that can be told from their bytes; none where a limit is narrower than the types are.

    `schema` is the name of the only one; None stands for every answer of the contract. With many bytes
    `expected` the rules are fused at once.
    """
    for name in contract.bodies if schema is None else (schema,):
        try:
            shape = shapes.of(name)
            decode = msgspec.json.Decoder(shape.type).decode
            is_told = _telling(contract, name, shape) if schema is None else None
        except (Untold, TypeError, ValueError):  # msgspec knows limits of its own: bounds, patterns
            continue
        if limits.digits >= DIGITS and limits.depth >= shape.depth:
            yield Body(name, decode, is_told, Question(contract, rules, name, shape, expected))


def have_as_many_quotes(written: bytearray, texts: Sequence[bytes]) -> bool:
    """True when no key stood twice: a member that is lost takes two quotes with it, at least.

    A quote can only come in addition where it was written as a number.
    """
    return written.count(b'"') == sum(data.count(b'"') for data in texts) and not any(
        b"\\" in data and b"\\u0022" in data for data in texts
    )


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
