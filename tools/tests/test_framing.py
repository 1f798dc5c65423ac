"""When a flaw of messages is a finding: seen every time that its like was tried, in two tries at least."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from poolcontract.exchange import Circumstances, Exchange, Request, Response
from poolcontract.finding import Finding, Severity
from poolcontract.framing import FLAWS, constant, findings_of

CUT, SPLIT = "framing/body-cut", "framing/length-and-chunks"


class Try(NamedTuple):
    """What was tried, and what came: a flaw, another fault, or an answer for neither."""

    method: str = "DELETE"
    pool: Any = "living"
    refusal: str | None = None
    flaw: str | None = None
    fault: str | None = None


def exchange(of: Try) -> Exchange:
    whole = of.flaw is None and of.fault is None
    return Exchange(
        request=Request(method=of.method, target="/v2/p/pools/pool-a"),
        response=Response(status=200) if whole else None,
        known=Circumstances(pool=of.pool, refusal=of.refusal),
        fault="framing" if of.flaw else of.fault,
        flaw=of.flaw,
    )


LIVING, ABSENT, PUT = Try(), Try(pool="absent"), Try("PUT", refusal="method")
REFUSED = Try(refusal="no token")


def cut(of: Try, flaw: str = CUT) -> Try:
    return of._replace(flaw=flaw)


NO_TRY = Try(fault="timeout")
CASES: dict[str, tuple[list[Try], list[bool]]] = {
    "nothing": ([], []),
    "no flaw": ([LIVING, ABSENT], [False, False]),
    "one try alone": ([cut(LIVING)], [False]),
    "two tries": ([cut(LIVING), cut(LIVING)], [True, True]),
    "two tries, unlike": ([cut(LIVING), cut(PUT)], [True, True]),
    "sometimes": ([cut(LIVING), LIVING, cut(LIVING)], [False, False, False]),
    "sometimes, of many": ([*[cut(LIVING)] * 9, LIVING], [False] * 10),
    "always under some circumstances": (
        [cut(LIVING), ABSENT, cut(LIVING), REFUSED],
        [True, False, True, False],
    ),
    "once under some circumstances": ([cut(LIVING), ABSENT, ABSENT], [False] * 3),
    "always with a method": ([cut(PUT), LIVING, cut(PUT._replace(pool="absent"))], [True, False, True]),
    "always, and two kinds": ([cut(LIVING), cut(LIVING, SPLIT)], [False, False]),
    "two kinds under two circumstances": (
        [cut(LIVING), cut(ABSENT, SPLIT), cut(LIVING), cut(ABSENT, SPLIT)],
        [True] * 4,
    ),
    "what got no answer is no try": ([cut(LIVING), NO_TRY, cut(LIVING)], [True, False, True]),
    "nor a second one": ([cut(LIVING), NO_TRY], [False, False]),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_seen_every_time(case: str) -> None:
    tries, expected = CASES[case]
    assert constant([exchange(each) for each in tries]) == expected


@pytest.mark.parametrize("flaw", FLAWS)
def test_a_flaw_is_told(flaw: str) -> None:
    (found,) = findings_of(exchange(cut(LIVING, flaw)))
    title = FLAWS[flaw]
    message = title[0].lower() + title[1:-1]
    assert found == Finding(rule=flaw, severity=Severity.ERROR, message=message, pointer="/response")


def test_what_has_no_flaw_tells_nothing() -> None:
    assert list(findings_of(exchange(LIVING))) == list(findings_of(exchange(NO_TRY))) == []
