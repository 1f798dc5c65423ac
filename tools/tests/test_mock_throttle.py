"""Too many calls in a second are refused; the rest is served."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from poolcontract.exchange import Exchange
from poolcontract.judge import Judge
from poolcontract.mock import Mock
from poolcontract.mock.throttle import Throttle
from poolcontract.verdict import verdict

from .grown_bodies import CONTRACT
from .raw_calls import called

SECONDS = {
    "one after another": (2, [0.0, 0.5, 1.0, 1.5], [False] * 4),
    "too many": (2, [0.0, 0.1, 0.2, 0.3], [False, False, True, True]),
    "again after a second": (2, [0.0, 0.1, 0.9, 1.0, 1.05, 1.1], [False, False, True, False, True, False]),
    "no burst at the turn of a second": (2, [0.9, 0.95, 1.0, 1.1], [False, False, True, True]),
    "one only": (1, [0.0, 0.999, 1.0], [False, True, False]),
}


@pytest.mark.parametrize("case", SECONDS)
def test_so_many_in_any_second(case: str) -> None:
    limit, moments, expected = SECONDS[case]
    hands = SimpleNamespace(now=0.0)
    throttle = Throttle(limit, lambda: hands.now)
    found = []
    for hands.now in moments:
        found.append(throttle.is_over())
    assert found == expected


def test_what_is_over_is_answered_429_and_does_nothing() -> None:
    hands = SimpleNamespace(now=0.0)
    with Mock(
        ["a", "b"], projects={"q": ["c"]}, contract=CONTRACT, throttle=2, clock=lambda: hands.now
    ) as mock:
        assert called(mock, "x", token=None).status == 401, "who is not let in is not counted"
        assert [called(mock, "x").status for _ in range(2)] == [404, 404]
        over = called(mock, "a")
        assert (over.status, over.value["error_code"]) == (429, "APIGW.0308")
        assert set(over.value) == {"error_code", "error_msg"}
        assert called(mock, "a", method="GET").status == 429
        assert called(mock, "c", project="q").status == 200, "another project has its own measure"
        assert mock.pools == ("a", "b")
        hands.now = 1.0
        assert called(mock, "a").status == 200


def test_it_says_nothing_about_the_contract() -> None:
    with Mock(["a"], contract=CONTRACT, throttle=1) as mock:
        called(mock, "x")
        answer = called(mock, "a")
    exchange = Exchange.of("DELETE /v2/p/pools/a", answer.status, answer.body)
    assert list(Judge(CONTRACT).check_exchange(exchange)) == []
    assert verdict(exchange, []).kind == "inconclusive"
