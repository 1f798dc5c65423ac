"""Expressions in the code that is written for decoded objects, with what is known of their values."""

from __future__ import annotations

import ast
from typing import Any, NamedTuple

from poolcontract.fastpath.shape import Shape


class Untranslatable(Exception):  # noqa: N818  not an error: the rule is asked in the ordinary way
    """An expression of which nobody knows what it is for decoded objects."""


class Typed(NamedTuple):
    """An expression, with the shape of its values where that is known; ABSENT may always be one of them."""

    code: ast.expr
    shape: Shape | None = None

    @property
    def plain(self) -> ast.expr:
        """The expression, where its values are the same for every reader."""
        if self.shape is not None and not self.shape.is_plain:
            raise Untranslatable(ast.unparse(self.code))
        return self.code


class Names:
    """The names that written code uses, and what they stand for."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self._by_identity: dict[int, str] = {}
        self._variables = 0

    def fresh(self) -> str:
        """A variable that is not used yet."""
        self._variables += 1
        return f"v{self._variables}"

    def of(self, value: Any) -> ast.expr:
        """An expression for a value that is there already."""
        if value is None or type(value) in (str, int, bool):
            return ast.Constant(value)
        name = self._by_identity.setdefault(id(value), f"g{len(self.values)}")
        self.values[name] = value
        return ast.Name(name, ast.Load())
