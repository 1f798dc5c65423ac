"""Pools of the mock that come back to life once a deletion of them was answered with 404."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from poolcontract.mock import Mock

from .grown_bodies import CONTRACT
from .raw_calls import called

BODY = {"kind": "Pool", "metadata": {"name": "a"}, "status": {"phase": "Running"}}


def statuses(mock: Mock, name: str, *methods: str) -> list[int]:
    return [called(mock, name, method=method).status for method in methods]


@pytest.mark.parametrize(
    ("come_back", "expected"),
    [("never", [200, 404, 404, 404, 404, 404]), ("after-404", [200, 404, 200, 404, 200, 404])],
)
def test_when_a_deleted_pool_lives_again(come_back: str, expected: list[int]) -> None:
    with Mock([BODY, "b"], contract=CONTRACT, come_back=come_back) as mock:  # type: ignore[arg-type]
        assert statuses(mock, "a", *["DELETE"] * 6) == expected
        assert mock.pools == (("b",) if come_back == "never" else ("b", "a"))


def test_never_is_what_is_meant_where_nothing_is_said() -> None:
    with Mock([BODY], contract=CONTRACT) as mock:
        assert statuses(mock, "a", *["DELETE"] * 3) == [200, 404, 404]


def test_it_lives_again_as_it_was_and_only_by_a_deletion_that_was_told_404() -> None:
    with Mock([BODY], contract=CONTRACT, come_back="after-404", project_id="p", projects={"q": []}) as mock:
        assert called(mock, "a").value == BODY
        assert statuses(mock, "a", "GET", "PUT", "GET") == [404, 405, 404]
        assert called(mock, "a", token=None).status == 401
        assert called(mock, "a", body=b"{").status == 400
        assert called(mock, "a", project="q").status == 404
        assert called(mock, "A").status == 404
        assert mock.pools == ()
        assert statuses(mock, "a", "DELETE", "GET") == [404, 200]
        assert called(mock, "a").value == BODY


def test_a_name_that_never_was_does_not_come_to_life() -> None:
    with Mock([], contract=CONTRACT, come_back="after-404") as mock:
        assert statuses(mock, "a", *["DELETE"] * 3) == [404] * 3
        assert mock.pools == ()


def test_a_deletion_that_takes_its_time_is_over_first() -> None:
    hands = SimpleNamespace(now=0.0)
    with Mock(
        [BODY], contract=CONTRACT, come_back="after-404", deletion_time=5, clock=lambda: hands.now
    ) as mock:
        assert statuses(mock, "a", "DELETE", "DELETE") == [200, 200]
        hands.now = 5.0
        assert statuses(mock, "a", "DELETE") == [404]
        assert called(mock, "a").value == BODY
        assert called(mock, "a").value["status"] == {"phase": "Deleting"}


def test_what_a_fault_answers_in_place_of_404_brings_nothing_back() -> None:
    with Mock([BODY], contract=CONTRACT, come_back="after-404", faults=["state/found-again"]) as mock:
        for _ in range(4):
            assert statuses(mock, "a", "DELETE") == [200]
            assert mock.pools == ()


def test_a_reset_is_a_reset() -> None:
    with Mock([BODY], contract=CONTRACT, come_back="after-404") as mock:
        assert statuses(mock, "a", "DELETE") == [200]
        mock.reset()
        assert statuses(mock, "a", "DELETE", "DELETE", "DELETE") == [200, 404, 200]
