"""What ends a careful run: every sign of damage at once, every sign of trouble soon, and nothing else."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from poolcontract.caution import SAFETY, Caution
from poolcontract.deviations import Deviation
from poolcontract.finding import Severity
from poolcontract.outcome import outcome
from poolcontract.record import Result
from poolcontract.target import Target

from .careful_runs import PROJECT, absent, careful_run, plan_of, planned
from .raw_server import Answer, RawServer, reset, sized

JSON = "Content-Type: application/json"
POOL = json.dumps({"kind": "Pool", "apiVersion": "v2", "metadata": {"name": "train-1"}}).encode()
OTHER_POOL = POOL.replace(b"train-1", b"train-2")
ERROR = b'{"error_code": "ModelArts.50015001", "error_msg": "no"}'
NOT_FOUND = sized(ERROR, JSON, status="404 Not Found")


def status(line: str, *headers: str, body: bytes = ERROR) -> bytes:
    return sized(body, JSON, *headers, status=line)


def results(
    answers: list[Answer], log: Path, **more: Any
) -> tuple[list[Result], str | None, dict[str, Any], int]:
    """One answer for each request of a plan that spends `train-1` first; the last answers the rest."""
    with RawServer(answers[0]) as server:
        plan = plan_of(planned("train-1", state="living"), *absent(5), url=server.url)
        with careful_run(server.url, plan, log, destroyable=("train-1",), timeout=1, **more) as run:
            found = []
            for each in plan.entries:
                server.answer = dated(answers.pop(0) if len(answers) > 1 else answers[0])
                found.append(run.perform_planned(each))
        return found, run.record.stopped, run.report(), len(server.requests)


DAMAGE: dict[str, tuple[list[Answer], str, int]] = {
    "a pool that cannot exist is deleted": ([sized(POOL, JSON)], "safety-2xx", 2),
    "and it is accepted": ([sized(POOL, JSON), status("202 Accepted")], "safety-2xx", 2),
    "and nothing is said": ([sized(POOL, JSON), status("204 No Content", body=b"")], "safety-2xx", 2),
    "another pool is deleted": ([sized(OTHER_POOL, JSON)], "safety-name", 1),
    "it leads to another pool": ([status("307 T", f"Location: /v2/{PROJECT}/pools/x")], "safety-redirect", 1),
    "it leads to another host": ([status("302 F", "Location: https://evil.example/")], "safety-redirect", 1),
    "it leads there by a relative name": ([status("301 M", "Location: train-2")], "safety-redirect", 1),
    "it leads there without a scheme": ([status("308 P", "location: //evil.example")], "safety-redirect", 1),
}


@pytest.mark.parametrize("case", DAMAGE)
def test_a_sign_of_damage_stops_at_once(case: str, tmp_path: Path) -> None:
    answers, reason, sent = DAMAGE[case]
    found, stopped, report, requests = results(list(answers), tmp_path / "log")
    assert requests == sent
    assert [(each.verdict.kind, each.verdict.reason) for each in found] == [
        *[("pass", None)] * (sent - 1),
        ("stop", reason),
        *[("not sent", "stopped")] * (6 - sent),
    ]
    assert stopped is not None
    assert stopped.endswith(SAFETY[reason])
    assert outcome(report, {}).status == 4


def test_what_is_accepted_by_a_deviation_stops_all_the_same(tmp_path: Path) -> None:
    rules = ("success-for-absent-pool", "answered-pool")
    accepted = tuple(Deviation(rule=rule, severity=None, reason="r") for rule in rules)
    for answer, sent in ((sized(POOL, JSON), 2), (sized(OTHER_POOL, JSON), 1)):
        _, _, report, requests = results([answer], tmp_path / "log", deviations=accepted)
        assert (outcome(report, {}).status, requests) == (4, sent)


def late(minutes: int) -> str:
    """A moment that is told from when the answer is given."""
    return f"Date: {minutes:+} minutes"


def dated(answer: Answer) -> Answer:
    """An answer with the moment that it means."""
    if callable(answer):
        return answer

    def moment(told: re.Match[bytes]) -> bytes:
        meant = datetime.now(UTC) + timedelta(minutes=int(told[1]))
        return f"Date: {format_datetime(meant, usegmt=True)}".encode()

    return re.sub(rb"Date: ([+-]\d+) minutes", moment, answer)


TROUBLE: dict[str, tuple[list[Answer], int, str]] = {
    "throttles": ([status("429 T")], 2, "throttles, or is unavailable (429, 503); stopped after 2 requests"),
    "throttles now and then": (
        [status("429 T"), NOT_FOUND, status("503 U"), NOT_FOUND],
        3,
        "throttles, or is",
    ),
    "wants a long pause": ([status("429 T", "Retry-After: 61")], 1, "wants a pause of more than 60 s"),
    "wants one with its answer": (
        [status("404 N", "Retry-After: 9999999999")],
        1,
        "wants a pause of more than",
    ),
    "refuses the credentials": (
        [status("401 U")],
        2,
        "refuses the credentials (401, 403, 407); stopped after 2",
    ),
    "and in between not": (
        [status("403 F"), NOT_FOUND, status("407 P"), NOT_FOUND],
        3,
        "refuses the credentials",
    ),
    "resets": ([reset], 3, "gives no answer that can be judged; stopped after 3 requests"),
    "has another time": ([status("404 N", late(-6))], 1, "and this one differ by more than 5 minutes"),
    "is ahead": ([status("404 N", late(6))], 1, "and this one differ by more than 5 minutes"),
}


@pytest.mark.parametrize("case", TROUBLE)
def test_a_service_in_trouble_is_left_alone(case: str, tmp_path: Path) -> None:
    answers, sent, sentence = TROUBLE[case]
    _, stopped, report, requests = results(list(answers), tmp_path / "log")
    assert (requests, sentence in (stopped or "")) == (sent, True), stopped
    assert outcome(report, {}).status in (1, 3)


HARMLESS: dict[str, list[Answer]] = {
    "right answers": [sized(POOL, JSON), NOT_FOUND],
    "one 429": [sized(POOL, JSON), status("429 T", "Retry-After: 60"), NOT_FOUND],
    "one 401": [sized(POOL, JSON), status("401 U"), NOT_FOUND],
    "two resets": [sized(POOL, JSON), reset, reset, NOT_FOUND],
    "two resets, twice": [reset, reset, NOT_FOUND, reset, reset, NOT_FOUND],
    "a pause that is a date": [
        sized(POOL, JSON),
        status("404 N", "Retry-After: Wed, 21 Oct 2099 07:28:00 GMT"),
    ],
    "a pause that is none": [
        sized(POOL, JSON),
        status("404 N", "Retry-After: -1"),
        status("404 N", "Retry-After: ²"),
    ],
    "nearly our time": [sized(POOL, JSON), status("404 N", late(4))],
    "a date that is none": [
        sized(POOL, JSON),
        status("404 N", "Date: soon"),
        status("404 N", "Date: 0 0 0 0"),
    ],
    "our time": [status("404 N", late(0))],
    "a redirect without a place": [status("307 T")],
}


@pytest.mark.parametrize("case", HARMLESS)
def test_all_else_goes_on(case: str, tmp_path: Path) -> None:
    _, stopped, _, requests = results(list(HARMLESS[case]), tmp_path / "log")
    assert (stopped, requests) == (None, 6)


def test_a_redirect_to_the_same_place_is_a_finding_alone(tmp_path: Path) -> None:
    def answer_same(server_url: str) -> Callable[[str], bytes]:
        return lambda target: status("307 T", f"Location: {server_url}{target}")

    with RawServer(NOT_FOUND) as server:
        plan = plan_of(*absent(2), url=server.url)
        with careful_run(server.url, plan, tmp_path / "log") as run:
            for each in plan.entries:
                server.answer = answer_same(server.url)(each.request.target)
                run.perform_planned(each)
    assert (run.record.stopped, len(server.requests)) == (None, 2)
    assert {each.verdict.kind for _, each in run.record.results} == {"violation"}


def test_requests_keep_their_pace(tmp_path: Path) -> None:
    began = time.monotonic()
    _, _, _, requests = results([sized(POOL, JSON), NOT_FOUND], tmp_path / "log", rate=20.0)
    assert (requests, time.monotonic() - began > 5 / 20) == (6, True)


def test_a_stop_file_is_looked_for_before_each_request(tmp_path: Path) -> None:
    stop = tmp_path / "stop"

    def touch(connection: Any) -> None:
        stop.touch()
        connection.sendall(NOT_FOUND)

    _, stopped, report, requests = results(
        [sized(POOL, JSON), NOT_FOUND, touch, NOT_FOUND], tmp_path / "log", stop_file=stop
    )
    assert (requests, stopped) == (3, f"there is a stop file, {stop}")
    assert outcome(report, {}).status == 3


def test_a_run_ends_with_the_process_that_began_it(monkeypatch: pytest.MonkeyPatch) -> None:
    caution = Caution(target=Target("localhost", 1), rate=1e6)
    assert caution.wait() is None
    monkeypatch.setattr("os.getppid", lambda: 1)
    assert caution.wait() == "the process that began this run is gone"


def test_no_run_lasts_longer_than_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    caution = Caution(target=Target("localhost", 1), rate=1e6)
    for later, sentence in ((0, None), (599, None), (2, "the run has lasted for 10 minutes, and none lasts")):
        now[0] += later
        assert (caution.wait() or "").startswith(sentence or "no sentence") == (sentence is not None)


def test_findings_below_an_error_stop_nothing(tmp_path: Path) -> None:
    warned = ERROR.replace(b"ModelArts.50015001", b"odd")
    found, stopped, _, _ = results([sized(POOL, JSON), status("404 N", body=warned)], tmp_path / "log")
    assert stopped is None
    assert Severity.WARNING in {each.severity for result in found for each in result.findings}


def test_an_error_of_ours_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("ours")

    with RawServer(NOT_FOUND) as server:
        plan = plan_of(*absent(3), url=server.url)
        with careful_run(server.url, plan, tmp_path / "log") as run:
            monkeypatch.setattr(run.judge, "check_exchange", broken)
            with pytest.raises(RuntimeError, match="ours"):
                run.perform_planned(plan.entries[0])
            second = run.perform_planned(plan.entries[1])
    assert (second.verdict.kind, len(server.requests)) == ("not sent", 1)
    assert run.record.stopped == "an error of ours: nobody looked at the answer"
