"""What a run has sent and what came of it: everything that report.json tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from poolcontract.contract import Contract
from poolcontract.coverage import Coverage
from poolcontract.exchange import Exchange
from poolcontract.finding import Finding, to_json
from poolcontract.masking import Mask
from poolcontract.verdict import Verdict

FailureKind = Literal["failed", "error", "refused"]
_FIRST_ERROR = 400


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

    `with_pools` says that there were living pools at its beginning; `stopped` is the sentence that says why
    nothing more is sent; `partial` that the run was interrupted.
    """

    contract: Contract = field(repr=False)
    mask: Mask = field(default_factory=Mask)
    with_pools: bool = False
    results: list[tuple[str, Result]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    stopped: str | None = None
    partial: bool = False

    def __post_init__(self) -> None:
        self.coverage = Coverage(self.contract)

    def add(self, scenario: str, result: Result) -> Result:
        """Keep what came of a request of a scenario, and give it back."""
        self.results.append((scenario, result))
        if result.exchange is not None:
            self.coverage.add_exchange(result.exchange, self.contract.operations[0])
        return result

    def report(self) -> dict[str, Any]:
        """What report.json holds, the caller's secrets masked."""
        statuses = self.contract.operations[0].responses
        return {
            "findings": [to_json(each) for _, result in self.results for each in result.findings],
            "verdicts": [self._verdict(scenario, result) for scenario, result in self.results],
            "coverage": self.coverage.to_json(),
            "failures": [self._failure(each) for each in self.failures],
            "minimum": {str(status): int(self._is_due(status)) for status in statuses},
            "stopped": self.stopped,
            "partial": self.partial,
        }

    def _is_due(self, status: int) -> bool:
        """Every documented status is due at least once; a success only where there are pools to spend."""
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


def _in_one_line(finding: Finding) -> str:
    cited = f" ({finding.source})" if finding.source else ""
    return f"  {finding.severity} {finding.rule}: {finding.message}{cited}"
