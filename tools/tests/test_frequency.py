"""How often a finding was seen of how often it could have been."""

from __future__ import annotations

from typing import Any

import pytest

from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import Finding, Severity
from poolcontract.frequency import frequency
from poolcontract.record import Record, Result
from poolcontract.verdict import Verdict

from .grown_bodies import CONTRACT

BODY = Finding(rule="schema/enum", severity=Severity.ERROR, message="m", pointer="/list/0", schema="Pool")
ELSEWHERE = Finding(
    rule="schema/enum", severity=Severity.ERROR, message="m", pointer="/list/7", schema="Pool"
)
STATUS = Finding(rule="redirect", severity=Severity.ERROR, message="m", pointer="/response/status")
LIVING, ABSENT = Circumstances(pool="living"), Circumstances(pool="absent")
NO_TOKEN = Circumstances(pool="living", refusal="no token")


def told(*answers: tuple[str, int | None, Circumstances, tuple[Finding, ...]]) -> list[dict[str, Any]]:
    record = Record(contract=CONTRACT)
    for method, status, known, found in answers:
        made = Exchange.of(f"{method} /v2/p/pools/a", status or 200, known=known)
        exchange = made if status else Exchange(request=made.request, known=known, fault="timeout")
        record.results.append(("s", Result(exchange, found, Verdict("pass"))))
    record.results.append(("s", Result(None, (), Verdict("not sent", "budget"))))
    return frequency(record)


def shares(
    *answers: tuple[str, int | None, Circumstances, tuple[Finding, ...]],
) -> list[tuple[str, int, int]]:
    return [(each["pointer"], each["seen"], each["of"]) for each in told(*answers)]


def test_a_form() -> None:
    assert told(("DELETE", 200, LIVING, (BODY,))) == [
        {"rule": "schema/enum", "schema": "Pool", "pointer": "/list/0", "seen": 1, "of": 1}
    ]


CASES: dict[str, tuple[list[Any], list[tuple[str, int, int]]]] = {
    "in the body of answers of one status": (
        [
            ("DELETE", 200, LIVING, (BODY,)),
            ("DELETE", 200, LIVING, ()),
            ("DELETE", 404, LIVING, ()),
            ("DELETE", 200, ABSENT, ()),
        ],
        [("/list/0", 1, 2)],
    ),
    "a status, of answers of any status": (
        [("DELETE", 307, ABSENT, (STATUS,)), *[("DELETE", 404, ABSENT, ())] * 4],
        [("/response/status", 1, 5)],
    ),
    "not of requests that are unlike": (
        [
            ("DELETE", 307, ABSENT, (STATUS,)),
            ("DELETE", 404, LIVING, ()),
            ("PUT", 404, ABSENT, ()),
            ("DELETE", 401, NO_TOKEN, ()),
        ],
        [("/response/status", 1, 1)],
    ),
    "under several circumstances": (
        [
            ("DELETE", 307, ABSENT, (STATUS,)),
            ("DELETE", 307, LIVING, (STATUS,)),
            ("DELETE", 404, ABSENT, ()),
            ("DELETE", 200, LIVING, ()),
        ],
        [("/response/status", 2, 4)],
    ),
    "twice in one answer, which counts once": (
        [("DELETE", 200, LIVING, (BODY, ELSEWHERE)), ("DELETE", 200, LIVING, ())],
        [("/list/0", 1, 2)],
    ),
    "no answer is no chance": (
        [("DELETE", 307, ABSENT, (STATUS,)), ("DELETE", None, ABSENT, ())],
        [("/response/status", 1, 1)],
    ),
    "nothing found": ([("DELETE", 200, LIVING, ())], []),
}


@pytest.mark.parametrize("case", CASES)
def test_how_often(case: str) -> None:
    answers, expected = CASES[case]
    assert shares(*answers) == expected
