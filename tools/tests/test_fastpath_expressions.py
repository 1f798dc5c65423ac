"""What is told already of an expression is not asked again; all else is."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import pytest

from poolcontract.fastpath.expressions import Translator
from poolcontract.fastpath.shape import Shape
from poolcontract.fastpath.typed import Names, Typed
from poolcontract.instance import ABSENT, is_blank, is_integer, member, text_of

THING = Shape("object", dict, members={"n": ("m0", Shape("integer", int, least=0))}, is_plain=False)


def at_least_zero(thing: Any) -> bool:
    return not is_integer(member(thing, "n")) or member(thing, "n") >= 0


def at_least_one(thing: Any) -> bool:
    return not is_integer(member(thing, "n")) or member(thing, "n") >= 1


def more_than_zero(thing: Any) -> bool:
    return not is_integer(member(thing, "n")) or member(thing, "n") > 0


def without_another(thing: Any) -> bool:
    return member(thing, "x") is ABSENT and is_blank(member(thing, "x")) and not text_of(thing, "x")


def with_another(thing: Any) -> bool:
    return member(thing, "x") is not ABSENT or bool(text_of(thing, "x"))


def with_both(thing: Any) -> bool:
    return member(thing, "x") is not ABSENT and member(thing, "n") == 1


def with_either(thing: Any) -> bool:
    return member(thing, "x") is not ABSENT or member(thing, "n") == 1


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (at_least_zero, "True"),
        (at_least_one, "not v0.m0 is not g0 or v0.m0 >= 1"),
        (more_than_zero, "not v0.m0 is not g0 or v0.m0 > 0"),
        (without_another, "True"),
        (with_another, "False"),
        (with_both, "False"),
        (with_either, "v0.m0 == 1"),
    ],
)
def test_what_is_left_to_be_asked(function: Callable[[Any], bool], expected: str) -> None:
    truth = Translator(function, [Typed(ast.Name("v0", ast.Load()), THING)], Names()).truth()
    assert ast.unparse(ast.fix_missing_locations(ast.Expression(truth))) == expected
