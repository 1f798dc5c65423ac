"""Expressions over JSON values, written anew for the objects of a decoder.

What a rule's `silent` returns is one expression. `member(pool, "a", "b")` becomes two attributes; a call of
a function that is one expression as well is put in its place; what the shapes tell is left out. A value
that holds no object is the same for the decoder as for any reader, so any other operation on it stays as it
is. On one that does hold an object nothing else can be done.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Sequence
from functools import cache
from itertools import takewhile
from pathlib import Path
from types import FunctionType
from typing import Any

from poolcontract.fastpath.reading import WRITTEN_ANEW
from poolcontract.fastpath.typed import Names, Typed, Untranslatable
from poolcontract.instance import ABSENT


class Translator:
    """Translates the body of one function for given arguments."""

    def __init__(self, function: Any, arguments: Sequence[Typed], names: Names) -> None:
        if not isinstance(function, FunctionType):
            raise Untranslatable(function)
        parameters, self._body = _definition(function)
        if len(parameters) != len(arguments):
            raise Untranslatable(function.__name__)
        self._globals = function.__globals__
        self._local = dict(zip(parameters, arguments, strict=True))
        self._names = names

    def result(self) -> Typed:
        """What the function returns."""
        return self._value(self._body)

    def truth(self) -> ast.expr:
        """Whether what the function returns is true."""
        return self._truth(self._body)

    def _truth(self, node: ast.expr) -> ast.expr:
        """An expression that is true where another is; it may have another value."""
        match node:
            case ast.BoolOp(op, values):
                return _joined(op, [self._truth(each) for each in values])
            case ast.UnaryOp(ast.Not(), operand):
                return _denied(self._truth(operand))
            case ast.Compare(left, [ast.GtE()], [ast.Constant(int(bound))]) if self._is_least(left, bound):
                return ast.Constant(True)  # the decoder takes no other
            case ast.Call(func=ast.Name() as name, args=[argument], keywords=[]):
                if self._known(name) is bool:
                    return self._truth(argument)
        inlined = self._inlined(node)
        if inlined is not None:
            return inlined.truth()
        value = self._value(node).plain
        return ast.Constant(bool(value.value)) if isinstance(value, ast.Constant) else value

    def _value(self, node: ast.expr) -> Typed:
        match node:
            case ast.Constant():
                return Typed(node)
            case ast.Name(id=name):
                return self._local.get(name) or Typed(self._names.of(self._known(node)))
            case ast.Call(func, args, keywords=[]):
                return self._call(node, func, args)
        return Typed(self._operation(node))

    def _operation(self, node: ast.expr) -> ast.expr:
        """An operation on values that hold no object, or a question that is asked of any value."""
        made: ast.expr
        match node:
            case ast.BoolOp(op, values):
                made = ast.BoolOp(op, self._plain(values))
            case ast.UnaryOp(ast.Not()):
                made = self._truth(node)
            case ast.BinOp(left, op, right):
                made = ast.BinOp(self._value(left).plain, op, self._value(right).plain)
            case ast.Compare(left, [ast.Is() | ast.IsNot() as op], [ast.Name() as right]):
                made = self._identity(left, op, right)
            case ast.Compare(left, ops, comparators):
                made = ast.Compare(self._value(left).plain, ops, self._plain(comparators))
            case ast.Attribute(value, name):
                made = ast.Attribute(self._value(value).plain, name, ast.Load())
            case ast.Tuple(elements) | ast.List(elements):
                made = ast.Tuple(self._plain(elements), ast.Load())
            case _:
                raise Untranslatable(ast.unparse(node))
        return made

    def _is_least(self, node: ast.expr, bound: int) -> bool:
        """Whether a number that is there cannot be below a bound."""
        shape = self._value(node).shape
        return shape is not None and shape.least is not None and shape.least >= bound

    def _plain(self, nodes: Sequence[ast.expr]) -> list[ast.expr]:
        return [self._value(each).plain for each in nodes]

    def _identity(self, left: ast.expr, op: ast.cmpop, right: ast.Name) -> ast.expr:
        """Whether a value is there; an object that is not has a token of its own."""
        value = self._value(left)
        if self._known(right) is not ABSENT:
            raise Untranslatable(ast.unparse(right))
        if value.shape is not None and value.shape.kind == "absent":
            return ast.Constant(isinstance(op, ast.Is))
        absent = value.shape.absent if value.shape else ABSENT
        return ast.Compare(value.code, [op], [self._names.of(absent)])

    def _known(self, node: ast.Name) -> Any:
        """What a name stands for outside the function; ABSENT for one of the function's own."""
        if node.id in self._local:
            return None
        if node.id in self._globals:
            return self._globals[node.id]
        if hasattr(builtins, node.id):
            return getattr(builtins, node.id)
        raise Untranslatable(node.id)

    def _call(self, node: ast.Call, func: ast.expr, args: list[ast.expr]) -> Typed:
        called = self._known(func) if isinstance(func, ast.Name) else None
        if called in WRITTEN_ANEW:
            return WRITTEN_ANEW[called](self._names, *(self._value(each) for each in args))
        if called in (all, any) and isinstance(args[0], ast.GeneratorExp):
            return self._each(called, args[0])
        inlined = self._inlined(node)
        if inlined is not None:
            return inlined.result()
        return Typed(ast.Call(self._value(func).plain, self._plain(args), []))

    def _inlined(self, node: ast.expr) -> Translator | None:
        """The translator of a called function that is one expression, where an argument holds objects."""
        match node:
            case ast.Call(func=ast.Name() as name, args=args, keywords=[]):
                called = self._known(name)
                if isinstance(called, FunctionType) and called not in WRITTEN_ANEW:
                    arguments = [self._value(each) for each in args]
                    if any(each.shape and not each.shape.is_plain for each in arguments):
                        return Translator(called, arguments, self._names)
        return None

    def _each(self, quantifier: Callable[..., Any], node: ast.GeneratorExp) -> Typed:
        """`all` or `any` over the items of one array."""
        match node.generators:
            case [ast.comprehension(ast.Name(id=name), source, [], 0)]:
                values = self._value(source)
                shape = values.shape.inner if values.shape else None
                each = self._names.fresh()
                outer = self._local
                self._local = {**outer, name: Typed(ast.Name(each, ast.Load()), shape)}
                test = self._truth(node.elt)
                self._local = outer
                loop = ast.comprehension(ast.Name(each, ast.Store()), values.code, [], 0)
                return Typed(ast.Call(self._names.of(quantifier), [ast.GeneratorExp(test, [loop])], []))
        raise Untranslatable(ast.unparse(node))


