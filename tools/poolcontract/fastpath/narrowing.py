"""Types that have no members but those that bodies really have: what never comes then costs nothing.

A schema lists many members, and traffic has few of them. Some bodies are watched; for those that follow
there is a narrower type, which refuses what was never seen and leaves it to the wide one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from poolcontract.contract import Contract
from poolcontract.fastpath.shapes import Shape, Shapes

_WORTH = 5_000_000
"""So many bytes are told sooner with the wide type than the narrow one is made."""

_ENOUGH = 64
"""Bodies that are looked at before the narrow type is made."""

_KINDS = {"array": list, "map": dict}


class Watch:
    """Sees which members the bodies of the wide type have; so many bytes of them are `expected`."""

    def __init__(self, expected: int = 0) -> None:
        self.seen: dict[str, set[str]] = defaultdict(set)
        self._left = _WORTH - expected
        self._bodies = 0

    def is_over(self, shape: Shape, values: Sequence[Any], size: int) -> bool:
        """Look at some bodies of so many bytes; true once the narrow type is worth its while."""
        self._left -= size
        if self._left < 0:
            self._bodies += len(values)
            for value in values:
                self._look(shape, value)
        return self._bodies >= _ENOUGH

    def _look(self, shape: Shape, value: Any) -> None:
        if shape.members:
            seen = self.seen[shape.name or ""]
            for name, (attribute, inner) in shape.members.items():
                part = getattr(value, attribute)
                if part is not inner.absent:
                    seen.add(name)
                    self._look(inner, part)
        elif shape.inner and not shape.inner.is_plain:
            for each in value.values() if shape.kind == "map" else value:
                self._look(shape.inner, each)
        else:
            for form in shape.forms:
                if type(value) is _KINDS.get(form.kind, form.type):
                    self._look(form, value)


class NarrowShapes(Shapes):
    """The shapes of a contract whose objects have those members that were `seen`, by the schema's name."""

    def __init__(
        self,
        contract: Contract,
        harmless: Callable[[Mapping[str, Any]], frozenset[str]],
        seen: Mapping[str, set[str]],
    ) -> None:
        super().__init__(contract, harmless)
        self._seen = seen
        self._name = ""

    def of(self, name: str) -> Shape:
        """The shape of a named schema; raises `Untold` where there is none."""
        outer, self._name = self._name, name
        try:
            return super().of(name)
        finally:
            self._name = outer

    def _is_wanted(self, name: str) -> bool:
        return name in self._seen.get(self._name, ())
