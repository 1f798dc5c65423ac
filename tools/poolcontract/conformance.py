"""The contract as one assertion: an answer of whatever client conforms, or an error tells all that is wrong.

For somebody's own tests and for Schemathesis' checks; what conforms is decided by the judge alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from poolcontract.answers import exchanges_of
from poolcontract.claims import Undecided, Violation
from poolcontract.deviations import Deviation, apply
from poolcontract.errors import UsageError
from poolcontract.exchange import Circumstances, Exchange, PoolState
from poolcontract.finding import Finding, Severity
from poolcontract.framing import findings_of
from poolcontract.judge import Judge
from poolcontract.masking import Mask, printable, secrets_of
from poolcontract.report.table import sentence
from poolcontract.report.telling import fit
from poolcontract.verdict import verdict

_BODY = "/response/body"


@dataclass(frozen=True, slots=True)
class Conformance:
    """Holds answers against a contract.

    A finding at or above `fail_on`, after the deviations, is a violation; lesser ones leave a pass.
    """

    judge: Judge
    fail_on: Severity = Severity.ERROR
    deviations: tuple[Deviation, ...] = ()

    def check(
        self,
        answer: Any,
        *,
        pool: PoolState = "unknown",
        refusal: str | None = None,
        method: str | None = None,
        url: str | None = None,
        body: bytes | None = None,
    ) -> Exchange:
        """Judge an answer and those that redirected to it, and give what was judged of the last one.

        `answer`, `method`, `url` and `body` are as in `answers.exchanges_of`; without a method the call is
        taken for the contract's. `pool` and `refusal` are what the test knows, as in `Circumstances`: with
        them more rules can speak. Raises `Violation`, which is an `AssertionError`; `Undecided` for an answer
        that says nothing about the contract, such as a 503; `UsageError` for one of another call.
        """
        __tracebackhide__ = True
        known = Circumstances(pool=pool, refusal=refusal)
        method = method or self.judge.contract.operations[0].method
        told = list(exchanges_of(answer, method=method, url=url, body=body, known=known))
        judged = [each for each in map(self.in_contract, told) if each is not None]
        if not judged:
            raise UsageError(f"{_call(told[-1])} is no call of the contract, which has {self._calls()}")
        stories = [(each, self.findings(each)) for each in judged]
        kinds = [verdict(each, found, self.fail_on) for each, found in stories]
        broken = [story for story, kind in zip(stories, kinds, strict=True) if kind.kind == "violation"]
        if broken:
            raise Violation("\n".join(self._story(*each) for each in broken))
        for each, kind in zip(judged, kinds, strict=True):
            if kind.kind != "pass":
                raise Undecided(f"{_line(each)} says nothing about the contract ({kind.reason})")
        return judged[-1]

    def findings(self, exchange: Exchange) -> list[Finding]:
        """What is found on one exchange, after the deviations; places are JSON Pointers into the exchange."""
        found = chain(findings_of(exchange), self.judge.check_exchange(exchange))
        mask = mask_of(exchange)
        return [_placed(each, mask) for each in apply(found, self.deviations)]

    def in_contract(self, exchange: Exchange) -> Exchange | None:
        """The exchange with its target as the contract has it; None where it is no call of the contract.

        A server may hold the contract's paths below a base of its own.
        """
        target = exchange.request.target
        path = target.partition("?")[0]
        for at in (at for at, char in enumerate(path) if char == "/"):
            if self.judge.contract.operation_at(target[at:]) is not None:
                return replace(exchange, request=replace(exchange.request, target=target[at:]))
        return None

    def failing(self, findings: Sequence[Finding]) -> list[Finding]:
        """Those that make a violation, worst first."""
        grave = (each for each in findings if each.severity >= self.fail_on)
        return sorted(grave, key=lambda each: -each.severity)

    def _calls(self) -> str:
        return ", ".join(f"{each.method} {each.path}" for each in self.judge.contract.operations)

    def _story(self, exchange: Exchange, findings: Sequence[Finding]) -> str:
        """All that is wrong with an answer, for a person."""
        grave = self.failing(findings)
        lesser = len(findings) - len(grave)
        below = f", and {lesser} below {self.fail_on}" if lesser else ""
        lines = [f"{_line(exchange)} breaks the contract: {_counted(grave)}{below}"]
        for each in grave:
            lines += [f"{each.severity}  {each.rule}  {each.pointer}", f"    {sentence(each)}"]
        return "\n".join(lines)


def mask_of(exchange: Exchange) -> Mask:
    """Hides the credentials that a request and its answer carry."""
    answered = exchange.response.headers if exchange.response else ()
    return Mask(secrets_of((*exchange.request.headers, *answered)))


def _placed(finding: Finding, mask: Mask) -> Finding:
    """The finding fit to print, with its place in the exchange."""
    inside = finding.schema is not None
    place = mask.text(f"{_BODY}{finding.pointer}" if inside else finding.pointer)
    return fit(replace(finding, pointer=place))


def _line(exchange: Exchange) -> str:
    """What was asked, and with what it was answered."""
    response = exchange.response
    return f"{_call(exchange)} -> {response.status if response else exchange.fault}"


def _call(exchange: Exchange) -> str:
    request = exchange.request
    return printable(mask_of(exchange).text(f"{request.method} {request.target}"))


def _counted(findings: Sequence[Finding]) -> str:
    counts = Counter(each.severity for each in findings)
    return ", ".join(_plural(counts[each], str(each)) for each in sorted(counts, reverse=True))


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' if count != 1 else ''}"
