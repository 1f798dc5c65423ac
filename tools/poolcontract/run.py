"""A run against one target: it sends, has every answer judged, and records what report.json tells.

The scenarios, generated requests and state machines that use it decide nothing: the judge does.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from unittest import SkipTest
from urllib.parse import quote

from poolcontract.breaker import Breaker
from poolcontract.contract import Contract
from poolcontract.deviations import Deviation, apply
from poolcontract.errors import BudgetSpentError, ContractError, TargetError
from poolcontract.exchange import Circumstances, Exchange, Headers, Request
from poolcontract.finding import Severity
from poolcontract.instance import pointer
from poolcontract.judge import Judge
from poolcontract.masking import Mask
from poolcontract.operations import Operation
from poolcontract.record import Record, Result
from poolcontract.scenario import Credentials, Scenario, Step
from poolcontract.target import Client, Ledger
from poolcontract.verdict import Verdict, verdict

NEEDS_POOL = "needs-pool"
NEEDS_TOKEN = "needs-token"  # noqa: S105  a reason code
BUDGET = "budget"
STOPPED = "stopped"
GUARD = "guard"
INTERRUPTED = "interrupted"
_SUCCESS = 2
"""First digit of a status."""


class NotSent(SkipTest):
    """A request was not sent: it needs what the run has not, the budget is spent, or the run was stopped."""


class Violation(AssertionError):  # noqa: N818  what pytest shows as a failure
    """An answer broke the contract; the message tells every request of the scenario and its findings."""


class Undecided(Exception):  # noqa: N818  says nothing about the contract
    """An answer allows no verdict."""


@dataclass(kw_only=True)
class Run:
    """One operation of one contract, one client, one ledger of pools; `record` grows in order.

    An empty `token` means that there is none. Raises `ContractError` for an operation without a project and a
    name in its path.
    """

    contract: Contract
    client: Client
    ledger: Ledger
    project_id: str
    token: str = field(repr=False)
    deviations: tuple[Deviation, ...] = ()
    fail_on: Severity = Severity.ERROR

    def __post_init__(self) -> None:
        require_testable(self.contract)
        self.mask = Mask([self.token, pointer(self.token)[1:]])  # as it stands in a pointer, too
        self.judge = Judge(self.contract, mask=self.mask)
        self.record = Record(contract=self.contract, mask=self.mask, with_pools=self.has_pools)
        self._breaker = Breaker(
            url=self.client.target.url, timeout=self.client.timeout, with_token=bool(self.token)
        )

    @property
    def operation(self) -> Operation:
        """The operation under test: the contract's first."""
        return self.contract.operations[0]

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
        played = list(results)
        kinds = {result.verdict.kind for result in played}
        story = self.mask.text("\n".join(str(each) for each in played if each.verdict.kind != "pass"))
        if kinds & {"violation", "stop"}:
            raise Violation(story)
        if "inconclusive" in kinds:
            raise Undecided(story)
        if "not sent" in kinds:
            raise NotSent(story)

    def may_perform(self, step: Step) -> bool:
        """False for a call without good credentials where the run has none to compare it with."""
        return step.credentials == "valid" or bool(self.token)

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
        request = Request(
            method=step.method,
            target=self._target(segment, step.project),
            headers=(*self._credentials(step.credentials), *step.headers),
            body=step.body,
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

    def send(self, request: Request, known: Circumstances, scenario: str) -> Result:
        """Send a request as it is, judge the answer, record both; nothing is sent once the run is stopped."""
        if self.record.stopped:
            return self.record.add(scenario, _not_sent(STOPPED))
        try:
            exchange = self.client.send(request, known)
        except BudgetSpentError:
            return self.record.add(scenario, _not_sent(BUDGET))
        except TargetError as refusal:
            self.record.stopped = str(refusal)
            return self.record.add(scenario, Result(None, (), Verdict("stop", GUARD)))
        except KeyboardInterrupt:
            lost = Exchange(request=request, known=known, fault=INTERRUPTED)
            self.record.add(scenario, Result(lost, (), Verdict("inconclusive", INTERRUPTED)))
            raise
        found = self.judge.check_exchange(exchange, self.operation)
        findings = tuple(
            replace(each, scenario=scenario, pointer=self.mask.text(each.pointer))
            for each in apply(found, self.deviations)
        )
        reached = verdict(exchange, findings, self.fail_on)
        self.record.stopped = self._breaker.sentence(reached)
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

    def _target(self, segment: str, project: Literal["own", "other"]) -> str:
        project_id = self.project_id if project == "own" else secrets.token_hex(16)
        values = iter((quote(project_id, safe=""), segment))
        parts = self.operation.path.split("/")
        return "/".join(next(values) if part.startswith("{") else part for part in parts)

    def _credentials(self, which: Credentials) -> Headers:
        wrong = "wrong-" + secrets.token_hex(8)
        tokens = {"valid": self.token or None, "empty": "", "wrong": wrong, "none": None}
        value = tokens[which]
        return () if value is None else (("X-Auth-Token", value),)


def require_testable(contract: Contract) -> None:
    """Raise `ContractError` unless the path of the first operation has two parameters, project and name."""
    path = contract.operations[0].path
    parameters = [part for part in path.split("/") if part.startswith("{")]
    if len(parameters) != len(("project", "name")):
        raise ContractError(f"{path}: only an operation with a project and a name in its path can be tested")


def _not_sent(reason: str) -> Result:
    return Result(None, (), Verdict("not sent", reason))
