"""Which rules have something to say of a body: asked one by one at first, and at once when bodies go on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from poolcontract.contract import Contract, Place
from poolcontract.fastpath.shape import Shape
from poolcontract.finding import ANY, Severity
from poolcontract.instance import pointer
from poolcontract.rules import Entry, catalogue

_FEW = 70_000
"""So many bytes are done sooner by asking each rule than by fusing the rules first."""

_HARMLESS = ("x", {"x": "x"}, ["x"], 1, True, None)
"""Values that hold nothing that any rule could mind: what it minds is then the name."""


class Rules:
    """The rules of a severity and above: by the schema they speak of, and those that speak of any.

    `marks` are the texts without which most of the latter are silent; `anywhere` are the others.
    """

    def __init__(self, lowest: Severity) -> None:
        chosen = [each for each in catalogue().values() if each.rule.schema and each.rule.severity >= lowest]
        self._marked = [each for each in chosen if each.marks is not None]
        self.marks = tuple(dict.fromkeys(mark for each in self._marked for mark in each.marks or ()))
        self.anywhere = tuple(each for each in chosen if each.rule.schema == ANY and each.marks is None)
        self.by_schema: dict[str, list[Entry]] = defaultdict(list)
        for each in chosen:
            if each.rule.schema and each.rule.schema != ANY:
                self.by_schema[each.rule.schema].append(each)

    def harmless(self, schema: Mapping[str, Any]) -> frozenset[str]:
        """The unlisted members that other editions document, but for those whose names a rule minds."""
        known = frozenset(schema.get("x-known-members", ()))
        probes = [dict.fromkeys(known, value) for value in _HARMLESS]
        minded = {
            place
            for each in self._marked
            for probe in probes
            if each.applies(probe, schema)
            for place, _ in each.check(probe, schema)
        }
        return frozenset(name for name in known if pointer(name) not in minded)


class Question:
    """Asks the rules about decoded values of one schema; `is_silent` is true only where none says anything.

    The rules about any schema that have `marks` are not among them.
    """

    def __init__(self, contract: Contract, rules: Rules, name: str, shape: Shape, expected: int = 0) -> None:
        self._contract, self._rules, self._name, self.shape = contract, rules, name, shape
        self._left = _FEW - expected
        self.is_silent: Callable[[Any], bool] = self._at_first

    def fuse(self) -> None:
        """Make one function of the rules that allow it; the others are asked as before, if there are any."""
        from poolcontract.fastpath.fusing import fused  # noqa: PLC0415  a few bodies need none of it

        at_once, left = fused(self.shape, self._rules.by_schema)
        others = {
            schema: [entry for entry in entries if entry.id in left]
            for schema, entries in self._rules.by_schema.items()
        }
        if left or self._rules.anywhere:
            self.is_silent = lambda value: at_once(value) and self.are_silent(value, others)
        else:
            self.is_silent = at_once

    def are_silent(self, value: Any, by_schema: Mapping[str, Sequence[Entry]]) -> bool:
        """Ask one rule after the other, as the judge does, about a decoded value."""
        written = msgspec.json.encode(value)
        self._left -= len(written)
        plain = msgspec.json.decode(written)
        places = self._contract.walk(plain, self._name)
        return all(self._is_silent_at(place, by_schema) for place in places)

    def _at_first(self, value: Any) -> bool:
        if self._left >= 0:
            return self.are_silent(value, self._rules.by_schema)
        if self.is_silent == self._at_first:  # not so where somebody asks several times in one go
            self.fuse()
        return self.is_silent(value)

    def _is_silent_at(self, place: Place, by_schema: Mapping[str, Sequence[Entry]]) -> bool:
        about_schema = by_schema.get(place.name or "", ())
        about_any = self._rules.anywhere if isinstance(place.value, dict) else ()
        return all(_is_silent(entry, place.value) for entry in about_schema) and not any(
            entry.applies(place.value, place.schema) and any(entry.check(place.value, place.schema))
            for entry in about_any
        )


def _is_silent(entry: Entry, value: Any) -> bool:
    if entry.silent is not None:
        return entry.silent(value)
    return not entry.applies(value) or not any(entry.check(value))
