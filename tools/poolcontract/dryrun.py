"""A run that sends nothing: it tells what it would send, and believes that all is answered as expected."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from poolcontract.exchange import Request
from poolcontract.masking import printable
from poolcontract.outcome import noun_for, words_for
from poolcontract.record import Result
from poolcontract.run import Run
from poolcontract.scenario import Step
from poolcontract.verdict import Verdict

_SUCCESS = 2
_WIDEST = 90
_CREDENTIALS = {"valid": "", "none": "no token", "empty": "empty token", "wrong": "wrong token"}


@dataclass(kw_only=True)
class DryRun(Run):
    """`told` are the requests in order: method and target, the statuses expected, whose they are.

    `requests` counts them.
    """

    told: list[tuple[str, str, str]] = field(default_factory=list, init=False)
    requests: int = field(default=0, init=False)

    def perform(self, step: Step, name: str, scenario: str) -> Result:
        """Tell a step's request."""
        request = self.request_for(step, name)
        expected = " ".join(map(str, sorted(step.expects)))
        words = filter(None, _described(step, request))
        line = self.mask.text(f"{request.method} {request.target}")
        self.told.append((line, expected, f"{scenario}: {', '.join(words)}".removesuffix(": ")))
        self.requests += step.times
        if self._deletes(step):
            self.ledger.mark(name, "deleted")
        return Result(None, (), Verdict("pass"))

    def perform_at_once(self, step: Step, name: str, scenario: str) -> Iterator[Result]:
        """Tell them in one line."""
        yield self.perform(step, name, scenario)

    def lines(self) -> Iterator[str]:
        """Every request, then how many there are, and the scenarios that lack something."""
        targets = min(max((len(target) for target, _, _ in self.told), default=0), _WIDEST)
        statuses = max((len(expected) for _, expected, _ in self.told), default=0)
        for number, (target, expected, what) in enumerate(self.told, 1):
            yield printable(f"{number:>5}  {target:<{targets}}  {expected:<{statuses}}  {what}")
        yield _plural(self.requests, "request")
        lacking = Counter(result.verdict.reason for _, result in self.record.results)
        for reason, number in lacking.items():
            what = _plural(number, noun_for(reason or ""))
            yield f"{what} would not be run: {words_for(reason or '')}"

    def _deletes(self, step: Step) -> bool:
        """True for a request that is expected to delete the pool it is for."""
        good = step.method == self.operation.method and step.refusal is None and not step.names_another
        return good and step.expects[0] // 100 == _SUCCESS


def _described(step: Step, request: Request) -> Iterator[str]:
    yield _CREDENTIALS[step.credentials]
    yield from (f"{name}: {value}" for name, value in step.headers)
    if request.body:
        digest = hashlib.sha256(request.body).hexdigest()[:8]
        yield f"body of {len(request.body)} bytes ({digest})"
    if step.times > 1:
        yield f"{step.times} at once"
    if step.after_grace:
        yield "after the time that a deletion may take"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
