"""When a request is sent: while a deletion may go on, once it must be over, or at once with another."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any, ClassVar, get_args

import pytest

from poolcontract import harfield
from poolcontract.atonce import at_once
from poolcontract.exchange import Circumstances, Exchange, PoolState, Request
from poolcontract.harfield import Sent
from poolcontract.mock import Mock
from poolcontract.run import NotSent, Result, Run
from poolcontract.scenario import Scenario, Step
from poolcontract.target import Client, Ledger, Target

from .fault_trials import scenarios
from .grown_bodies import CONTRACT

DELETE, AGAIN = Step(expects=(200,)), Step(pool="same", expects=(404,))
LATER = Step(pool="same", after_grace=True, expects=(404,))
TWO = Step(times=2, expects=(200, 404))
NOT_FOUND = {"error_code": "ModelArts.50015001", "error_msg": "m"}


class Scripted(Client):
    """Gives answers in turn to whoever asks first; tells how many were asked for at the same time."""

    def __init__(self, answers: Iterable[tuple[int, Any]]) -> None:
        super().__init__(Target("localhost", 1))
        self._answers, self._lock = list(answers), threading.Lock()
        self.under_way = self.most = 0

    def send(self, request: Request, known: Circumstances | None = None) -> Exchange:
        """The next answer, a moment later."""
        with self._lock:
            self.under_way += 1
            self.most = max(self.most, self.under_way)
            status, body = self._answers.pop(0)
        time.sleep(0.05)
        with self._lock:
            self.under_way -= 1
        line = f"{request.method} {request.target}"
        return Exchange.of(line, status, body, known=known or Circumstances())


def pool(phase: str) -> tuple[int, Any]:
    return 200, {"kind": "Pool", "apiVersion": "v2", "metadata": {"name": "a"}, "status": {"phase": phase}}


GONE = (404, NOT_FOUND)


def run_of(*answers: tuple[int, Any], **more: Any) -> Run:
    client, ledger = Scripted(answers), Ledger(["a", "b"])
    return Run(contract=CONTRACT, client=client, ledger=ledger, project_id="p", token="", **more)


def grave(result: Result) -> list[tuple[str, str]]:
    return [(each.rule, str(each.severity)) for each in result.findings if str(each.severity) != "info"]


def played(run: Run, *steps: Step) -> list[tuple[str, list[tuple[str, str]]]]:
    """What was known of the pool, and what was found, for each request in order."""
    results = run.play(Scenario(id="tried", proves="p", steps=steps))
    return [(each.exchange.known.pool, grave(each)) for each in results if each.exchange]


STILL_THERE = [("success-for-deleted-pool", "error")]
STILL_DELETING = [("deletion-still-running", "warning")]


@pytest.mark.parametrize(
    ("grace", "second", "state", "found"),
    [
        (0.0, pool("Running"), "deleted", STILL_THERE),
        (0.0, pool("Deleting"), "deleted", STILL_DELETING),
        (0.0, GONE, "deleted", []),
        (60.0, pool("Running"), "deleting", []),
        (60.0, pool("Deleting"), "deleting", STILL_DELETING),
        (60.0, GONE, "deleting", []),
        (60.0, (409, {}), "deleting", [("undocumented-refusal", "warning")]),
    ],
)
def test_another_answer_while_the_deletion_may_go_on(
    grace: float, second: tuple[int, Any], state: str, found: list[tuple[str, str]]
) -> None:
    run = run_of(pool("Running"), second, deletion_grace=grace)
    assert played(run, DELETE, AGAIN) == [("living", []), (state, found)]


@pytest.mark.parametrize(
    ("third", "found"), [(pool("Running"), STILL_THERE), (pool("Deleting"), STILL_DELETING), (GONE, [])]
)
def test_what_is_asked_later_is_asked_when_the_time_is_over(
    third: tuple[int, Any], found: list[tuple[str, str]]
) -> None:
    run = run_of(pool("Running"), pool("Running"), third, deletion_grace=0.3)
    began = time.monotonic()
    assert played(run, DELETE, AGAIN, LATER) == [("living", []), ("deleting", []), ("deleted", found)]
    assert 0.3 <= time.monotonic() - began < 5


def test_a_second_answer_does_not_begin_the_time_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    hands = SimpleNamespace(now=1000.0)
    clock = SimpleNamespace(monotonic=lambda: hands.now, sleep=lambda seconds: pytest.fail(str(seconds)))
    monkeypatch.setattr("poolcontract.run.time", clock)
    run = run_of(*[pool("Running")] * 4, deletion_grace=10.0)
    states = []
    for hands.now in (1000.0, 1009.9, 1010.0, 1019.0):
        step = AGAIN if states else DELETE
        result = run.perform(step, "a", "tried")
        states += [each.known.pool for each in [result.exchange] if each]
    assert states == ["living", "deleting", "deleted", "deleted"]


@pytest.mark.parametrize("state", get_args(PoolState))
def test_a_recording_keeps_what_was_known(state: PoolState) -> None:
    sent = Sent(scenario="s", operation="o", target="/t", known=Circumstances(pool=state))
    assert harfield.read(json.loads(json.dumps(harfield.written(sent)))) == sent


RACES: list[tuple[list[tuple[int, Any]], list[tuple[str, list[tuple[str, str]]]]]] = [
    ([pool("Running"), GONE], [("living", []), ("deleted", [])]),
    ([GONE, pool("Running")], [("living", []), ("deleted", [])]),
    ([pool("Running"), pool("Running")], [("living", []), ("deleted", STILL_THERE)]),
    ([pool("Running"), pool("Deleting")], [("living", []), ("deleted", STILL_DELETING)]),
    ([pool("Deleting"), pool("Running")], [("living", []), ("deleted", STILL_DELETING)]),
    ([GONE, GONE], [("living", [("living-pool-not-found", "error")]), ("unknown", [])]),
    ([GONE, (409, {})], [("living", [("undocumented-refusal", "warning")]), ("unknown", [])]),
    (
        [(409, {}), pool("Running")],
        [("living", []), ("deleted", [("undocumented-refusal", "warning")])],
    ),
]


@pytest.mark.parametrize(("answers", "told"), RACES)
def test_two_at_once(answers: list[tuple[int, Any]], told: list[tuple[str, list[tuple[str, str]]]]) -> None:
    run = run_of(*answers)
    assert played(run, TWO) == told
    assert isinstance(run.client, Scripted)
    assert run.client.most == 2


def test_at_once_gives_what_came_of_each() -> None:
    start = threading.Barrier(3)
    numbers = iter(range(3))
    assert sorted(at_once(lambda: start.wait(5) * 0 + next(numbers), 3)) == [0, 1, 2]


def test_at_once_raises_what_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        at_once(lambda: 1 // 0, 2)


def test_a_run_that_was_stopped_sends_neither() -> None:
    run = run_of(pool("Running"))
    run.record.stopped = "enough"
    with pytest.raises(NotSent):
        played(run, TWO)
    assert next(run.perform_at_once(TWO, "a", "tried")).verdict.kind == "not sent"


@pytest.mark.parametrize("budget", [1, 2])
def test_no_more_are_sent_than_may_be(budget: int) -> None:
    with Mock(contract=CONTRACT) as mock:
        client = Client(Target.parse(mock.url), max_requests=budget)
        given = {"project_id": mock.project_id, "token": mock.token}
        run = Run(contract=CONTRACT, client=client, ledger=Ledger(mock.pools), **given)
        results = list(run.play(Scenario(id="tried", proves="p", steps=(TWO,))))
    assert client.guard.sent == budget
    kinds = sorted(each.verdict.kind for each in results)
    assert kinds == (["pass", "pass"] if budget == 2 else ["not sent", "pass"])


class Racing(BaseHTTPRequestHandler):
    """Looks whether a pool is there, and deletes it a moment later."""

    living: ClassVar[set[str]] = set()

    def do_DELETE(self) -> None:
        """Tell that the pool was there when the call came."""
        name = self.path.rpartition("/")[2]
        status, value = (200, pool("Running")[1]) if name in self.living else GONE
        time.sleep(0.3)
        self.living.discard(name)
        body = json.dumps({**value, "metadata": {"name": name}} if status == 200 else value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize(
    ("scenario", "found"), [("deleted-again", []), ("neighbour", []), ("two-at-once", STILL_THERE)]
)
def test_a_service_that_looks_before_it_deletes(scenario: str, found: list[tuple[str, str]]) -> None:
    Racing.living = {"a", "b"}
    (wanted,) = [each for each in scenarios() if each.id == scenario]
    with ThreadingHTTPServer(("127.0.0.1", 0), Racing) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        client = Client(Target.parse(f"http://127.0.0.1:{server.server_port}"))
        run = Run(contract=CONTRACT, client=client, ledger=Ledger(["a", "b"]), project_id="p", token="")
        results = list(run.play(wanted))
        server.shutdown()
        thread.join()
    assert [each for result in results for each in grave(result)] == found


@pytest.mark.parametrize(
    ("deletion_time", "grace", "rules"),
    [(0.0, 0.0, set()), (0.4, 0.8, {"deletion-still-running"}), (30.0, 0.2, {"deletion-still-running"})],
)
@pytest.mark.parametrize("scenario", ["deleted-again", "deleted-for-good", "two-at-once"])
def test_the_scenarios_against_a_slow_deletion(
    scenario: str, deletion_time: float, grace: float, rules: set[str]
) -> None:
    (wanted,) = [each for each in scenarios() if each.id == scenario]
    with Mock(contract=CONTRACT, deletion_time=deletion_time) as mock:
        run = Run(
            contract=CONTRACT,
            client=Client(Target.parse(mock.url)),
            ledger=Ledger(mock.pools),
            project_id=mock.project_id,
            token=mock.token,
            deletion_grace=grace,
        )
        results = list(run.play(wanted))
    assert {each.verdict.kind for each in results} == {"pass"}
    found = {rule for each in results for rule, _ in grave(each)}
    asks_within = scenario == "deleted-again"
    assert found == (rules if asks_within or deletion_time > grace else set())
