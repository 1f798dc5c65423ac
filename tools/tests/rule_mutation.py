"""Mutants of the rules: the source of a rule's module with one thing wrong, made from its syntax tree.

Mutated is what decides: comparisons, guards, pointers, bounds, choices. The declaration (`RULE` and the
functions that build its examples) and the wording of messages are left alone.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
MOVED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}


class Site(NamedTuple):
    """Where an expression hangs: its parent, the parent's field, the index in it when that is a list."""

    parent: ast.AST
    field: str
    index: int | None
    function: str

    def put(self, node: ast.AST) -> None:
        """Hang another expression there."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


@dataclass(frozen=True)
class RuleMutant:
    """A named mutant of a module, compiled."""

    name: str
    operator: str
    code: CodeType = field(repr=False)


Wrong = Iterator[tuple[str, ast.AST]]
"""What was done, and the expression as it then reads."""


def rule_mutants(file: Path) -> Iterator[RuleMutant]:
    """Every operator at every place of a module; the tree is changed, compiled and put right again."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names: Counter[str] = Counter()
    for function, part in _parts(tree):
        for site, node in list(_expressions(part, function)):
            for operator, change in OPERATORS.items():
                for what, wrong in change(node, site):
                    name = f"{file.stem}.{function}: {operator}: {what}"
                    names[name] += 1
                    number = f" ({names[name]})" if names[name] > 1 else ""
                    site.put(wrong)
                    code = compile(ast.fix_missing_locations(tree), str(file), "exec", dont_inherit=True)
                    site.put(node)
                    yield RuleMutant(name + number, operator, code)


def _parts(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """What is mutated, with its name: the functions and the constants of a module."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.endswith("_pool"):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from ((each.name, each) for each in node.body if isinstance(each, ast.FunctionDef))
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) != "RULE":
            yield ast.unparse(node.targets[0]), node


def _expressions(node: ast.AST, function: str) -> Iterator[tuple[Site, ast.AST]]:
    """Every expression under a node with its site; what is only said (annotations, f-strings) is left out."""
    for name, value in ast.iter_fields(node):
        if isinstance(node, ast.FunctionDef) and name != "body":
            continue
        for index, each in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(each, ast.AST) and not isinstance(each, ast.JoinedStr) and not _is_docstring(each):
                yield Site(node, name, index, function), each
                yield from _expressions(each, function)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _source(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())


Change = Callable[[Any, Site], Wrong]


def _compared(table: dict[type[ast.cmpop], type[ast.cmpop]]) -> Change:
    def change(node: Any, _: Site) -> Wrong:
        for index, operator in enumerate(node.ops if isinstance(node, ast.Compare) else ()):
            if type(operator) in table:
                wrong = copy.copy(node)
                wrong.ops = [*node.ops]
                wrong.ops[index] = table[type(operator)]()
                yield f"{_source(node)} -> {_source(wrong)}", wrong

    return change


def _without_operand(node: Any, _: Site) -> Wrong:
    for index, operand in enumerate(node.values if isinstance(node, ast.BoolOp) else ()):
        rest = [value for at, value in enumerate(node.values) if at != index]
        yield _source(operand), rest[0] if len(rest) == 1 else ast.BoolOp(op=node.op, values=rest)


def _unguarded(node: Any, site: Site) -> Wrong:
    """The test of an `if` of any kind, and what `applies` returns: always true."""
    is_test = site.field == "test" and isinstance(site.parent, ast.If | ast.IfExp)
    is_filter = site.field == "ifs"
    is_answer = isinstance(site.parent, ast.Return) and site.function == "applies"
    if (is_test or is_filter or is_answer) and not isinstance(node, ast.Constant):
        yield _source(node), ast.Constant(value=True)


def _unnegated(node: Any, _: Site) -> Wrong:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield _source(node), node.operand


def _shifted(node: Any, site: Site) -> Wrong:
    """What is yielded as the pointer, and each text that makes one."""
    if isinstance(site.parent, ast.Yield) and isinstance(node, ast.Tuple):
        place, *rest = node.elts
        longer = ast.BinOp(place, ast.Add(), ast.Constant("/shifted"))
        yield _source(place), ast.Tuple(elts=[longer, *rest], ctx=ast.Load())
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        is_token = isinstance(site.parent, ast.Call) and ast.unparse(site.parent.func) == "pointer"
        if is_token or (node.value.startswith("/") and site.index is None):
            yield _source(node), ast.Constant(node.value + "x")


def _off_by_one(node: Any, _: Site) -> Wrong:
    if isinstance(node, ast.Constant) and type(node.value) is int:
        for other in (node.value + 1, node.value - 1):
            yield f"{node.value} -> {other}", ast.Constant(other)


def _one_fewer(node: Any, site: Site) -> Wrong:
    """A set, or a tuple with a name, without one of its constants."""
    is_named = isinstance(site.parent, ast.Assign) and isinstance(site.parent.targets[0], ast.Name)
    is_choice = isinstance(node, ast.Set) or (isinstance(node, ast.Tuple) and is_named)
    elements = node.elts if is_choice else []
    if all(isinstance(each, ast.Constant) for each in elements):
        for index, each in enumerate(elements):
            wrong = copy.copy(node)
            wrong.elts = [other for at, other in enumerate(elements) if at != index]
            yield _source(each), wrong


OPERATORS: dict[str, Change] = {
    "comparison flipped": _compared(FLIPPED),
    "boundary moved": _compared(MOVED),
    "operand dropped": _without_operand,
    "guard dropped": _unguarded,
    "negation dropped": _unnegated,
    "pointer shifted": _shifted,
    "constant moved": _off_by_one,
    "choice dropped": _one_fewer,
}
