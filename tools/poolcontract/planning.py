"""Makes a plan of what the contract tests would send: as a run does, but nothing leaves.

A service that must not be harmed is asked for the operation alone, in the one project, by names as they are.
What deserves a refusal is tried on names that cannot exist, and no name is sent twice.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from poolcontract.caution import LONGEST_RUN
from poolcontract.contract import Contract
from poolcontract.exchange import Request
from poolcontract.record import Result
from poolcontract.run import Run
from poolcontract.scenario import Scenario, Step
from poolcontract.target import READINGS, Plan, Planned

_NOT_FOUND, _SUCCESS = 404, 2

OTHER_METHOD = "of another method"
OTHER_SPELLING = "of a name spelled otherwise"
OTHER_PROJECT = "of another project"
SECOND_REQUEST = "that name a pool twice"
NO_POOL = "that need one more pool"
NO_CREDENTIALS = "that need credentials to compare with"
SAME = "like another"
OVER_BUDGET = "over --max-requests"
OVER_TIME = f"over the {LONGEST_RUN / 60:.0f} minutes of a run (--rate)"


@dataclass(kw_only=True)
class Planner(Run):
    """A run that writes down instead of sending.

    `requests` is how many may be planned, those that read the list of pools included; `rate` is how many of
    them will be sent in a second.
    """

    requests: int
    rate: float = 1.0
    entries: list[Planned] = field(default_factory=list, init=False)
    left_out: Counter[str] = field(default_factory=Counter, init=False)

    @property
    def is_planning(self) -> bool:
        """True: see `Run`."""
        return True

    def play(self, scenario: Scenario, *, is_sparing: bool = False) -> Iterator[Result]:  # noqa: ARG002
        """Plan the steps that may be sent; there are no results, and no pool is spent by a proof."""
        reason = self._reason_to_leave_out(scenario)
        steps = scenario.steps
        if reason in (SECOND_REQUEST, NO_POOL) and _fits(steps[0]) is None:
            steps, reason = (_on_absent(steps[0]),), None
        if reason is None and self._is_planned(steps):
            reason = SAME
        reason = reason or self._over(len(self.entries) + len(steps) + READINGS)
        if reason is not None:
            self.left_out[reason] += 1
            return
        self.entries += [self._planned(step, scenario.id) for step in steps]
        yield from ()

    def plan(self, *, version: str, seed: int) -> Plan:
        """What was written down."""
        return Plan(
            made=datetime.now(UTC).replace(microsecond=0),
            version=version,
            contract=digest_of(self.contract),
            url=self.client.target.url,
            project_id=self.project_id,
            method=self.operation.method,
            path=self.operation.path,
            listing=self.target_of("{}", "own").partition("/{}")[0],
            rate=self.rate,
            seed=seed,
            entries=tuple(self.entries),
            left_out=dict(self.left_out),
        )

    def _over(self, requests: int) -> str | None:
        """Why so many requests are too many."""
        if requests > self.requests:
            return OVER_BUDGET
        return OVER_TIME if requests > LONGEST_RUN * self.rate else None

    def _reason_to_leave_out(self, scenario: Scenario) -> str | None:
        """Why a scenario cannot be sent as it is."""
        if not all(self.may_perform(step) for step in scenario.steps):
            return NO_CREDENTIALS
        reason = next((found for step in scenario.steps if (found := self._reason(step))), None)
        if reason is None and not self.ledger.can_give(scenario.living_needed):
            return NO_POOL
        return reason

    def _reason(self, step: Step) -> str | None:
        if step.method != self.operation.method:
            return OTHER_METHOD
        harmless = step.pool == "living" and step.refusal is not None
        return _fits(step) or (SECOND_REQUEST if step.pool in ("same", "first") or harmless else None)

    def _is_planned(self, steps: tuple[Step, ...]) -> bool:
        """True where every step is for an absent pool, and like one planned before but for the name."""
        planned = {_kind(each.request, each.credentials) for each in self.entries if each.state == "absent"}
        kinds = [_kind(self._request(step, ""), step.credentials) for step in steps if step.pool == "absent"]
        return len(kinds) == len(steps) and planned.issuperset(kinds)

    def _planned(self, step: Step, scenario: str) -> Planned:
        name = self.take(step)
        return Planned(
            scenario=scenario,
            request=self._request(step, name),
            pool=name,
            state="absent" if step.pool == "absent" else "living",
            credentials=step.credentials,
            refusal=step.refusal,
            expects=step.expects,
        )

    def _request(self, step: Step, name: str) -> Request:
        return Request(
            method=step.method, target=self.target_of(name, "own"), headers=step.headers, body=step.body
        )


def digest_of(contract: Contract) -> str:
    """SHA-256 of a contract, so that a plan can tell whether it was made for it."""
    told: Any = [dict(contract.document), {name: contract.schemas[name] for name in sorted(contract.schemas)}]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def _fits(step: Step) -> str | None:
    """Why a step cannot be sent whatever pool it is for."""
    if step.segment is not None:
        return OTHER_SPELLING
    return OTHER_PROJECT if step.project != "own" else None


def _on_absent(step: Step) -> Step:
    """A step for a name that cannot exist: it is not found, unless it is refused before anybody looks."""
    refused = tuple(status for status in step.expects if status // 100 != _SUCCESS)
    return replace(step, pool="absent", expects=tuple(dict.fromkeys((_NOT_FOUND, *refused))))


def _kind(request: Request, credentials: str) -> tuple[object, ...]:
    headers = sorted((name.lower(), value) for name, value in request.headers)
    return request.method, tuple(headers), request.body, credentials