def _denied(truth: ast.expr) -> ast.expr:
    return ast.Constant(not truth.value) if isinstance(truth, ast.Constant) else ast.UnaryOp(ast.Not(), truth)


def _joined(op: ast.boolop, truths: list[ast.expr]) -> ast.expr:
    """Whether any or all of some expressions are true, without those that are told already."""
    settling = isinstance(op, ast.Or)
    told = [each.value for each in truths if isinstance(each, ast.Constant)]
    asked = [each for each in truths if not isinstance(each, ast.Constant)]
    if settling in told or not asked:
        return ast.Constant((settling in told) == settling)
    return asked[0] if len(asked) == 1 else ast.BoolOp(op, asked)


def is_true(node: ast.expr) -> bool:
    """Whether an expression is true whatever there is."""
    return isinstance(node, ast.Constant) and node.value is True


def _definition(function: FunctionType) -> tuple[list[str], ast.expr]:
    """The parameters of a function and the expression that it returns."""
    code = function.__code__
    first, *others = _lines(code.co_filename)[code.co_firstlineno - 1 :]
    try:  # the whole module takes much longer
        node = ast.parse("".join((first, *takewhile(_goes_on, others)))).body[0]
    except SyntaxError as error:
        raise Untranslatable(function.__name__) from error
    if isinstance(node, ast.FunctionDef):
        match [each for each in node.body if not _is_docstring(each)]:
            case [ast.Return(ast.expr() as value)]:
                return [each.arg for each in node.args.args], value
    raise Untranslatable(function.__name__)


def _goes_on(line: str) -> bool:
    """Whether a line belongs to the definition above it."""
    return line[0].isspace() or line[0] == ")"


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


@cache
def _lines(file: str) -> list[str]:
    try:
        return Path(file).read_text(encoding="utf-8").splitlines(keepends=True)
    except OSError as error:
        raise Untranslatable(file) from error
