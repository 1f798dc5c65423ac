"""Conforming instances of a schema, grown member by member until no rule has anything to say against them.

A body begins as an example that a rule calls good and takes on one member after another, with values from
the schemas' lists and examples and from the body itself; a member that breaks a rule is left out. What comes
is seeded, and a value that was used less comes before one that was used more, so that a few dozen bodies
show every value of every list and meet the guard of every rule.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from poolcontract.contract import Contract
from poolcontract.finding import Severity
from poolcontract.instance import ABSENT, resolve
from poolcontract.judge import Judge
from poolcontract.rules import catalogue
from poolcontract.sample.slots import Slot, can_hold, renamed, scalars_in, slots, with_value

_PASSES = 3
_VAIN_TRIES = 6
"""So often in a row company is looked for at a place; where none ever helps, looking costs most of all."""

DENSITIES = (1.0, 0.0, 0.85, 0.3, 0.6)
"""The share of members that the bodies of a series have, in turn."""


class Sampler:
    """Grows instances by one contract; two with the same seed grow the same ones in the same order."""

    def __init__(self, contract: Contract, seed: int = 1) -> None:
        self.contract = contract
        self._judge = Judge(contract)
        self._random = random.Random(seed)  # noqa: S311  bodies of a test, no secrets
        self._used: Counter[tuple[str, str]] = Counter()
        self._turns: Counter[str] = Counter()
        self._vain: Counter[str] = Counter()
        self._slots = {name: tuple(slots(contract, name)) for name in contract.bodies}
        self._beginnings = {name: self._good_bodies(name) for name in contract.bodies}

    def grow(self, name: str, fixed: Mapping[str, Any] | None = None, density: float | None = None) -> Any:
        """One conforming instance of a body's schema.

        `fixed` gives values by JSON Pointer that the instance must hold. `density` is the share of the other
        members that it takes on: 1.0 as many as the rules let it, 0.0 none beyond its beginning; without it
        the instances of a series differ.
        """
        turn = self._turns[name]
        self._turns[name] += 1
        share = DENSITIES[turn % len(DENSITIES)] if density is None else density
        body = self._beginnings[name][turn % len(self._beginnings[name])]
        for place, value in (fixed or {}).items():
            body = renamed(body, place, value)
        chosen = [slot for slot in self._slots[name] if self._random.random() < share]
        self._random.shuffle(chosen)
        waiting = sorted(chosen, key=lambda slot: slot.is_open)  # what a list decides comes first
        for attempt in range(_PASSES):
            postponed = []
            for slot in waiting:
                grown = self._filled(body, slot, name, attempt)
                if grown is None:
                    postponed.append(slot)
                else:
                    body = grown
            waiting = postponed
        return body

    def _filled(self, body: Any, slot: Slot, name: str, attempt: int) -> Any:
        """The body with its least used value in a slot; None when it breaks a rule or has no room there.

        What a list decides is tried with company at first; open slots try a second value at last.
        """
        if resolve(body, slot.place) is not ABSENT:
            return body
        if not can_hold(body, slot.place):
            return None
        options = sorted(slot.options, key=lambda value: (self._uses(slot, value), self._random.random()))
        thorough = not slot.is_open or attempt == _PASSES - 1
        for value in (*options, *_alike(body, slot)) if thorough else options[:1]:
            grown = with_value(body, slot.place, value)
            if not self._is_silent(grown, name, slot.place):
                helped = not slot.is_open and attempt == 0 and self._vain[slot.place] < _VAIN_TRIES
                grown = self._accompanied(grown, name, slot.place) if helped else None
            if grown is not None:
                self._used[slot.place, repr(value)] += 1
                return grown
        return None

    def _accompanied(self, body: Any, name: str, place: str) -> Any:
        """The body with one more member, so that what a place brought breaks no rule; None if none helps."""
        for slot in self._slots[name]:
            if resolve(body, slot.place) is ABSENT and can_hold(body, slot.place):
                grown = with_value(body, slot.place, slot.options[0])
                if self._is_silent(grown, name, place) and self._is_silent(grown, name, slot.place):
                    self._vain[place] = 0
                    return grown
        self._vain[place] += 1
        return None

    def _uses(self, slot: Slot, value: Any) -> int:
        return self._used[slot.place, repr(value)]

    def _good_bodies(self, name: str) -> tuple[Any, ...]:
        """Nothing, and every good example of a rule that no other rule calls bad, each once, shuffled."""
        found: dict[str, Any] = {"{}": {}}
        for entry in catalogue().values():
            for body in entry.rule.good if entry.rule.schema else ():
                if self.contract.recognise(body) == name and self._is_silent(body, name):
                    found[json.dumps(body, sort_keys=True)] = body
        beginnings = list(found.values())
        self._random.shuffle(beginnings)
        return tuple(beginnings)

    def _is_silent(self, body: Any, name: str, place: str = "") -> bool:
        """True when no rule warns of a value that holds a place; the rest was silent before."""
        return self._judge.is_silent(body, name, Severity.WARNING, place)


def _alike(body: Any, slot: Slot) -> Iterator[Any]:
    """The values of an open slot's type that a body already holds: those in the same object first."""
    if slot.is_open:
        near = resolve(body, slot.place.rpartition("/")[0])
        held = dict.fromkeys((*scalars_in(near), *scalars_in(body)))
        yield from (value for value in held if type(value) is type(slot.options[0]))
