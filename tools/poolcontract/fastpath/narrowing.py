"""Types that have no members but those that bodies really have: what never comes then costs nothing.

A schema lists many members, and traffic has few of them. The first bodies are watched; for those that follow
there is a narrower type, which refuses what was never seen and leaves it to the wide one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from poolcontract.contract import Contract
from poolcontract.fastpath.shape import Shape
from poolcontract.fastpath.shapes import Shapes

_WORTH = 5_000_000
"""So many bytes are told sooner with the wide type than the narrow one is made."""

_TIRED = 64
"""So many times the narrow type may refuse bodies; of what comes then it would never take all."""


class Watch:
    """Sees which members the bodies have that nothing narrow takes; so many bytes of bodies are `expected`.

    `seen` are the members by the name of the schema whose objects had them, `bodies` the names of whole ones.
    """

    def __init__(self, contract: Contract, expected: int = 0) -> None:
        self.seen: dict[str, set[str]] = defaultdict(set)
        self.bodies: set[str] = set()
        self._contract = contract
        self._left = _WORTH - expected
        self._times = 0

    def is_over(self, texts: Iterable[bytes], size: int) -> bool:
        """Look at texts of so many bytes; true when it is time for a narrow type of what was seen so far."""
        self._left -= size
        if self._left >= 0 or self._times > _TIRED:
            return False
        self._times += 1
        if self._times.bit_count() > 1:  # ever more seldom
            return False
        before = self._size
        return all(map(self._look, texts)) and self._size > before

    @property
    def _size(self) -> int:
        return sum(map(len, self.seen.values()))

    def _look(self, text: bytes) -> bool:
        """Remember what a body has; false where it is nobody's."""
        try:
            value = msgspec.json.decode(text)
        except (ValueError, RecursionError):
            return False
        name = self._contract.recognise(value)
        if name is None:
            return False
        self.bodies.add(name)
        for place in self._contract.walk(value, name):
            if place.name and isinstance(place.value, dict):
                self.seen[place.name].update(place.value)
        return True


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

    def _leaf(self, schema: Mapping[str, Any], asked: set[str]) -> Shape:
        """The shape of a text, a truth value or a number; traffic has none below zero, and rules may ask."""
        if asked == {"type"} and schema["type"] == "integer":
            return super()._leaf({**schema, "minimum": 0}, {"type", "minimum"})
        return super()._leaf(schema, asked)
