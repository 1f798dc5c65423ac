"""Requests of a run: each sent as it is, its answer judged, and what came of it recorded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import chain
from secrets import token_hex
from typing import Any, Literal

from poolcontract.breaker import Breaker
from poolcontract.calls import target_in, with_token
from poolcontract.caution import Caution
from poolcontract.claims import Undecided, Violation
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
from poolcontract.scenario import Credentials
from poolcontract.statuses import Meanings, as_meant, undecided_by
from poolcontract.target import Client, Planned
from poolcontract.verdict import Verdict, verdict

BUDGET = "budget"
STOPPED = "stopped"
GUARD = "guard"
AUDIT_LOG = "audit-log"
INTERRUPTED = "interrupted"

Decide = Callable[[Exchange], tuple[Verdict, str | None]]
"""What the answer to a call beside the operation means, and why nothing more may be sent, if so."""


@dataclass(kw_only=True)
class Sending:
    """One operation (the contract's first) and one client; `record` grows in order.

    An empty `token` means that there is none; `signer` gives the headers of a request that is signed instead,
    with the `secrets` that nobody may read. `statuses` are the meanings that a person gave to some. With
    `caution` only what a plan holds is sent, as to a real service. Raises `ContractError` for an operation
    without a project and a name in its path.
    """

    contract: Contract
    client: Client
    project_id: str
    token: str = field(repr=False)
    deviations: tuple[Deviation, ...] = ()
    fail_on: Severity = Severity.ERROR
    statuses: Meanings = field(default_factory=dict)
    caution: Caution | None = None
    signer: Callable[[Request], Headers] | None = None
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        require_testable(self.contract)
        undecided = undecided_by(self.statuses)
        self.operation: Operation = replace(self.contract.operations[0], undecided=undecided)
        known = (self.token, *self.secrets)
        self.mask = Mask([*known, *(pointer(each)[1:] for each in known)])  # as they stand in a pointer, too
        self.judge = Judge(self.contract, mask=self.mask)
        self.record = Record(
            contract=self.contract,
            mask=self.mask,
            fail_on=self.fail_on,
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

    def perform_planned(self, planned: Planned) -> Result:
        """Send what a plan holds, and record what came of it."""
        request = self.with_credentials(planned.request, planned.credentials)
        return self.send(request, planned.known, planned.scenario)

    def ask(self, request: Request, scenario: str, decide: Decide) -> Result:
        """Send a call beside the operation, and record what came of it: the contract knows nothing of it."""
        return self.send(self.with_credentials(request, "valid"), Circumstances(), scenario, decide)

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
            return self.record.add(scenario, not_sent(STOPPED))
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
            attempt = self.attempt(request, known)
        except KeyboardInterrupt:
            lost = Exchange(request=request, known=known, fault=INTERRUPTED)
            self.record.add(scenario, Result(lost, (), Verdict("inconclusive", INTERRUPTED)))
            raise
        if isinstance(attempt, Exchange) and decide is not None:
            reached, self.record.stopped = decide(attempt)
            self.record.results.append((scenario, Result(attempt, (), reached)))  # it covers nothing
            return self.record.results[-1][1]
        if isinstance(attempt, Exchange):
            return self.judged(attempt, scenario)
        return self.record.add(scenario, Result(None, (), attempt))

    def attempt(self, request: Request, known: Circumstances) -> Exchange | Verdict:
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

    def judged(self, exchange: Exchange, scenario: str) -> Result:
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

    def target_of(self, segment: str, project: Literal["own", "other"]) -> str:
        """The target of a request: the operation's path with a project and a pool's name as spelled."""
        project_id = self.project_id if project == "own" else token_hex(16)
        return target_in(self.operation, project_id, segment)

    def with_credentials(self, request: Request, which: Credentials) -> Request:
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


def not_sent(reason: str) -> Result:
    """What came of a request that never left."""
    return Result(None, (), Verdict("not sent", reason))
