"""How the functions that read JSON values (`member`, `items` …) are written for decoded objects."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from poolcontract.fastpath.shape import Shape
from poolcontract.fastpath.typed import Names, Typed, Untranslatable
from poolcontract.instance import ABSENT, is_blank, is_integer, items, member, text_of


def _member(names: Names, value: Typed, *path: Typed) -> Typed:
    for token in path:
        value = _step(names, value, token)
    return value


def _step(names: Names, value: Typed, token: Typed) -> Typed:
    match value.shape, token.code:
        case Shape(kind="object", members=members), ast.Constant(str(name)):
            if name not in members:
                return Typed(names.of(ABSENT), _NOTHING)
            attribute, shape = members[name]
            return Typed(ast.Attribute(value.code, attribute, ast.Load()), shape)
        case Shape(kind=kind), _ if kind in _WITHOUT_MEMBERS:
            return Typed(names.of(ABSENT), _NOTHING)
    return Typed(ast.Call(names.of(member), [value.plain, token.plain], []))


def _text_of(names: Names, value: Typed, *path: Typed) -> Typed:
    found, nothing = _member(names, value, *path), ast.Constant("")
    if found.shape is None or found.shape.kind == "either":
        return Typed(ast.Call(names.of(text_of), [found.plain], []))
    if found.shape.kind == "string":
        return Typed(ast.BoolOp(ast.Or(), [found.code, nothing]), found.shape)
    if found.shape.kind == "any":
        return Typed(ast.IfExp(_is_of(names, found.code, str), found.code, nothing))
    return Typed(nothing)


def _items(names: Names, value: Typed) -> Typed:
    if value.shape is None or value.shape.kind in ("any", "either"):
        return Typed(ast.Call(names.of(items), [value.plain], []))
    if value.shape.kind == "array":
        return Typed(ast.BoolOp(ast.Or(), [value.code, ast.Tuple([], ast.Load())]), value.shape)
    return Typed(ast.Tuple([], ast.Load()))


def _is_blank(names: Names, value: Typed) -> Typed:
    shape = value.shape
    match shape:
        case Shape(kind="absent"):
            return Typed(ast.Constant(True))
        case Shape(kind="string" | "array"):
            return Typed(ast.UnaryOp(ast.Not(), value.code))
        case Shape(kind="object"):
            absent = ast.Compare(value.code, [ast.Is()], [names.of(shape.absent)])
            inner = [
                _is_blank(names, _step(names, value, Typed(ast.Constant(name)))).code
                for name in shape.members
            ]
            return Typed(
                ast.BoolOp(ast.Or(), [absent, ast.BoolOp(ast.And(), inner)]) if inner else ast.Constant(True)
            )
        case Shape(kind="either", is_plain=False):
            return Typed(
                ast.BoolOp(ast.Or(), [_is_blank_form(names, value.code, each) for each in shape.forms])
            )
    return Typed(ast.Call(names.of(is_blank), [value.plain], []))


def _is_blank_form(names: Names, code: ast.expr, form: Shape) -> ast.expr:
    """Whether a value is of one form, and blank, or not there."""
    if form.kind == "object":
        right_type = _is_of(names, code, form.type)
        return ast.BoolOp(ast.And(), [right_type, _is_blank(names, Typed(code, form)).code])
    if form.kind in ("array", "string"):
        return ast.UnaryOp(ast.Not(), code)
    raise Untranslatable(form.kind)


def _is_of(names: Names, code: ast.expr, wanted: type) -> ast.expr:
    """Whether a value is exactly of a type."""
    return ast.Compare(ast.Call(names.of(type), [code], []), [ast.Is()], [names.of(wanted)])


def _is_integer(names: Names, value: Typed) -> Typed:
    if value.shape is not None and value.shape.kind == "integer":
        return Typed(ast.Compare(value.code, [ast.IsNot()], [names.of(ABSENT)]))
    if value.shape is not None and value.shape.kind == "any":  # there are no fractions in it
        return Typed(_is_of(names, value.code, int))
    return Typed(ast.Call(names.of(is_integer), [value.plain], []))


_NOTHING = Shape("absent", None)
_WITHOUT_MEMBERS = ("absent", "array", "string", "integer", "boolean", "null")
WRITTEN_ANEW: dict[Any, Callable[..., Typed]] = {
    member: _member,
    text_of: _text_of,
    items: _items,
    is_blank: _is_blank,
    is_integer: _is_integer,
}
"""What stands for a call of each: a function of the names that are used, and of the arguments."""
