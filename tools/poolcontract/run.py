"""A run against one target: it sends, has every answer judged, and records what report.json tells.

The scenarios, generated requests and state machines that use it decide nothing: the judge does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from secrets import token_hex
from typing import Any, Literal
from urllib.parse import quote, unquote

from poolcontract.atonce import at_once
from poolcontract.breaker import Breaker
from poolcontract.calls import target_in, with_token
from poolcontract.caution import Caution
from poolcontract.claims import NotSent, Undecided, Violation, require_passed
from poolcontract.contract import Contract
from poolcontract.deviations import Deviation, apply
from poolcontract.errors import AuditLogError, BudgetSpentError, ContractError, TargetError
from poolcontract.evidence import told
from poolcontract.exchange import Circumstances, Exchange, Headers, PoolState, Request, header
from poolcontract.finding import Severity
from poolcontract.framing import findings_of
from poolcontract.instance import pointer
from poolcontract.interruption import interrupts_held
from poolcontract.judge import Judge
from poolcontract.masking import Mask
from poolcontract.operations import Operation
from poolcontract.record import Record, Result
from poolcontract.scenario import Credentials, Scenario, Step
from poolcontract.statuses import Meanings, as_meant, undecided_by
from poolcontract.supply import NEEDS_POOL, Supply
from poolcontract.target import Client, Ledger, Planned
from poolcontract.verdict import Verdict, verdict

__all__ = ["NotSent", "Result", "Run", "Undecided", "Violation", "require_testable"]

NEEDS_NAME = "needs-name"
NEEDS_TOKEN = "needs-token"  # noqa: S105  a reason code
BUDGET = "budget"
STOPPED = "stopped"
GUARD = "guard"
AUDIT_LOG = "audit-log"
INTERRUPTED = "interrupted"
SHARED_PROOF = "shared-proof"
LOOKING = Scenario(
    id="come-back",
    proves="whether a pool that was deleted lives again once it was answered with 404",
    source="Status Codes, 404",
    steps=(Step(pool="same", after_grace=True, expects=(404, 200)),),
)
"""What is sent for a spent pool where no other is left: servers for tests bring them back, some of them."""

_SUCCESS = 2
"""First digit of a status."""

Decide = Callable[[Exchange], tuple[Verdict, str | None]]
"""What the answer to a call beside the operation means, and why nothing more may be sent, if so."""


@dataclass(kw_only=True)
class Run:
    """One operation (the contract's first), one client, one ledger of pools; `record` grows in order.

    An empty `token` means that there is none; `signer` gives the headers of a request that is signed instead,
    with the `secrets` that nobody may read. `statuses` are the meanings that a person gave to some; for
    `deletion_grace` seconds a deletion may go on. With `caution` the run sends what a plan holds, as to a
    real service. Raises `ContractError` for an operation without a project and a name in its path.
    """

    contract: Contract
    client: Client
    ledger: Ledger
    project_id: str
    token: str = field(repr=False)
    deviations: tuple[Deviation, ...] = ()
    fail_on: Severity = Severity.ERROR
    statuses: Meanings = field(default_factory=dict)
    deletion_grace: float = 0.0
    caution: Caution | None = None
    signer: Callable[[Request], Headers] | None = None
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        require_testable(self.contract)
        undecided = undecided_by(self.statuses)
        self.operation: Operation = replace(self.contract.operations[0], undecided=undecided)
        self._deletions: dict[str, float] = {}
        self._supply = Supply(ledger=self.ledger, delete=self._look_again)
        known = (self.token, *self.secrets)
        self.mask = Mask([*known, *(pointer(each)[1:] for each in known)])  # as they stand in a pointer, too
        self.judge = Judge(self.contract, mask=self.mask)
        self.record = Record(
            contract=self.contract,
            mask=self.mask,
            fail_on=self.fail_on,
            with_pools=self.ledger.can_give(1),
            url=self.client.target.url,
            unrepeatable=self._unrepeatable(),
        )
        self._breaker = Breaker(
            url=self.client.target.url, timeout=self.client.timeout, with_token=self.has_credentials
        )

    @property
    def has_credentials(self) -> bool:
        """True for a run that can make a call which deserves to be served."""
        return bool(self.token) or self.signer is not None

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
                self.record.add(scenario.id, _not_sent(STOPPED))
            raise NotSent(self.record.stopped)
        if lacking:
            self.record.add(scenario.id, _not_sent(lacking))
            raise NotSent(lacking)
        name = first = ""
        for step in scenario.steps:
            name = {"same": name, "first": first}.get(step.pool) or self.take(step)
            first = first or name
            if is_sparing and step.is_proof and self.ledger.state(name) == "living" and self._is_scarce():
                yield self.record.add(scenario.id, _not_sent(SHARED_PROOF))
                return
            if step.after_grace:
                self.wait_for_grace(name)
            if step.times > 1:
                yield from self.perform_at_once(step, name, scenario.id)
            else:
                yield self.perform(step, name, scenario.id)

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
        attempts = at_once(lambda: self._attempt(request, known), step.times)
        for attempt in sorted(attempts, key=self._speaks_for_being_first, reverse=True):
            if isinstance(attempt, Exchange):
                known = replace(known, pool=self._state_for(step, name))
                result = self._judged(replace(attempt, known=known), scenario)
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
        return self._with_credentials(request, step.credentials)

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

    def perform_planned(self, planned: Planned) -> Result:
        """Send what a plan holds, and record what came of it."""
        request = self._with_credentials(planned.request, planned.credentials)
        return self.send(request, planned.known, planned.scenario)

    def ask(self, request: Request, scenario: str, decide: Decide) -> Result:
        """Send a call beside the operation, and record what came of it: the contract knows nothing of it."""
        return self.send(self._with_credentials(request, "valid"), Circumstances(), scenario, decide)

    def send(
        self, request: Request, known: Circumstances, scenario: str, decide: Decide | None = None
    ) -> Result:
        """Send a request as it is, judge the answer, record both; nothing is sent once the run is stopped.

        Where care is taken an interrupt waits for the end of the request that is under way, and an error of
        ours stops the run.
        """
        if self.caution is not None and not self.record.stopped:
            self.record.stopped = self.caution.wait()
        if self.record.stopped:
            return self.record.add(scenario, _not_sent(STOPPED))
        if self.caution is None:
            return self._sent(request, known, scenario, decide)
        try:
            with interrupts_held():
                return self._sent(request, known, scenario, decide)
        except Exception:
            self.record.stopped = "an error of ours: nobody looked at the answer"
            raise

    def _sent(self, request: Request, known: Circumstances, scenario: str, decide: Decide | None) -> Result:
        try:
            attempt = self._attempt(request, known)
        except KeyboardInterrupt:
            lost = Exchange(request=request, known=known, fault=INTERRUPTED)
            self.record.add(scenario, Result(lost, (), Verdict("inconclusive", INTERRUPTED)))
            raise
        if isinstance(attempt, Exchange) and decide is not None:
            reached, self.record.stopped = decide(attempt)
            self.record.results.append((scenario, Result(attempt, (), reached)))  # it covers nothing
            return self.record.results[-1][1]
        if isinstance(attempt, Exchange):
            return self._judged(attempt, scenario)
        return self.record.add(scenario, Result(None, (), attempt))

    def _attempt(self, request: Request, known: Circumstances) -> Exchange | Verdict:
        """Send a request: what came of it, or why it was not sent."""
        try:
            return self.client.send(request, known)
        except BudgetSpentError:
            return Verdict("not sent", BUDGET)
        except TargetError as refusal:
            self.record.stopped = str(refusal)
            return Verdict("stop", GUARD)
        except AuditLogError as failure:
            self.record.stopped = str(failure)
            return Verdict("stop", AUDIT_LOG)

    def _judged(self, exchange: Exchange, scenario: str) -> Result:
        """Judge an exchange and record what came of it; the run is stopped where that asks for it."""
        found = list(chain(findings_of(exchange), self.judge.check_exchange(exchange, self.operation)))
        findings = tuple(
            replace(
                each,
                scenario=scenario,
                pointer=self.mask.text(each.pointer),
                message=self.mask.text(each.message),
                value=self.mask.value(each.value),
                excerpt=None,
            )
            for each in as_meant(apply(found, self.deviations), exchange, self.statuses)
        )
        reached = verdict(exchange, findings, self.fail_on, self.operation.undecided)
        if self.caution is None:
            self.record.stopped = self._breaker.sentence(reached)
        else:
            reached = self.caution.alarm(exchange, {each.rule for each in found}) or reached
            journal = self.client.guard.journal
            unwritten = journal.failure if journal is not None else ""
            self.record.stopped = self.caution.sentence(exchange, reached) or unwritten or None
        return self.record.add(scenario, Result(exchange, findings, reached))

    def report(self) -> dict[str, Any]:
        """What report.json holds: findings, verdicts, coverage."""
        return self.record.report()

    @staticmethod
    def explains(error: BaseException) -> bool:
        """True for what a test raises because of a verdict, which is recorded already."""
        return isinstance(error, (Violation, Undecided))

    def _unrepeatable(self) -> str | None:
        """Why nobody is given a line that sends a request of this run once more."""
        if self.caution is not None:
            return "what a real service is sent is sent once, by a plan"
        return "the requests are signed, each for its moment" if self.signer is not None else None

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

    def target_of(self, segment: str, project: Literal["own", "other"]) -> str:
        """The target of a request: the operation's path with a project and a pool's name as spelled."""
        project_id = self.project_id if project == "own" else token_hex(16)
        return target_in(self.operation, project_id, segment)

    def _with_credentials(self, request: Request, which: Credentials) -> Request:
        """A request with the token, or with another one, or signed: a signature covers the rest of it."""
        if which == "valid" and self.signer is not None:
            signed = self.signer(request)
            self.mask.add_signature((header(signed, "authorization") or "").rpartition("Signature=")[2])
            return replace(request, headers=(*signed, *request.headers))
        return with_token(request, which, self.token)


def require_testable(contract: Contract) -> None:
    """Raise `ContractError` unless the path of the first operation has two parameters, project and name."""
    path = contract.operations[0].path
    parameters = [part for part in path.split("/") if part.startswith("{")]
    if len(parameters) != len(("project", "name")):
        raise ContractError(f"{path}: only an operation with a project and a name in its path can be tested")


def _is_success(attempt: Exchange | Verdict) -> bool:
    if not isinstance(attempt, Exchange) or attempt.response is None:
        return False
    return attempt.response.status // 100 == _SUCCESS


def _not_sent(reason: str) -> Result:
    return Result(None, (), Verdict("not sent", reason))
