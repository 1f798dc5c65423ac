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

    `pool` says whose name the request carries: a `living` pool, the `same` as the step before, the `first` of
    the scenario, or an `absent` one. `segment` respells that name, byte for byte as it goes into the path.
    `refusal` is the reason for which the request deserves to be refused (see `exchange.Circumstances`), None
    when it should be served. `expects` are the statuses that a faithful service may give. The request is sent
    `times` times, at the same moment; with `after_grace` only once the deletion of the pool must be over.
    """

    expects: tuple[int, ...]
    method: str = "DELETE"
    pool: Literal["living", "same", "first", "absent"] = "living"
    segment: Callable[[str], str] | None = None
    project: Literal["own", "other"] = "own"
    credentials: Credentials = "valid"
    headers: Headers = ()
    body: bytes = b""
    refusal: str | None = None
    times: int = 1
    after_grace: bool = False

    @property
    def names_another(self) -> bool:
        """True where the request does not name the pool that its name is taken from."""
        return self.segment is not None or self.project == "other"

    @property
    def is_proof(self) -> bool:
        """True where the request shows by its success that the pool of the step before is still there."""
        return self.pool == "same" and self.refusal is None and self.expects == (200,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A named list of steps; `proves` says in one sentence what a pass shows.

    `source` says where the expectation comes from: a table and row of the page, a decision of
    `contract_tests/decisions.json`, or a document of others.
    """

    id: str
    proves: str
    source: str = ""
    steps: tuple[Step, ...]

    @property
    def living_needed(self) -> int:
        """How many living pools the scenario takes."""
        return sum(step.pool == "living" for step in self.steps)
