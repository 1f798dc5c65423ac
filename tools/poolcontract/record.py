"""What a run has sent and what came of it: everything that report.json tells."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Literal, TypeVar

from poolcontract.contract import Contract
from poolcontract.coverage import Coverage
from poolcontract.exchange import Exchange
from poolcontract.finding import Finding, Severity, to_json
from poolcontract.framing import constant
from poolcontract.identity import Identity
from poolcontract.masking import Mask
from poolcontract.verdict import Verdict

FailureKind = Literal["failed", "error", "refused"]
_FIRST_ERROR = 400
_SHORT = 1000
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one request, and when that was known: `exchange` is None when it was not sent."""

    exchange: Exchange | None
    findings: tuple[Finding, ...]
    verdict: Verdict
    at: datetime = field(default_factory=lambda: datetime.now(UTC), compare=False)

    def __str__(self) -> str:
        if self.exchange is None:
            return f"{self.verdict.kind}: {self.verdict.reason}"
        request, response = self.exchange.request, self.exchange.response
        answer = response.status if response else self.exchange.fault
        reason = f" ({self.verdict.reason})" if self.verdict.reason else ""
        lines = [f"{request.method} {request.target} -> {answer}: {self.verdict.kind}{reason}"]
        lines += [_in_one_line(each) for each in self.findings]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Failure:
    """A test that ended without a verdict.

    `kind`: `failed` (it claims something that is not so), `error` (it could not do its work), `refused` (the
    run was asked for something that it may not do).
    """

    test: str
    message: str
    kind: FailureKind


@dataclass(kw_only=True)
class Record:
    """Grows in order while a run lasts.

    `fail_on` is the severity of a violation; `with_pools` says that there were living pools at its beginning;
    `stopped` is the sentence that says why nothing more is sent; `partial` that the run was interrupted.
    `url` is that of the target; `unrepeatable` says why no line may be given that sends a request once more;
    `no_fresh_pool` tells why the user's own way of making pools made none;
    `looked_at` are the kinds of findings of which the smallest request was looked for. Where `only` some
    scenarios were chosen `due` are the statuses that they can meet, None for all.
    """

    contract: Contract = field(repr=False)
    mask: Mask = field(default_factory=Mask)
    fail_on: Severity = Severity.ERROR
    with_pools: bool = False
    url: str = ""
    unrepeatable: str | None = None
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    only: tuple[str, ...] = ()
    due: Collection[int] | None = None
    results: list[tuple[str, Result]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    stopped: str | None = None
    partial: bool = False
    no_fresh_pool: str | None = None
    looked_at: set[Identity] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.coverage = Coverage(self.contract)

    def add(self, scenario: str, result: Result) -> Result:
        """Keep what came of a request of a scenario, and give it back."""
        if result.exchange is not None:
            findings = tuple(
                replace(each, message=_once(each.message), pointer=_once(each.pointer))
                for each in result.findings
            )
            result = replace(result, exchange=_kept(result.exchange), findings=findings)
        self.results.append((scenario, result))
        if result.exchange is not None:
            self.coverage.add_exchange(result.exchange, self.contract.operations[0])
        return result

    def decided(self) -> list[tuple[str, Result]]:
        """The results, now that all are known: a flaw of messages is a violation when it came every time.

        One that came now and then stays inconclusive, and is no finding.
        """
        sent = [result for _, result in self.results if result.exchange is not None]
        holds = constant([result.exchange for result in sent if result.exchange is not None])
        flawed = {
            id(result): _with_flaw(result, self.fail_on) if is_constant else replace(result, findings=())
            for result, is_constant in zip(sent, holds, strict=True)
            if result.exchange is not None and result.exchange.flaw is not None
        }
        return [(scenario, flawed.get(id(result), result)) for scenario, result in self.results]

    def report(self) -> dict[str, Any]:
        """What report.json holds, the caller's secrets masked."""
        statuses = self.contract.operations[0].responses
        results = self.decided()
        return {
            "findings": [to_json(each) for _, result in results for each in result.findings],
            "verdicts": [self._verdict(scenario, result) for scenario, result in results],
            "coverage": self.coverage.to_json(),
            "failures": [self._failure(each) for each in self.failures],
            "minimum": {str(status): int(self._is_due(status)) for status in statuses},
            "only": list(self.only),
            "stopped": self.stopped,
            "partial": self.partial,
            "no_fresh_pool": self.no_fresh_pool and self.mask.text(self.no_fresh_pool),
        }

    def _is_due(self, status: int) -> bool:
        """Every documented status is due at least once; a success only where there are pools to spend."""
        if self.due is not None and status not in self.due:
            return False
        return status >= _FIRST_ERROR or self.with_pools

    def _failure(self, failure: Failure) -> dict[str, str]:
        return {"test": failure.test, "message": self.mask.text(failure.message), "kind": failure.kind}

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


def _with_flaw(result: Result, fail_on: Severity) -> Result:
    """A result whose finding about the message holds; one that was accepted leaves it undecided."""
    (worst,) = result.findings or (None,)
    if worst is None or worst.severity < fail_on:
        return result
    return replace(result, verdict=Verdict("violation", worst.rule))


def _kept(exchange: Exchange) -> Exchange:
    """An exchange as it is kept: what many have, such as a header, is in memory once."""
    request, response = exchange.request, exchange.response
    request = replace(request, headers=tuple(map(_once, request.headers)))
    if response is not None:
        body = _once(response.body) if len(response.body) <= _SHORT else response.body
        response = replace(response, headers=tuple(map(_once, response.headers)), body=body)
    return replace(exchange, request=request, response=response)


@lru_cache(maxsize=1000)
def _once(value: _Value) -> _Value:
    """The first of equal values."""
    return value


def _in_one_line(finding: Finding) -> str:
    cited = f" ({finding.source})" if finding.source else ""
    return f"  {finding.severity} {finding.rule}: {finding.message}{cited}"
