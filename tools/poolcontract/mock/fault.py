"""What a fault is: one way of being wrong, and the rule that must find it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from poolcontract.exchange import Exchange, Request, Response
from poolcontract.finding import Source
from poolcontract.mock.service import Service

Meant = Callable[[Request, Service], str | None]
Changed = Callable[[Exchange, Service], Response | None]
After = Callable[[Exchange, Service], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way of being wrong, found by `rule`.

    `meant` gives the living pool that a strange name is taken for, or None; `changed` gives another answer,
    or None where it leaves the answer alone; `after` does to the pools what the call did not ask for.
    """

    id: str
    title: str
    rule: str
    source: Source | None = None
    meant: Meant | None = field(default=None, repr=False)
    changed: Changed | None = field(default=None, repr=False)
    after: After | None = field(default=None, repr=False)


@dataclass(slots=True)
class Switch:
    """A fault that is on: in every call, or in the last of each `every` calls."""

    fault: Fault
    every: int = 1
    _calls: int = field(default=0, init=False)

    def strikes(self) -> bool:
        """Count a call; true when it is this one's turn."""
        self._calls += 1
        return self._calls % self.every == 0
