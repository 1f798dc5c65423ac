"""All that the rules say with `silent`, as one function over the objects of a decoder."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from poolcontract.fastpath.expressions import Translator, is_true
from poolcontract.fastpath.shape import Shape
from poolcontract.fastpath.typed import Names, Typed, Untranslatable
from poolcontract.rules import Entry

_INDENT = "    "
_PYTHON_TYPES = {"array": list, "map": dict, "string": str, "integer": int, "boolean": bool}


def fused(shape: Shape, rules: Mapping[str, Sequence[Entry]]) -> tuple[Callable[[Any], bool], frozenset[str]]:
    """A function that is true only where rules have nothing to say of a value, or of what is in it.

    `rules` are given by the schema they speak of. Also gives the ids of those that the function leaves out:
    they have no `silent`, or one that is beyond translation.
    """
    writer = _Writer(rules)
    lines = ["def silent(v0):", *writer.value(shape, "v0", 1), f"{_INDENT}return True"]
    names = writer.names.values
    exec(compile("\n".join(lines), "<fused rules>", "exec"), names)  # noqa: S102  made of our own sources
    function: Callable[[Any], bool] = names["silent"]
    return function, frozenset(writer.left)


class _Writer:
    """Writes the function, place by place, at a depth of indentation."""

    def __init__(self, rules: Mapping[str, Sequence[Entry]]) -> None:
        self.names = Names()
        self.left: set[str] = set()
        self._rules = rules

    def value(self, shape: Shape, code: str, depth: int) -> Iterator[str]:
        """What is asked of a value that is there, and of what is in it."""
        place = Typed(ast.Name(code, ast.Load()), shape)
        yield from self._demanded(_factored(self._tests(self._rules.get(shape.name or "", ()), place)), depth)
        yield from self._inside(shape, code, depth)

    def _inside(self, shape: Shape, code: str, depth: int) -> Iterator[str]:
        indent = _INDENT * depth
        for attribute, member in shape.members.values():
            if self._is_asked(member):
                absent, each = ast.unparse(self.names.of(member.absent)), self.names.fresh()
                inner = self._block(f"{indent}if {each} is not {absent}:", member, each, depth)
                yield from _headed(f"{indent}{each} = {code}.{attribute}", inner)
        for form in filter(self._is_asked, shape.forms):
            form_type = self.names.of(form.type if form.kind == "object" else _PYTHON_TYPES[form.kind])
            head = f"{indent}if type({code}) is {ast.unparse(form_type)}:"
            yield from self._block(head, form, code, depth)
        if shape.inner and self._is_asked(shape.inner):
            each, values = self.names.fresh(), f"{code}.values()" if shape.kind == "map" else code
            yield from self._block(f"{indent}for {each} in {values}:", shape.inner, each, depth)

    def _is_asked(self, shape: Shape) -> bool:
        """Whether a rule speaks of such values, or of what may be in them."""
        return bool(self._rules.get(shape.name or "")) or any(map(self._is_asked, shape.parts))

    def _block(self, head: str, shape: Shape, code: str, depth: int) -> Iterator[str]:
        """What is asked of a value inside a loop or a condition; nothing where that is nothing."""
        return _headed(head, self.value(shape, code, depth + 1))

    def _tests(self, rules: Iterable[Entry], place: Typed) -> Iterator[ast.expr]:
        for rule in rules:
            try:
                test = Translator(rule.silent, [place], self.names).truth()
            except Untranslatable:
                self.left.add(rule.id)
            else:
                yield from () if is_true(test) else (test,)

    def _demanded(self, tests: Iterable[ast.expr], depth: int) -> Iterator[str]:
        """Lines that make the function return False unless the tests hold."""
        indent = _INDENT * depth
        for test in tests:
            match test:
                case ast.BoolOp(ast.And(), values):
                    yield from self._demanded(values, depth)
                case ast.BoolOp(ast.Or(), [*guards, ast.BoolOp(ast.And()) | ast.Call() as last]):
                    yield f"{indent}if not ({ast.unparse(_any_of(guards))}):"
                    yield from self._demanded([last], depth + 1)
                case ast.Call(args=[ast.GeneratorExp(each, [loop])]) if self._is_all(test):
                    yield f"{indent}for {ast.unparse(loop.target)} in {ast.unparse(loop.iter)}:"
                    yield from self._demanded([each], depth + 1)
                case _:
                    yield f"{indent}if not ({ast.unparse(test)}):"
                    yield f"{indent}{_INDENT}return False"

    def _is_all(self, call: ast.Call) -> bool:
        return ast.unparse(call.func) == ast.unparse(self.names.of(all))


def _headed(head: str, lines: Iterable[str]) -> Iterator[str]:
    """Lines behind another one, where there are any."""
    for number, line in enumerate(lines):
        if not number:
            yield head
        yield line


def _factored(tests: Iterable[ast.expr]) -> Iterator[ast.expr]:
    """The tests, a guard that begins several of them asked once."""
    alone: list[ast.expr] = []
    guarded: dict[str, tuple[ast.expr, list[ast.expr]]] = {}
    for test in tests:
        match test:
            case ast.BoolOp(ast.Or(), [guard, *rest]):
                guarded.setdefault(ast.unparse(guard), (guard, []))[1].append(_any_of(rest))
            case _:
                alone.append(test)
    yield from alone
    for guard, rests in guarded.values():
        yield ast.BoolOp(
            ast.Or(), [guard, *rests] if len(rests) == 1 else [guard, ast.BoolOp(ast.And(), rests)]
        )


def _any_of(tests: list[ast.expr]) -> ast.expr:
    return tests[0] if len(tests) == 1 else ast.BoolOp(ast.Or(), tests)
