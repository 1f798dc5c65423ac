"""Scenarios as data: the steps of a test against a target, all known before anything is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from poolcontract.exchange import Headers

Credentials = Literal["valid", "none", "empty", "wrong"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request and what it deserves.

    `pool` says whose name the request carries: a `living` pool, the `same` as the step before, or an `absent`
    one. `segment` respells that name, byte for byte as it goes into the path. `refusal` is the reason for
    which the request deserves to be refused (see `exchange.Circumstances`), None when it should be served.
    `expects` are the statuses that a faithful service may give.
    """

    expects: tuple[int, ...]
    method: str = "DELETE"
    pool: Literal["living", "same", "absent"] = "living"
    segment: Callable[[str], str] | None = None
    project: Literal["own", "other"] = "own"
    credentials: Credentials = "valid"
    headers: Headers = ()
    body: bytes = b""
    refusal: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A named list of steps; `proves` says in one sentence what a pass shows."""

    id: str
    proves: str
    steps: tuple[Step, ...]

    @property
    def living_needed(self) -> int:
        """How many living pools the scenario takes."""
        return sum(step.pool == "living" for step in self.steps)
