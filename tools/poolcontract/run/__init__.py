"""A run against one target: it sends, has every answer judged, and records what report.json tells.

The scenarios, generated requests and state machines that use it decide nothing: the judge does.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote

from poolcontract.atonce import at_once
from poolcontract.claims import NotSent, Undecided, Violation, require_passed
from poolcontract.evidence import told
from poolcontract.exchange import Circumstances, Exchange, PoolState, Request
from poolcontract.record import Result
from poolcontract.run.sending import STOPPED, Decide, Sending, not_sent, require_testable
from poolcontract.scenario import Scenario, Step
from poolcontract.supply import NEEDS_POOL, Supply
from poolcontract.target import Ledger
from poolcontract.verdict import Verdict

__all__ = ["Decide", "NotSent", "Result", "Run", "Undecided", "Violation", "require_testable"]

NEEDS_NAME = "needs-name"
NEEDS_TOKEN = "needs-token"  # noqa: S105  a reason code
SHARED_PROOF = "shared-proof"
LOOKING = Scenario(
    id="come-back",
    proves="whether a pool that was deleted lives again once it was answered with 404",
    source="Status Codes, 404",
    steps=(Step(pool="same", after_grace=True, expects=(404, 200)),),
)
"""What is sent for a spent pool where no other is left: servers for tests bring them back, some of them."""

_FEW, _LATEST = 10, 2
"""Where fewer living pools are left, the latest that were spent are asked for after each that spends one."""

_SUCCESS = 2
"""First digit of a status."""


@dataclass(kw_only=True)
class Run(Sending):
    """What is sent about one `ledger` of pools; for `deletion_grace` seconds a deletion may go on."""

    ledger: Ledger
    deletion_grace: float = 0.0

    def __post_init__(self) -> None:
        super().__post_init__()
        self.record.with_pools = self.ledger.can_give(1)
        self._deletions: dict[str, float] = {}
        self._supply = Supply(ledger=self.ledger, delete=self._look_again)

    @property
    def is_planning(self) -> bool:
        """True where nothing is sent, but written down to be sent to a service that must not be harmed."""
        return False

    @property
    def has_pools(self) -> bool:
        """True while there is a living pool to be spent; spent ones are looked at, and fresh ones made."""
        return self.provide(1)

    def provide(self, count: int) -> bool:
        """See that so many living pools are at hand; False where they cannot be had."""
        there = self.record.stopped is None and self._supply.provide(count)
        self.record.no_fresh_pool = self._supply.trouble
        return there

    def play(self, scenario: Scenario, *, is_sparing: bool = False) -> Iterator[Result]:
        """Send a scenario's steps one by one; raises `NotSent` before the first when something is lacking.

        A sparing one spends no pool to prove that a refused call left it there, while pools are scarce: who
        plays it so sees to it that a later one does.
        """
        lacking = self._lacking(scenario)
        if self.record.stopped:
            for _ in scenario.steps:
                self.record.add(scenario.id, not_sent(STOPPED))
            raise NotSent(self.record.stopped)
        if lacking:
            self.record.add(scenario.id, not_sent(lacking))
            raise NotSent(lacking)
        name = first = ""
        for step in scenario.steps:
            name = {"same": name, "first": first}.get(step.pool) or self.take(step)
            first = first or name
            if is_sparing and step.is_proof and self.ledger.state(name) == "living" and self._is_scarce():
                yield self.record.add(scenario.id, not_sent(SHARED_PROOF))
                return
            if step.after_grace:
                self.wait_for_grace(name)
            if step.times > 1:
                yield from self.perform_at_once(step, name, scenario.id)
            else:
                yield self.perform(step, name, scenario.id)
        if scenario.living_needed and self.ledger.is_scarce and not self.ledger.has(_FEW):
            yield from map(self._look_again, self.ledger.gone_for_good()[-_LATEST:])

    def require(self, results: Iterable[Result]) -> None:
        """Raise `Violation`, `Undecided` or `NotSent` when a result is no pass, after all were played."""
        require_passed(results, self.mask, lambda result: told(self.record, result))

    def may_perform(self, step: Step) -> bool:
        """False for a call without good credentials where the run has none to compare it with."""
        return step.credentials == "valid" or self.has_credentials

    def take(self, step: Step) -> str:
        """A pool's name as a step asks for it; raises `NotSent`."""
        if step.pool == "absent":
            return self.ledger.absent_name()
        harmless = step.refusal is not None or step.segment is not None
        self.provide(1)
        name = self._bait(step) if harmless else self.ledger.living()
        if name is None:
            raise NotSent(NEEDS_POOL)
        return name

    def perform(self, step: Step, name: str, scenario: str) -> Result:
        """Send one step for a pool's name and record what came of it."""
        known = Circumstances(pool=self._state_for(step, name), refusal=step.refusal)
        result = self.send(self.request_for(step, name), known, scenario)
        self._note(step, name, result)
        return result

    def perform_at_once(self, step: Step, name: str, scenario: str) -> Iterator[Result]:
        """Send one step as often as it says, all at the same moment, each by a connection of its own.

        Nobody knows which of them is served first: the answers are judged in the order that speaks best for
        them.
        """
        assert self.caution is None, "a real service is never sent two requests at once"
        if self.record.stopped:
            yield self.perform(step, name, scenario)
            return
        request = self.request_for(step, name)
        known = Circumstances(pool=self._state_for(step, name), refusal=step.refusal)
        attempts = at_once(lambda: self.attempt(request, known), step.times)
        for attempt in sorted(attempts, key=self._speaks_for_being_first, reverse=True):
            if isinstance(attempt, Exchange):
                known = replace(known, pool=self._state_for(step, name))
                result = self.judged(replace(attempt, known=known), scenario)
            else:
                result = self.record.add(scenario, Result(None, (), attempt))
            self._note(step, name, result)
            yield result

    def _speaks_for_being_first(self, attempt: Exchange | Verdict) -> tuple[bool, bool, int]:
        """Whether a deletion succeeded, or may have, and how bad its answer would be as a later one's."""
        if not isinstance(attempt, Exchange):
            return False, False, 0
        later = replace(attempt.known, pool="deleting" if self.deletion_grace else "deleted")
        found = self.judge.check_exchange(replace(attempt, known=later), self.operation)
        is_lost = attempt.response is None
        return _is_success(attempt), is_lost, max((each.severity for each in found), default=0)

    def request_for(self, step: Step, name: str) -> Request:
        """The request of a step for a pool's name, with its credentials."""
        segment = quote(name, safe="") if step.segment is None else step.segment(name)
        target = self.target_of(segment, step.project)
        request = Request(method=step.method, target=target, headers=step.headers, body=step.body)
        return self.with_credentials(request, step.credentials)

    def wait_for_grace(self, name: str) -> None:
        """Wait until a pool that was deleted has no right to be there any more."""
        if name in self._deletions:
            time.sleep(max(0.0, self._deletions[name] + self.deletion_grace - time.monotonic()))

    def _state_for(self, step: Step, name: str) -> PoolState:
        """What is known of the pool that a step's request names."""
        if step.names_another:
            return "absent"
        state = self.ledger.state(name)
        over = self._deletions.get(name, 0.0) + self.deletion_grace
        return "deleting" if state == "deleted" and time.monotonic() < over else state

    def _note(self, step: Step, name: str, result: Result) -> None:
        """Keep in the ledger what an answer to a deletion says of the pool it named."""
        exchange = result.exchange
        if exchange is None or step.names_another or step.method != self.operation.method:
            return
        if _is_success(exchange) and self.ledger.state(name) != "deleted":
            self._deletions[name] = time.monotonic()
        status = exchange.response.status if exchange.response else None
        self.ledger.note(name, status, refusal=exchange.known.refusal)

    def _is_scarce(self) -> bool:
        """True where pools come to an end; a spent one is asked for once, since its like may come back."""
        if self.ledger.comes_back is None:
            self._supply.look()
        return self.ledger.is_scarce

    def _look_again(self, name: str) -> Result:
        """Ask for a spent pool once more, when it has no right to be there any more."""
        self.wait_for_grace(name)
        return self.perform(LOOKING.steps[0], name, LOOKING.id)

    def _lacking(self, scenario: Scenario) -> str | None:
        """What the run has not that a scenario needs, as a reason code."""
        if not all(self.may_perform(step) for step in scenario.steps):
            return NEEDS_TOKEN
        if not self.provide(scenario.living_needed):
            return self._supply.lack()
        spelled = (step for step in scenario.steps if step.segment is not None)
        return None if all(map(self._bait, spelled)) else NEEDS_NAME

    def _bait(self, step: Step) -> str | None:
        """A living pool that a step must not harm: as the step spells its name it is no name of a pool."""

        def suits(name: str) -> bool:
            return step.segment is None or not self.ledger.knows(unquote(step.segment(name)))

        return self.ledger.peek(suits)


def _is_success(attempt: Exchange | Verdict) -> bool:
    if not isinstance(attempt, Exchange) or attempt.response is None:
        return False
    return attempt.response.status // 100 == _SUCCESS
