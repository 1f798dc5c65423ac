"""What a fault is: one way of being wrong, and how a run tells it from outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from poolcontract.exchange import Exchange, Request, Response
from poolcontract.finding import Source
from poolcontract.mock.service import Service
from poolcontract.mock.wire import Wire

Meant = Callable[[Request, Service], str | None]
Changed = Callable[[Exchange, Service], Response | None]
After = Callable[[Exchange, Service], None]
Written = Callable[[Response], Wire]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way of being wrong, told from outside in one of three ways.

    `rule` is the id of the finding about it; `undecided` the reason for which requests get no verdict;
    `unseen` says in a sentence why nobody can or need tell.

    `meant` gives the living pool that a strange name is taken for, or None; `changed` gives another answer,
    or None where it leaves the answer alone; `after` does to the pools what the call did not ask for;
    `written` gives the bytes of the answer, whose body is not that of a HEAD; `delay` is the time before any
    answer, in seconds.
    """

    id: str
    title: str
    rule: str | None = None
    undecided: str | None = None
    unseen: str | None = None
    source: Source | None = None
    meant: Meant | None = field(default=None, repr=False)
    changed: Changed | None = field(default=None, repr=False)
    after: After | None = field(default=None, repr=False)
    written: Written | None = field(default=None, repr=False)
    delay: float = 0.0

    def __str__(self) -> str:
        """One line for a list: what it does, and what comes of it."""
        cited = f"{self.source}; " if self.source else ""
        return f"{self.id}  {self.title} ({cited}{self._told()})"

    def _told(self) -> str:
        if self.rule:
            return f"found by {self.rule}"
        return f"requests stay undecided: {self.undecided}" if self.undecided else f"not told: {self.unseen}"


@dataclass(slots=True)
class Switch:
    """A fault that is on: in every call, or in the last of each `every` calls, from whatever thread."""

    fault: Fault
    every: int = 1
    _calls: int = field(default=0, init=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def strikes(self) -> bool:
        """Count a call; true when it is this one's turn."""
        with self._lock:
            self._calls += 1
            return self._calls % self.every == 0

    def reset(self) -> None:
        """Count from the beginning."""
        with self._lock:
            self._calls = 0
