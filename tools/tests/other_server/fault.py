"""The list of faults, and the ways in which many of them are made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .messages import Answer
from .service import Service

FAULTS: dict[str, type] = {}
GONE = object()
"""Stands for a member that is taken away."""

Change = Callable[[dict[str, Any]], Any]


def fault(name: str) -> Callable[[type], type]:
    """Register a class as a fault."""

    def registered(kind: type) -> type:
        assert name not in FAULTS
        FAULTS[name] = kind
        return kind

    return registered


def of_deletions(name: str, change: Callable[[Answer], object]) -> None:
    """Register a fault that changes the answer to a deletion, headers, status and all."""

    class Changed(Service):
        def deleted(self, pool: Any) -> Answer:
            answer = super().deleted(pool)
            change(answer)
            return answer

    fault(name)(Changed)


def of_missing(name: str, change: Callable[[Answer], object]) -> None:
    """Register a fault that changes the 404."""

    class Changed(Service):
        def missing(self, name: str) -> Answer:
            answer = super().missing(name)
            change(answer)
            return answer

    fault(name)(Changed)


def of_bodies(name: str, change: Change) -> None:
    """Register a fault that changes the pool in the answer to a deletion."""

    class Changed(Service):
        def seen(self, value: dict[str, Any]) -> Any:
            return change(super().seen(value))

    fault(name)(Changed)


def put(pointer: str, value: Any, *, of: str | None = None) -> Change:
    """A change that puts a value where the pointer's parent is there; `of` limits it to a type of pool.

    A slash within a key is written as `~1`.
    """

    def changed(pool: dict[str, Any]) -> dict[str, Any]:
        if of is not None and pool.get("spec", {}).get("type") != of:
            return pool
        place, last = _place(pool, pointer)
        if isinstance(place, list) and int(last) < len(place):
            place[int(last)] = value
        elif isinstance(place, dict) and value is GONE:
            place.pop(last, None)
        elif isinstance(place, dict):
            place[last] = value
        return pool

    return changed


def put_over(pointer: str, value: Any) -> Change:
    """A change as `put` makes it, only where there is a value already."""

    def changed(pool: dict[str, Any]) -> dict[str, Any]:
        place, last = _place(pool, pointer)
        is_there = isinstance(place, list) or (isinstance(place, dict) and last in place)
        return put(pointer, value)(pool) if is_there else pool

    return changed


def _place(pool: dict[str, Any], pointer: str) -> tuple[Any, str]:
    """The value that a pointer leads into, None where there is none, and the last part of the pointer."""
    *way, last = (part.replace("~1", "/") for part in pointer.split("/")[1:])
    place: Any = pool
    for part in way:
        if isinstance(place, list):
            place = place[int(part)] if int(part) < len(place) else None
        else:
            place = place.get(part) if isinstance(place, dict) else None
    return place, last
