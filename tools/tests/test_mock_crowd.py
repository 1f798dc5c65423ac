"""Many clients at once: no call is lost, no pool is deleted twice, nothing goes wrong inside.

A state machine sends calls together, each from a client of its own with a connection that stays open, and
compares what came back with a model that does not care about the order among them.
"""

from __future__ import annotations

import http.client
import json
import logging
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from poolcontract.mock import Mock

from .grown_bodies import CONTRACT

AT_ONCE = 32
DELETION_TIME = 10.0
NAMES = tuple(f"pool-{number}" for number in range(6))


class Call(NamedTuple):
    """One call: what is asked of a pool, or of all of them, or of the mock itself."""

    asks: str
    name: str = NAMES[0]


class Heard(NamedTuple):
    """What came back, as a status and a value."""

    status: int
    value: Any


def body_of(name: str) -> dict[str, Any]:
    return {"kind": "Pool", "metadata": {"name": name}, "status": {"phase": "Running"}}


class Crowd:
    """So many clients of one mock, who wait for one another and then all call."""

    def __init__(self, mock: Mock) -> None:
        self.mock, self.sent = mock, 0
        self._clients = [http.client.HTTPConnection(mock.host, mock.port, timeout=10) for _ in range(AT_ONCE)]
        self._threads = ThreadPoolExecutor(AT_ONCE)
        self._start = threading.Barrier(AT_ONCE)

    def call(self, calls: Sequence[Call]) -> list[Heard]:
        """Send one call by each client, at the same time."""
        self.sent += len(calls)
        return list(self._threads.map(self._one, self._clients, calls))

    def close(self) -> None:
        """Hang up."""
        self._threads.shutdown()
        for client in self._clients:
            client.close()

    def _one(self, client: http.client.HTTPConnection, call: Call) -> Heard:
        method, target, token, body = self._written(call)
        headers = {"X-Auth-Token": token, "Content-Type": "application/json"}
        self._start.wait(timeout=10)
        client.request(method, target, body, headers)
        answer = client.getresponse()
        return Heard(answer.status, json.loads(answer.read()))

    def _written(self, call: Call) -> tuple[str, str, str, str | None]:
        pools = f"/v2/{self.mock.project_id}/pools"
        match call.asks:
            case "list":
                return "GET", pools, self.mock.token, None
            case "add":
                return "POST", "/__mock__/pools", "", json.dumps(body_of(call.name))
            case "unasked":
                return "DELETE", f"{pools}/{call.name}", "wrong", None
            case method:
                return method, f"{pools}/{call.name}", self.mock.token, None


CALLS = st.builds(
    Call,
    st.sampled_from(["DELETE", "DELETE", "GET", "add", "list", "unasked", "PUT"]),
    st.sampled_from(NAMES),
)


class Pools(RuleBasedStateMachine):
    """The model: each name living, or deleting until a moment, or not there; set up by `against`."""

    crowd: Crowd
    hands: SimpleNamespace
    deletion_time: float

    def __init__(self) -> None:
        super().__init__()
        self.crowd.mock.reset()
        self.there: dict[str, float | None] = {}

    @rule(calls=st.lists(CALLS, min_size=AT_ONCE, max_size=AT_ONCE))
    def call(self, calls: list[Call]) -> None:
        """All call at once; each name's calls are compared by themselves."""
        heard = self.crowd.call(calls)
        for name in NAMES:
            self._compare(
                name,
                [(call.asks, each) for call, each in zip(calls, heard, strict=True) if call.name == name],
            )
        for call, each in zip(calls, heard, strict=True):
            if call.asks == "list":
                names = Counter(item["metadata"]["name"] for item in each.value["items"])
                assert (each.status, max(names.values(), default=1)) == (200, 1), "no pool is there twice"

    @rule(seconds=st.sampled_from([1.0, DELETION_TIME]))
    def wait(self, seconds: float) -> None:
        """Time goes by, and deletions come to their end."""
        self.hands.now += seconds

    @invariant()
    def what_is_living_is_what_the_model_says(self) -> None:
        """No update is lost."""
        assert set(self.crowd.mock.pools) == {name for name, until in self.there.items() if until is None}

    def _is_there(self, name: str) -> bool:
        until = self.there.get(name, 0.0)
        return until is None or self.hands.now < until

    def _compare(self, name: str, told: list[tuple[str, Heard]]) -> None:
        before, living = self._is_there(name), self.there.get(name, 0.0) is None
        asked = {asks: [each for said, each in told if said == asks] for asks, _ in told}
        assert {each.status for each in asked.get("unasked", [])} <= {401}
        assert {each.status for each in asked.get("PUT", [])} <= {405}
        added = [each for each in asked.get("add", []) if each.status == 201]
        deleted = [each for each in asked.get("DELETE", []) if each.status == 200]
        begun = [each for each in deleted if each.value == body_of(name)]
        for each in deleted:
            assert each.value["metadata"]["name"] == name
        assert {each.status for each in asked.get("DELETE", [])} <= {200, 404}
        assert {each.status for each in asked.get("add", [])} <= {201, 400}
        if self.deletion_time == 0:
            assert len(deleted) == len(begun)
        lives = int(living) + len(added)
        assert lives - len(begun) in (0, 1), "every body is answered once at most, and no pool is lost"
        if not before and "add" in asked:
            assert added
        if lives and not asked.get("add") and asked.get("DELETE"):
            assert len(begun) == 1
        if before and not asked.get("DELETE"):
            assert {each.status for each in asked.get("GET", [])} <= {200}
        if not before and not added:
            assert {each.status for each in asked.get("GET", [])} <= {404}
        if lives > len(begun):
            self.there[name] = None
        elif begun:
            self.there[name] = self.hands.now + self.deletion_time


@pytest.fixture(params=[0.0, DELETION_TIME], ids=["at once", "in time"])
def against(request: pytest.FixtureRequest) -> Iterator[type[Pools]]:
    hands = SimpleNamespace(now=0.0)
    with ExitStack() as stack:
        given = {"deletion_time": request.param, "admin": True, "clock": lambda: hands.now}
        mock = stack.enter_context(Mock([], contract=CONTRACT, **given))
        crowd = Crowd(mock)
        stack.callback(crowd.close)
        members = {"crowd": crowd, "hands": hands, "deletion_time": request.param}
        yield type("Pools", (Pools,), members)


def play(machine: type[Pools], examples: int, steps: int) -> int:
    """Run a state machine, and give the number of requests that were sent."""
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=chosen)
    return machine.crowd.sent


def wrong_inside(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno > logging.WARNING]


def test_a_crowd_is_served(against: type[Pools], caplog: pytest.LogCaptureFixture) -> None:
    assert play(against, examples=4, steps=10) > 5 * AT_ONCE
    assert wrong_inside(caplog) == []


@pytest.mark.long
def test_a_crowd_is_served_ten_thousand_times(against: type[Pools], caplog: pytest.LogCaptureFixture) -> None:
    while against.crowd.sent < 10_000:
        play(against, examples=20, steps=20)
    assert wrong_inside(caplog) == []
