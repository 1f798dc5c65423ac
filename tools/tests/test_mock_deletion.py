"""A deletion that takes its time: the pool is there in the phase Deleting, and then it is gone."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import Severity
from poolcontract.judge import Judge
from poolcontract.mock import Mock
from poolcontract.mock.pools import as_deleting

from .grown_bodies import CONTRACT, SERIES, SUCCESS, grown
from .raw_calls import called

JUDGE = Judge(CONTRACT)
NOW = datetime(2027, 1, 2, 3, 4, 5, 678, tzinfo=UTC)


def test_a_pool_is_deleting_until_its_time_is_over() -> None:
    body = {"kind": "Pool", "metadata": {"name": "a"}, "status": {"phase": "Running"}}
    hands = SimpleNamespace(now=1000.0)
    with Mock([body, "b"], contract=CONTRACT, deletion_time=30, clock=lambda: hands.now) as mock:
        first = called(mock, "a")
        assert (first.status, first.value) == (200, body), "how it was when the call came"
        assert mock.pools == ("b",)
        for hands.now in (1000.0, 1029.999):
            again = called(mock, "a").value
            assert again.pop("status") == {"phase": "Deleting"}
            assert again["metadata"].pop("deletionTimestamp").endswith("Z")
            assert again == {"kind": "Pool", "metadata": {"name": "a"}}
            shown = called(mock, "a", method="GET").value
            assert shown == {**body, "status": {"phase": "Deleting"}}
            listed = called(mock, "", method="GET", target=f"/v2/{mock.project_id}/pools").value["items"]
            assert [each["metadata"]["name"] for each in listed] == ["a", "b"]
        hands.now = 1030.0
        assert [called(mock, "a", method=method).status for method in ("DELETE", "GET")] == [404, 404]
        listed = called(mock, "", method="GET", target=f"/v2/{mock.project_id}/pools").value["items"]
        assert [each["metadata"]["name"] for each in listed] == ["b"]
        assert called(mock, "b").status == 200


def test_a_second_call_does_not_begin_the_deletion_anew() -> None:
    hands = SimpleNamespace(now=0.0)
    with Mock(["a"], contract=CONTRACT, deletion_time=10, clock=lambda: hands.now) as mock:
        found = []
        for hands.now in range(100, 125, 5):
            found.append(called(mock, "a").status)
        assert found == [200, 200, 404, 404, 404]


def test_a_refused_call_begins_nothing() -> None:
    with Mock(["a"], contract=CONTRACT, deletion_time=10) as mock:
        assert called(mock, "a", token=None).status == 401
        assert called(mock, "a", method="GET").status == 200
        assert mock.pools == ("a",)


def test_a_fault_of_deleted_pools_is_one_of_those_that_are_being_deleted() -> None:
    with Mock(["a"], contract=CONTRACT, deletion_time=10, faults=["state/found-again"]) as mock:
        assert called(mock, "a").status == 200
        assert called(mock, "a").value["status"]["phase"] == "Running"


def test_what_it_answers_meanwhile_is_what_the_page_allows() -> None:
    with Mock(["a"], contract=CONTRACT, deletion_time=10) as mock:
        for state, rules in (("living", []), ("deleted", ["deletion-still-running"])):
            answer = called(mock, "a")
            exchange = Exchange.of(
                "DELETE /v2/p/pools/a",
                answer.status,
                answer.body,
                known=Circumstances(pool=state),  # type: ignore[arg-type]
            )
            found = JUDGE.check_exchange(exchange, CONTRACT.operations[0])
            assert [each.rule for each in found if each.severity > Severity.INFO] == rules


@pytest.mark.parametrize("turn", range(SERIES))
def test_the_judge_has_nothing_new_to_say_of_a_pool_that_is_being_deleted(turn: int) -> None:
    body = grown(SUCCESS, 1)[turn]
    before = Counter(each.rule for each in JUDGE.check(body, SUCCESS))
    deleting = as_deleting(body, NOW)
    assert (deleting["status"]["phase"], deleting is body) == ("Deleting", False)
    assert deleting["metadata"]["deletionTimestamp"]
    after = Counter(each.rule for each in JUDGE.check(deleting, SUCCESS))
    assert after - before == Counter()


METADATA: dict[str, tuple[dict[str, Any], str]] = {
    "no time of creation": ({}, "2027-01-02T03:04:05Z"),
    "created before": ({"creationTimestamp": "2024-05-14T08:30:00Z"}, "2027-01-02T03:04:05Z"),
    "created a moment later": (
        {"creationTimestamp": "2027-01-02T03:04:05.999Z"},
        "2027-01-02T03:04:05.999Z",
    ),
    "created later": ({"creationTimestamp": "2099-01-01T00:00:00+01:00"}, "2099-01-01T00:00:00+01:00"),
    "no time that can be read": ({"creationTimestamp": "yesterday"}, "2027-01-02T03:04:05Z"),
    "a number": ({"creationTimestamp": 5}, "2027-01-02T03:04:05Z"),
    "told already": ({"deletionTimestamp": "2026-05-14T08:30:00Z"}, "2026-05-14T08:30:00Z"),
}


@pytest.mark.parametrize("case", METADATA)
def test_it_says_since_when_and_never_before_it_was_created(case: str) -> None:
    metadata, expected = METADATA[case]
    assert as_deleting({"metadata": metadata}, NOW) == {
        "metadata": {**metadata, "deletionTimestamp": expected},
        "status": {"phase": "Deleting"},
    }


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(["metadata", "status", "kind"]), VALUES))
def test_a_strange_body_stays_as_it_is_where_it_has_no_room(body: dict[str, Any]) -> None:
    deleting = as_deleting(body, NOW)
    for member in ("metadata", "status"):
        if member in body and not isinstance(body[member], dict):
            assert deleting[member] == body[member]
    assert {**deleting, "metadata": 0, "status": 0} == {**body, "metadata": 0, "status": 0}
