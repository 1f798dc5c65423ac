"""The audit log: on the disk before the request, whole after it, and without a secret."""

from __future__ import annotations

import json
import os
import re
import socket
import stat
from pathlib import Path
from typing import Any

import pytest

from poolcontract.errors import AuditLogError, InputError
from poolcontract.target import Journal, read_log

from .careful_runs import PROJECT, TOKEN, absent, careful_run, plan_of, planned
from .raw_server import RawServer, reset, sized

NOT_FOUND = sized(
    b'{"error_code": "ModelArts.50015001", "error_msg": "no"}',
    "Content-Type: application/json",
    "X-Request-Id: 0a1b2c",
    status="404 Not Found",
)


def records(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_bytes().splitlines()]


def test_what_is_written_of_a_run(tmp_path: Path) -> None:
    log = tmp_path / "audit"
    with RawServer(NOT_FOUND) as server:
        plan = plan_of(*absent(2), url=server.url)
        with careful_run(server.url, plan, log) as run:
            for each in plan.entries:
                run.perform_planned(each)
    written = records(log)
    moments = [each.pop("time") for each in written]
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", each) for each in moments)
    assert moments == sorted(moments)
    begin, *rest = written
    assert begin == {
        "record": "run",
        "plan": plan.digest(),
        "url": server.url,
        "project_id": PROJECT,
        "requests": 4,
        "destroys": [],
        "version": "1",
    }
    assert [each["record"] for each in rest] == ["intent", "outcome"] * 2
    for number, (intent, outcome, entry) in enumerate(
        zip(rest[::2], rest[1::2], plan.entries, strict=True), 1
    ):
        assert intent == {
            "record": "intent",
            "sequence": number,
            "method": "DELETE",
            "target": entry.request.target,
            "host": f"127.0.0.1:{server.port}",
            "headers": ["Host", "X-Auth-Token", "Accept-Encoding", "Connection"],
            "body": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        }
        assert 0 <= outcome.pop("seconds") < 5
        expected = {
            "record": "outcome",
            "sequence": number,
            "status": 404,
            "fault": None,
            "request_id": "0a1b2c",
        }
        assert outcome == expected
    assert stat.S_IMODE(log.stat().st_mode) == 0o600
    assert TOKEN not in log.read_text(encoding="utf-8")


def test_the_intent_is_there_before_the_request(tmp_path: Path) -> None:
    log, seen = tmp_path / "audit", []

    def look(connection: socket.socket) -> None:
        seen.append([each["record"] for each in records(log)])
        connection.sendall(NOT_FOUND)

    with RawServer(look) as server:
        plan = plan_of(*absent(2), url=server.url)
        with careful_run(server.url, plan, log) as run:
            for each in plan.entries:
                run.perform_planned(each)
    assert seen == [["run", "intent"], ["run", "intent", "outcome", "intent"]]


def test_an_intent_is_synced_before_the_gate_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(os, "fsync", lambda _: calls.append("fsync"))
    with RawServer(NOT_FOUND) as server:
        plan = plan_of(*absent(1), url=server.url)
        with careful_run(server.url, plan, tmp_path / "audit") as run:
            calls.clear()
            admit = run.client.guard.admit

            def admitted(*given: Any) -> bytes:
                head = admit(*given)
                calls.append("admitted")
                return head

            monkeypatch.setattr(run.client.guard, "admit", admitted)
            run.perform_planned(plan.entries[0])
    assert calls == ["fsync", "admitted", "fsync"]


ENDS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "reset": (reset, ("intent", "outcome")),
    "closed": (b"", ("intent", "outcome")),
    "cut": (sized(b"{}")[:-1], ("intent", "outcome")),
}


@pytest.mark.parametrize("case", ENDS)
def test_an_answer_that_is_none_is_an_outcome(tmp_path: Path, case: str) -> None:
    answer, kinds = ENDS[case]
    with RawServer(answer) as server:
        plan = plan_of(*absent(1), url=server.url)
        with careful_run(server.url, plan, tmp_path / "audit") as run:
            run.perform_planned(plan.entries[0])
    rest = records(tmp_path / "audit")[1:]
    assert tuple(each["record"] for each in rest) == kinds
    assert (rest[-1]["status"], rest[-1]["fault"]) == (None, "framing" if case == "cut" else "reset")


def test_a_request_without_a_connection_has_no_intent(tmp_path: Path) -> None:
    with RawServer() as server:
        url = server.url
    plan = plan_of(*absent(1), url=url)
    with careful_run(url, plan, tmp_path / "audit") as run:
        run.perform_planned(plan.entries[0])
    (last,) = records(tmp_path / "audit")[1:]
    last.pop("time")
    target = plan.entries[0].request.target
    assert last == {"record": "unsent", "method": "DELETE", "target": target, "fault": "connect"}


