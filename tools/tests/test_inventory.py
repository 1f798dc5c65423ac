"""The list of pools around a careful run: what it must be, what it warns of, and what may not be missing."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from poolcontract.contract import home
from poolcontract.errors import AuditLogError
from poolcontract.inventory import Inventory
from poolcontract.outcome import outcome
from poolcontract.target import Journal, read_log

from .careful_runs import LISTING, TOKEN, absent, careful_run, plan_of, planned
from .raw_server import Answer, RawServer, reset, sized
from .stand_in import listing

JSON = "Content-Type: application/json"
NOT_FOUND = sized(b'{"error_code": "ModelArts.50015001"}', JSON, status="404 Not Found")
SPENT = "train-1"


def listed_pools() -> Any:
    """The module of the contract tests, which are no package that could be imported by name."""
    file = home() / "contract_tests" / "listed_pools.py"
    spec = importlib.util.spec_from_file_location("listed_pools_on_trial", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


doubts, is_leaving = listed_pools().doubts, listed_pools().is_leaving


class Told(list[str]):
    """What somebody was told while a run lasted."""


@contextmanager
def inventory(answer: Answer, log: Path, **more: Any) -> Iterator[tuple[RawServer, Inventory, Told]]:
    """The list of a server around a plan that spends a pool."""
    told = Told()
    with RawServer(answer) as server:
        plan = plan_of(planned(SPENT, state="living"), *absent(1), url=server.url)
        given = {"destroyable": (SPENT,), "is_open": False, "tell": told.append, "timeout": 1, **more}
        with careful_run(server.url, plan, log, **given) as run:
            yield server, Inventory(run=run, plan=plan, doubts=doubts, is_leaving=is_leaving), told


def listed(*names: str, **more: Any) -> bytes:
    """A list of pools, the last of which has some members more."""
    pools = [{"metadata": {"name": name}} for name in names]
    return sized(json.dumps({"items": [*pools[:-1], {**pools[-1], **more}]}).encode(), JSON)


STOPPED: dict[str, tuple[Answer, int, str]] = {
    "no right to list": (
        sized(b"{}", JSON, status="403 F"),
        3,
        "403; the credentials must allow to list pools",
    ),
    "no credentials": (
        sized(b"{}", JSON, status="401 U"),
        3,
        "without it: 401",
    ),
    "throttled": (sized(b"{}", JSON, status="429 T"), 3, "429"),
    "no project": (sized(b"{}", JSON, status="404 N"), 3, "404"),
    "an error": (sized(b"{}", JSON, status="500 E"), 3, "500"),
    "another success": (listing().replace(b"200 OK", b"206 Partial"), 3, "206"),
    "a redirect to the same place": (sized(b"", f"Location: {LISTING}", status="307 T"), 3, "307"),
    "no answer": (reset, 3, "reset"),
    "half an answer": (listing(SPENT)[:-5], 3, "framing"),
    "a page of it": (
        sized(b'{"items": [], "metadata": {"continue": "x"}}', JSON),
        3,
        "of more than one page",
    ),
    "no list": (sized(b'{"items": {}}', JSON), 3, "no list under items"),
    "no object": (sized(b"[]", JSON), 3, "no list under items"),
    "no JSON": (sized(b"<html>", JSON), 3, "no list under items"),
    "a pool without a name": (sized(b'{"items": [{"metadata": {}}]}', JSON), 3, "a pool without a name"),
    "a pool that is none": (sized(b'{"items": [7]}', JSON), 3, "a pool without a name"),
    "reserved names": (
        listing(SPENT, *(f"zz-contract-absent-{number}" for number in range(5))),
        4,
        "zz-contract-absent-0, zz-contract-absent-1, zz-contract-absent-2 and 2 more",
    ),
    "it leads elsewhere": (sized(b"", "Location: /v2/x", status="302 F"), 4, "the service led elsewhere"),
    "another time": (
        listing(SPENT).replace(b"200 OK", b"200 OK\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT"),
        5,
        "and this one differ by more than 5 minutes",
    ),
}


@pytest.mark.parametrize("case", STOPPED)
def test_nothing_is_sent_without_the_list(case: str, tmp_path: Path) -> None:
    answer, status, words = STOPPED[case]
    with inventory(answer, tmp_path / "log") as (server, around, told):
        around.before()
        server.answer = NOT_FOUND
        sent = [around.run.perform_planned(each) for each in around.plan.entries]
        assert around.after() is None
        assert len(server.requests) == 1
    assert {each.verdict.reason for each in sent} == {"stopped"}
    assert (around.run.record.stopped or "").endswith(words)
    report = around.run.report()
    assert (outcome(report, {}).status, told) == (status, [])
    assert report["coverage"]["rules"]["seen"] == [], "the contract knows nothing of the list"


def test_the_list_is_asked_for_as_a_caller_may(tmp_path: Path) -> None:
    with inventory(listing(SPENT), tmp_path / "log", token=TOKEN) as (server, around, _):
        assert around.before().verdict.kind == "pass"
    (request,) = server.requests
    assert request.split(b"\r\n") == [
        f"GET {LISTING} HTTP/1.1".encode(),
        f"Host: 127.0.0.1:{server.port}".encode(),
        f"X-Auth-Token: {TOKEN}".encode(),
        b"Accept: application/json",
        b"Accept-Encoding: identity",
        b"Connection: close",
        b"",
        b"",
    ]
    (run,) = read_log(tmp_path / "log").runs
    (intent,) = run.intents
    assert (intent["method"], intent["target"]) == ("GET", LISTING)


def test_what_is_told_before_the_first_deletion(tmp_path: Path) -> None:
    hostile = f"\x1b[31m{TOKEN}"
    pool = {
        "metadata": {"name": SPENT, "creationTimestamp": "2024-05-14T08:30:00Z", "labels": {"x": hostile}}
    }
    body = sized(json.dumps({"items": [pool]}).encode(), JSON)
    with inventory(body, tmp_path / "log") as (server, around, told):
        around.before()
        assert len(server.requests) == 1
    sentences = [
        f"{SPENT} will be deleted: it was created on 2024-05-14, more than a day ago",
        f'{SPENT} will be deleted: it is not known to be paid for by use (os.modelarts/billing.mode "0")',
        f"{SPENT} will be deleted: its name (os.modelarts/name) does not begin with zz-disposable-",
    ]
    assert told == [f"warning: {each}" for each in sentences]
    (run,) = read_log(tmp_path / "log").runs
    assert [each["text"] for each in run.notes] == sentences
    assert around.run.record.stopped is None


def test_a_warning_that_cannot_be_kept_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise AuditLogError("it is full")

    monkeypatch.setattr(Journal, "note", full)
    with inventory(listing("other"), tmp_path / "log") as (server, around, told):
        around.before()
        sent = around.run.perform_planned(around.plan.entries[0])
        assert (sent.verdict.kind, len(server.requests)) == ("not sent", 1)
    assert around.run.record.stopped == "it is full"
    assert told == [f"warning: {SPENT} will be deleted: it is not in the list of the project's pools"]


NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
GOOD = {
    "metadata": {
        "creationTimestamp": "2026-05-01T08:00:00Z",
        "annotations": {"os.modelarts/billing.mode": "0"},
        "labels": {"os.modelarts/name": "zz-disposable-1"},
    }
}
AGE = "it was created on 2026-04-30, more than a day ago"
NO_AGE = "it does not say when it was created"
MODE = 'it is not known to be paid for by use (os.modelarts/billing.mode "0")'
NAME = "its name (os.modelarts/name) does not begin with zz-disposable-"
DOUBTED: list[tuple[dict[str, Any], list[str]]] = [
    ({}, []),
    ({"creationTimestamp": "2026-04-30T12:00:01Z"}, []),
    ({"creationTimestamp": "2026-04-30T11:59:59Z"}, [AGE]),
    ({"creationTimestamp": "2026-04-30T12:59:59+02:00"}, [AGE]),
    ({"creationTimestamp": "2026-05-01T08:00:00"}, []),
    ({"creationTimestamp": "yesterday"}, [NO_AGE]),
    ({"creationTimestamp": 7}, [NO_AGE]),
    ({"annotations": {"os.modelarts/billing.mode": "1"}}, [MODE]),
    ({"annotations": {"os.modelarts/billing.mode": 0}}, [MODE]),
    ({"annotations": None}, [MODE]),
    ({"labels": {"os.modelarts/name": "train"}}, [NAME]),
    ({"labels": []}, [NAME]),
    ({"labels": {}, "annotations": {}, "creationTimestamp": ""}, [NO_AGE, MODE, NAME]),
]


@pytest.mark.parametrize(("change", "expected"), DOUBTED, ids=str)
def test_what_makes_one_think_again(change: dict[str, Any], expected: list[str]) -> None:
    assert list(doubts({"metadata": {**GOOD["metadata"], **change}}, NOW)) == expected


@pytest.mark.parametrize("pool", [None, 7, [], {}, {"metadata": 7}])
def test_what_is_no_pool_is_doubted(pool: Any) -> None:
    assert list(doubts(pool, NOW)) == [NO_AGE, MODE, NAME]
    assert not is_leaving(pool)


DELETING = {"status": {"phase": "Deleting"}}
BEHIND: dict[str, tuple[bytes, bytes, str | None]] = {
    "nothing is gone": (listing(SPENT, "mine"), listing(SPENT, "mine"), None),
    "one is gone that was named": (listing(SPENT, "mine"), listing("mine"), None),
    "one has come": (listing(SPENT), listing("new"), None),
    "one is gone that was leaving": (listed(SPENT, "mine", **DELETING), listing(), None),
    "one is gone that was not named": (
        listing(SPENT, "mine"),
        listing(SPENT),
        "a pool is gone that nobody named: mine",
    ),
    "one is gone, and a long pause is wanted": (
        listing(SPENT, "mine"),
        listing(SPENT).replace(b"200 OK", b"200 OK\r\nRetry-After: 61"),
        "a pool is gone that nobody named: mine",
    ),
    "the list is gone": (
        listing(SPENT),
        sized(b"{}", JSON, status="500 E"),
        "cannot be read, and nobody can tell whether a pool is missing: 500",
    ),
}


@pytest.mark.parametrize("case", BEHIND)
def test_what_may_be_missing_behind(case: str, tmp_path: Path) -> None:
    before, after, sentence = BEHIND[case]
    with inventory(before, tmp_path / "log") as (server, around, _):
        around.before()
        server.answer = NOT_FOUND
        around.run.perform_planned(around.plan.entries[1])
        server.answer = after
        result = around.after()
        server.answer = NOT_FOUND
        late = around.run.perform_planned(around.plan.entries[0])
        assert len(server.requests) == 3, "nothing is deleted once the list was read again"
    assert result is not None
    assert late.verdict.kind in ("stop", "not sent")
    if sentence is None:
        assert result.verdict.kind == "pass"
    else:
        assert (around.run.record.stopped or "").endswith(sentence)
        assert result.verdict.kind in ("stop", "inconclusive")
