"""A run against one target: it sends, has every answer judged, and keeps what report.json tells.

The scenarios, generated requests and state machines that use it decide nothing: the judge does.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from unittest import SkipTest
from urllib.parse import quote

from poolcontract.contract import Contract, Operation
from poolcontract.coverage import Coverage
from poolcontract.deviations import Deviation, apply
from poolcontract.errors import BudgetSpentError
from poolcontract.exchange import Circumstances, Exchange, Headers, Request
from poolcontract.finding import Finding, Severity, to_json
from poolcontract.judge import Judge
from poolcontract.masking import Mask
from poolcontract.scenario import Credentials, Scenario, Step
from poolcontract.target import Client, Ledger
from poolcontract.verdict import Verdict, verdict

NEEDS_POOL = "needs-pool"
BUDGET = "budget"
_SUCCESS = 2
"""First digit of a status."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one request: `exchange` is None when it was not sent."""

    exchange: Exchange | None
    findings: tuple[Finding, ...]
    verdict: Verdict

    def __str__(self) -> str:
        if self.exchange is None:
            return f"{self.verdict.kind}: {self.verdict.reason}"
        request, response = self.exchange.request, self.exchange.response
        answer = response.status if response else self.exchange.fault
        lines = [f"{request.method} {request.target} -> {answer}: {self.verdict.kind}"]
        lines += [f"  {each.severity} {each.rule}: {each.message} ({each.source})" for each in self.findings]
        return "\n".join(lines)


class NoPool(SkipTest):
    """The scenario needs a pool that the run has not."""


class Violation(AssertionError):  # noqa: N818  what pytest shows as a failure
    """An answer broke the contract; the message tells every request of the scenario and its findings."""


class Undecided(Exception):  # noqa: N818  says nothing about the contract
    """An answer allows no verdict."""


@dataclass(kw_only=True)
class Run:
    """One operation of one contract, one client, one ledger of pools; `results` grows in order."""

    contract: Contract
    client: Client
    ledger: Ledger
    project_id: str
    token: str = field(repr=False)
    deviations: tuple[Deviation, ...] = ()
    fail_on: Severity = Severity.ERROR
    results: list[tuple[str, Result]] = field(default_factory=list)
    failures: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.mask = Mask([self.token])
        self.judge = Judge(self.contract, mask=self.mask)
        self.coverage = Coverage(self.contract)
        self.had_pools = self.ledger.can_give(1)

    @property
    def operation(self) -> Operation:
        """The operation under test: the contract's first."""
        return self.contract.operations[0]

    def play(self, scenario: Scenario) -> Iterator[Result]:
        """Send a scenario's steps one by one; raises `NoPool` before the first when pools are lacking."""
        if not self.ledger.can_give(scenario.living_needed):
            self._record(scenario.id, Result(None, (), Verdict("not sent", NEEDS_POOL)))
            raise NoPool(f"it needs {scenario.living_needed} living pools")
        name = ""
        for step in scenario.steps:
            name = name if step.pool == "same" else self.take(step)
            yield self.perform(step, name, scenario.id)

    @staticmethod
    def require(results: Iterable[Result]) -> None:
        """Raise `Violation` or `Undecided` when one of the results is no pass, after all were played."""
        played = list(results)
        kinds = {result.verdict.kind for result in played}
        story = "\n".join(str(result) for result in played if result.verdict.kind != "pass")
        if "violation" in kinds:
            raise Violation(story)
        if kinds - {"pass"}:
            raise Undecided(story)

    def take(self, step: Step) -> str:
        """A pool's name as a step asks for it; raises `NoPool`."""
        if step.pool == "absent":
            return self.ledger.absent_name()
        harmless = step.refusal is not None or step.segment is not None
        name = self.ledger.peek() if harmless else self.ledger.living()
        if name is None:
            raise NoPool("there is no living pool left")
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
        """Send a request as it is, judge the answer, record both."""
        try:
            exchange = self.client.send(request, known)
        except BudgetSpentError:
            return self._record(scenario, Result(None, (), Verdict("not sent", BUDGET)))
        found = self.judge.check_exchange(exchange, self.operation)
        findings = tuple(replace(each, scenario=scenario) for each in apply(found, self.deviations))
        self.coverage.add_exchange(exchange, self.operation)
        return self._record(scenario, Result(exchange, findings, verdict(exchange, findings, self.fail_on)))

    def report(self) -> dict[str, Any]:
        """What report.json holds: findings, verdicts, coverage."""
        return {
            "findings": [to_json(each) for _, result in self.results for each in result.findings],
            "verdicts": [self._verdict(scenario, result) for scenario, result in self.results],
            "coverage": self.coverage.to_json(),
            "failures": self.failures,
            "minimum": {str(status): int(self._is_due(status)) for status in self.operation.responses},
        }

    @staticmethod
    def explains(error: BaseException) -> bool:
        """True for what a test raises because of a verdict, which is recorded already."""
        return isinstance(error, (Violation, Undecided))

    def _is_due(self, status: int) -> bool:
        """Every documented status is due at least once; a success only where there are pools to spend."""
        return status >= 400 or self.had_pools  # noqa: PLR2004  the first status of an error

    def _record(self, scenario: str, result: Result) -> Result:
        self.results.append((scenario, result))
        return result

    def _verdict(self, scenario: str, result: Result) -> dict[str, Any]:
        exchange = result.exchange
        return {
            "scenario": scenario,
            "verdict": result.verdict.kind,
            "reason": result.verdict.reason,
            "method": exchange.request.method if exchange else None,
            "target": self.mask.text(exchange.request.target) if exchange else None,
            "status": exchange.response.status if exchange and exchange.response else None,
        }

    def _target(self, segment: str, project: Literal["own", "other"]) -> str:
        project_id = self.project_id if project == "own" else secrets.token_hex(16)
        path = self.operation.path
        for parameter, value in zip(
            self._path_parameters(), (quote(project_id, safe=""), segment), strict=True
        ):
            path = path.replace("{" + parameter + "}", value)
        return path

    def _path_parameters(self) -> list[str]:
        return [part[1:-1] for part in self.operation.path.split("/") if part.startswith("{")]

    def _credentials(self, which: Credentials) -> Headers:
        tokens = {"valid": self.token, "empty": "", "wrong": "wrong-" + secrets.token_hex(8), "none": None}
        value = tokens[which]
        return () if value is None else (("X-Auth-Token", value),)