def filled(journal: Journal) -> None:
    """As if the disk were full from now on."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123  a device
        os.dup2(full.fileno(), journal._file)


def test_a_disk_that_is_full_stops_the_run_before_the_request(tmp_path: Path) -> None:
    with RawServer(NOT_FOUND) as server:
        plan = plan_of(*absent(4), url=server.url)
        with careful_run(server.url, plan, tmp_path / "audit") as run:
            assert run.client.guard.journal is not None
            run.perform_planned(plan.entries[0])
            filled(run.client.guard.journal)
            results = [run.perform_planned(each) for each in plan.entries[1:]]
    assert len(server.requests) == 1
    kinds = [(each.verdict.kind, each.verdict.reason) for each in results]
    assert kinds == [("stop", "audit-log"), ("not sent", "stopped"), ("not sent", "stopped")]
    assert "cannot be written to: No space left on device" in (run.record.stopped or "")


def test_an_outcome_that_cannot_be_written_stops_the_run_too(tmp_path: Path) -> None:
    journals: list[Journal] = []

    def fill(connection: socket.socket) -> None:
        filled(journals[0])
        connection.sendall(NOT_FOUND)

    with RawServer(fill) as server:
        plan = plan_of(*absent(2), url=server.url)
        with careful_run(server.url, plan, tmp_path / "audit") as run:
            assert run.client.guard.journal is not None
            journals.append(run.client.guard.journal)
            first, second = (run.perform_planned(each) for each in plan.entries)
    assert (first.verdict.kind, second.verdict.kind) == ("pass", "not sent")
    assert "No space left on device" in (run.record.stopped or "")
    assert len(server.requests) == 1
    (sending,) = read_log(tmp_path / "audit").runs[0].sendings
    assert sending.outcome is None


def test_a_log_that_lacks_an_outcome_takes_no_more(tmp_path: Path) -> None:
    with Journal(tmp_path / "audit") as journal:
        journal.failure = (
            "it was full"  # and may not be any more: what came of a request is unknown all the same
        )
        with pytest.raises(AuditLogError, match=r"^it was full$"):
            journal.intend([b"DELETE / HTTP/1.1"], b"")
    assert (tmp_path / "audit").read_bytes() == b""


def test_half_a_record_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Journal(tmp_path / "audit") as journal:
        write = os.write
        monkeypatch.setattr(os, "write", lambda file, data: write(file, data[:9]))
        with pytest.raises(AuditLogError, match="only a part of a record could be written"):
            journal.intend([b"DELETE / HTTP/1.1"], b"")


@pytest.mark.parametrize("place", ["nowhere/audit", ".", "link"])
def test_a_place_that_cannot_be_written_to(tmp_path: Path, place: str) -> None:
    (tmp_path / "other").write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path / "other")
    with pytest.raises(AuditLogError, match=r"^audit log .*: cannot be written to: [A-Z]"):
        Journal(tmp_path / place)
    assert (tmp_path / "other").read_bytes() == b""


def test_a_log_grows_and_a_cut_record_spoils_no_other(tmp_path: Path) -> None:
    log = tmp_path / "audit"
    for _ in range(2):
        with RawServer(NOT_FOUND) as server:
            plan = plan_of(*absent(1), url=server.url)
            with careful_run(server.url, plan, log) as run:
                run.perform_planned(plan.entries[0])
        with log.open("ab") as stream:
            stream.write(b'{"record": "intent", "ti')
    found = read_log(log)
    assert [len(list(each.sendings)) for each in found.runs] == [1, 1]
    assert [sending.outcome is None for each in found.runs for sending in each.sendings] == [False, False]
    assert found.broken == [4, 8]


def test_secrets_are_hidden_before_texts_are_cut(tmp_path: Path) -> None:
    echo = sized(
        b"{}", "Content-Type: application/json", f"X-Request-Id: {'x' * 195}{TOKEN}\x1b[2J", status="404 No"
    )
    with RawServer(echo) as server:
        plan = plan_of(*absent(1), url=server.url)
        with careful_run(server.url, plan, tmp_path / "audit") as run:
            run.perform_planned(plan.entries[0])
    text = (tmp_path / "audit").read_text(encoding="utf-8")
    assert TOKEN[:4] not in text
    assert text.isascii()
    assert "\x1b" not in text


BROKEN = [
    b"",
    b"null",
    b"[]",
    b'"intent"',
    b"{",
    b'{"record": []}',
    b'{"record": "intent"}',
    b'{"record": "run", "time": "t", "url": 1}',
    b'{"record": "outcome", "time": "t", "sequence": "1", "status": 1, "fault": null}',
    b"\xff\xfe",
    b"[" * 100_000,
    b'{"record": "unsent", "time": "t", "method": null, "target": "t", "fault": null}',
]


@pytest.mark.parametrize("line", BROKEN, ids=lambda line: line[:30].decode("latin-1") or "nothing")
def test_a_line_that_is_no_record_is_told(tmp_path: Path, line: bytes) -> None:
    log = tmp_path / "audit"
    with Journal(log) as journal:
        journal.begin(url="u", project_id="p", requests=1, destroys=[], plan="x", version="1")
    with log.open("ab") as stream:
        stream.write(line + b"\n")
    found = read_log(log)
    assert (len(found.runs), found.broken) == (1, [2] if line else [])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_log(tmp_path / "nowhere")


def test_a_record_before_any_run_is_told(tmp_path: Path) -> None:
    with Journal(tmp_path / "audit") as journal:
        journal.intend([b"DELETE /v2 HTTP/1.1", b"Host: h"], b"")
    assert (read_log(tmp_path / "audit").runs, read_log(tmp_path / "audit").broken) == ([], [1])


def test_a_living_pool_is_named_in_the_log(tmp_path: Path) -> None:
    with RawServer(NOT_FOUND) as server:
        plan = plan_of(planned("train-1", state="living"), url=server.url)
        with careful_run(server.url, plan, tmp_path / "audit", destroyable=("train-1",)) as run:
            run.perform_planned(plan.entries[0])
    assert records(tmp_path / "audit")[0]["destroys"] == ["train-1"]
