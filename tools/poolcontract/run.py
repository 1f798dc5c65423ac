"""A run against one target: it sends, has every answer judged, and records what report.json tells.

The scenarios, generated requests and state machines that use it decide nothing: the judge does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from secrets import token_hex
from typing import Any, Literal
from urllib.parse import quote

from poolcontract.breaker import Breaker
from poolcontract.calls import target_in, with_token
from poolcontract.caution import Caution
from poolcontract.claims import NotSent, Undecided, Violation, require_passed
from poolcontract.contract import Contract
from poolcontract.deviations import Deviation, apply
from poolcontract.errors import AuditLogError, BudgetSpentError, ContractError, TargetError
from poolcontract.exchange import Circumstances, Exchange, Headers, Request, header
from poolcontract.finding import Severity
from poolcontract.framing import findings_of
from poolcontract.instance import pointer
from poolcontract.interruption import interrupts_held
from poolcontract.judge import Judge
from poolcontract.masking import Mask
from poolcontract.operations import Operation
from poolcontract.record import Record, Result
from poolcontract.scenario import Credentials, Scenario, Step
from poolcontract.target import Client, Ledger, Planned
from poolcontract.verdict import Verdict, verdict

__all__ = ["NotSent", "Result", "Run", "Undecided", "Violation", "require_testable"]

NEEDS_POOL = "needs-pool"
NEEDS_TOKEN = "needs-token"  # noqa: S105  a reason code
BUDGET = "budget"
STOPPED = "stopped"
GUARD = "guard"
AUDIT_LOG = "audit-log"
INTERRUPTED = "interrupted"
_SUCCESS = 2
"""First digit of a status."""


@dataclass(kw_only=True)
class Run:
    """One operation of one contract, one client, one ledger of pools; `record` grows in order.

    An empty `token` means that there is none; `signer` gives the headers of a request that is signed instead,
    with the `secrets` that nobody may read. With `caution` the run sends what a plan holds, as to a real
    service. Raises `ContractError` for an operation without a project and a name in its path.
    """

    contract: Contract
    client: Client
    ledger: Ledger
    project_id: str
    token: str = field(repr=False)
    deviations: tuple[Deviation, ...] = ()
    fail_on: Severity = Severity.ERROR
    caution: Caution | None = None
    signer: Callable[[Request], Headers] | None = None
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        require_testable(self.contract)
        known = (self.token, *self.secrets)
        self.mask = Mask([*known, *(pointer(each)[1:] for each in known)])  # as they stand in a pointer, too
        self.judge = Judge(self.contract, mask=self.mask)
        self.record = Record(
            contract=self.contract, mask=self.mask, fail_on=self.fail_on, with_pools=self.has_pools
        )
        self._breaker = Breaker(
            url=self.client.target.url, timeout=self.client.timeout, with_token=self.has_credentials
        )

    @property
    def operation(self) -> Operation:
        """The operation under test: the contract's first."""
        return self.contract.operations[0]

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
        """True while there is a living pool to be spent."""
        return self.ledger.can_give(1)

    def play(self, scenario: Scenario) -> Iterator[Result]:
        """Send a scenario's steps one by one; raises `NotSent` before the first when something is lacking."""
        if self.record.stopped:
            for _ in scenario.steps:
                self.record.add(scenario.id, _not_sent(STOPPED))
            raise NotSent(self.record.stopped)
        lacking = self._lacking(scenario)
        if lacking:
            self.record.add(scenario.id, _not_sent(lacking))
            raise NotSent(lacking)
        name = ""
        for step in scenario.steps:
            name = name if step.pool == "same" else self.take(step)
            yield self.perform(step, name, scenario.id)

    def require(self, results: Iterable[Result]) -> None:
        """Raise `Violation`, `Undecided` or `NotSent` when a result is no pass, after all were played."""
        require_passed(results, self.mask)

    def may_perform(self, step: Step) -> bool:
        """False for a call without good credentials where the run has none to compare it with."""
        return step.credentials == "valid" or self.has_credentials

    def take(self, step: Step) -> str:
        """A pool's name as a step asks for it; raises `NotSent`."""
        if step.pool == "absent":
            return self.ledger.absent_name()
        harmless = step.refusal is not None or step.segment is not None
        name = self.ledger.peek() if harmless else self.ledger.living()
        if name is None:
            raise NotSent(NEEDS_POOL)
        return name

    def perform(self, step: Step, name: str, scenario: str) -> Result:
        """Send one step for a pool's name and record what came of it."""
        segment = quote(name, safe="") if step.segment is None else step.segment(name)
        elsewhere = step.segment is not None or step.project == "other"
        state = "absent" if elsewhere else self.ledger.state(name)
        request = self._with_credentials(
            Request(
                method=step.method,
                target=self.target_of(segment, step.project),
                headers=step.headers,
                body=step.body,
            ),
            step.credentials,
        )
        result = self.send(request, Circumstances(pool=state, refusal=step.refusal), scenario)
        if result.exchange and not elsewhere and step.method == self.operation.method:
            self._note(name, result.exchange)
        return result

    def _note(self, name: str, exchange: Exchange) -> None:
        """Keep in the ledger what an answer to a deletion says of the pool it named."""
        status = exchange.response.status if exchange.response else None
        if status is not None and status // 100 == _SUCCESS:
            self.ledger.mark(name, "deleted")
        elif exchange.known.refusal is None and self.ledger.state(name) == "living":
            self.ledger.mark(name, "unknown")  # a good request that failed: nobody can tell what it did

    def perform_planned(self, planned: Planned) -> Result:
        """Send what a plan holds, and record what came of it."""
        request = self._with_credentials(planned.request, planned.credentials)
        return self.send(request, planned.known, planned.scenario)

    def send(self, request: Request, known: Circumstances, scenario: str) -> Result:
        """Send a request as it is, judge the answer, record both; nothing is sent once the run is stopped.

        Where care is taken an interrupt waits for the end of the request that is under way, and an error of
        ours stops the run.
        """
        if self.caution is not None and not self.record.stopped:
            self.record.stopped = self.caution.wait()
        if self.record.stopped:
            return self.record.add(scenario, _not_sent(STOPPED))
        if self.caution is None:
            return self._sent(request, known, scenario)
        try:
            with interrupts_held():
                return self._sent(request, known, scenario)
        except Exception:
            self.record.stopped = "an error of ours: nobody looked at the answer"
            raise

    def _sent(self, request: Request, known: Circumstances, scenario: str) -> Result:
        try:
            exchange = self.client.send(request, known)
        except BudgetSpentError:
            return self.record.add(scenario, _not_sent(BUDGET))
        except TargetError as refusal:
            self.record.stopped = str(refusal)
            return self.record.add(scenario, Result(None, (), Verdict("stop", GUARD)))
        except AuditLogError as failure:
            self.record.stopped = str(failure)
            return self.record.add(scenario, Result(None, (), Verdict("stop", AUDIT_LOG)))
        except KeyboardInterrupt:
            lost = Exchange(request=request, known=known, fault=INTERRUPTED)
            self.record.add(scenario, Result(lost, (), Verdict("inconclusive", INTERRUPTED)))
            raise
        found = list(chain(findings_of(exchange), self.judge.check_exchange(exchange, self.operation)))
        findings = tuple(
            replace(
                each,
                scenario=scenario,
                pointer=self.mask.text(each.pointer),
                message=self.mask.text(each.message),
                value=self.mask.value(each.value),
            )
            for each in apply(found, self.deviations)
        )
        reached = verdict(exchange, findings, self.fail_on)
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

    def _lacking(self, scenario: Scenario) -> str | None:
        """What the run has not that a scenario needs, as a reason code."""
        if not all(self.may_perform(step) for step in scenario.steps):
            return NEEDS_TOKEN
        return None if self.ledger.can_give(scenario.living_needed) else NEEDS_POOL

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


def _not_sent(reason: str) -> Result:
    return Result(None, (), Verdict("not sent", reason))
