"""The verdict on one exchange: status, circumstances and findings, as a table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from poolcontract.exchange import Circumstances, Exchange, Request
from poolcontract.finding import Finding, Severity
from poolcontract.statuses import SET_ASIDE, UNDECIDED
from poolcontract.verdict import REFUSED, Verdict, verdict

LINE = "DELETE /v2/p/pools/pool-a"
INFO, WARNING, ERROR = (
    Finding(rule=f"rule-{severity}", severity=severity, message="m", pointer="")
    for severity in sorted(Severity)
)
PASS, VIOLATION, OPEN = "pass", "violation", "inconclusive"


def answered(status: int, refusal: str | None = None) -> Exchange:
    return Exchange.of(LINE, status, known=Circumstances(refusal=refusal))


CASES: list[tuple[int, str | None, tuple[Finding, ...], Severity, str, str | None]] = [
    (200, None, (), Severity.ERROR, PASS, None),
    (404, None, (), Severity.ERROR, PASS, None),
    (200, None, (INFO, WARNING), Severity.ERROR, PASS, None),
    (200, None, (INFO, ERROR, WARNING), Severity.ERROR, VIOLATION, "rule-error"),
    (404, None, (WARNING,), Severity.WARNING, VIOLATION, "rule-warning"),
    (200, None, (INFO, WARNING), Severity.INFO, VIOLATION, "rule-warning"),
    (200, None, (INFO,), Severity.WARNING, PASS, None),
    (500, None, (ERROR,), Severity.ERROR, VIOLATION, "rule-error"),
    (302, None, (ERROR,), Severity.ERROR, VIOLATION, "rule-error"),
    (200, "no token", (ERROR,), Severity.ERROR, VIOLATION, "rule-error"),
    (200, "foreign body", (WARNING,), Severity.ERROR, PASS, None),
    *[(status, "method", (), Severity.ERROR, PASS, REFUSED) for status in (400, 401, 403, 404, 405, 415)],
    (405, "method", (INFO,), Severity.ERROR, PASS, REFUSED),
    (405, "method", (ERROR,), Severity.ERROR, VIOLATION, "rule-error"),
    *[(status, "no token", (), Severity.ERROR, PASS, REFUSED) for status in UNDECIDED],
    *[(status, None, (), Severity.ERROR, OPEN, reason) for status, reason in UNDECIDED.items()],
    *[(status, None, (ERROR,), Severity.INFO, OPEN, reason) for status, reason in UNDECIDED.items()],
]


@pytest.mark.parametrize(("status", "refusal", "findings", "fail_on", "kind", "reason"), CASES)
def test_an_answer(
    status: int,
    refusal: str | None,
    findings: tuple[Finding, ...],
    fail_on: Severity,
    kind: str,
    reason: str | None,
) -> None:
    reached = verdict(answered(status, refusal), findings, fail_on)
    assert (reached.kind, reached.reason) == (kind, reason)


def test_the_statuses_that_say_nothing() -> None:
    assert set(UNDECIDED) == {401, 403, 407, 408, 429, 502, 503, 504}


@pytest.mark.parametrize("refusal", [None, "no token"])
@pytest.mark.parametrize("fault", ["connect", "timeout", "reset", "framing", "too-large"])
def test_no_answer_is_never_a_violation_and_never_green(fault: str, refusal: str | None) -> None:
    request = Request(method="DELETE", target="/v2/p/pools/pool-a")
    exchange = Exchange(request=request, fault=fault, known=Circumstances(refusal=refusal))
    assert verdict(exchange, [ERROR], Severity.INFO).kind == OPEN
    assert verdict(exchange, []).reason == fault
    assert verdict(replace(exchange, fault=None), []).reason == "no-answer"


def test_an_error_is_a_violation_unless_told_otherwise() -> None:
    assert verdict(answered(200), [ERROR]).kind == VIOLATION
    assert verdict(answered(200), [WARNING]).kind == PASS


@pytest.mark.parametrize(
    ("status", "refusal", "undecided", "reached"),
    [
        (409, None, {409}, Verdict(OPEN, SET_ASIDE)),
        (409, "method", {409}, Verdict(PASS, REFUSED)),
        (503, None, {409}, Verdict(VIOLATION, "rule-error")),
        (503, None, {409, 503}, Verdict(OPEN, "unavailable")),
    ],
)
def test_other_statuses_may_say_nothing(
    status: int, refusal: str | None, undecided: set[int], reached: Verdict
) -> None:
    found = [] if refusal else [ERROR]
    assert verdict(answered(status, refusal), found, Severity.ERROR, undecided) == reached
