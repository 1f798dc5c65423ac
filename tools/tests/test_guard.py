"""What passes the gate of a careful run is planned, to the byte, and passes once; all else stays here."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from poolcontract.errors import AuditLogError, BudgetSpentError, TargetError
from poolcontract.exchange import Request
from poolcontract.target import Client, Guard, Journal, Permits, Plan, Target

from .careful_runs import PROJECT, absent, plan_of, planned
from .hostile_requests import Asked, asked_for, varied
from .raw_server import RawServer, sized

PASSABLE = re.compile(rf"/v2/{PROJECT}/pools/(train-[12]|zz-contract-absent-[0-9a-f]{{8}}-[0-9a-f]{{32}})")
MANY = [5_000, pytest.param(1_000_000, marks=pytest.mark.long)]
BATCH = 1000
"""So many requests are tried for one plan, which has few that may pass."""


def made_plan(url: str) -> Plan:
    first, second = (planned(name, state="living") for name in ("train-1", "train-2"))
    with_body = replace(second, request=replace(second.request, body=b"{ }"))
    return plan_of(*absent(6), first, with_body, url=url)


def lines_of(asked: Asked) -> list[bytes]:
    """The head of a request as it would be written."""
    head = (f"{asked.method} {asked.target} HTTP/1.1", f"Host: {asked.host}", "X-Auth-Token: t")
    return [line.encode("latin-1") for line in head]


@pytest.mark.parametrize("count", MANY)
def test_what_is_not_planned_does_not_pass(count: int) -> None:
    chance, target, passed = random.Random(count), Target("localhost", 80), 0  # noqa: S311  a seed
    for _ in range(count // BATCH):
        plan = made_plan(target.url)
        guard = Guard(target, BATCH, permits=Permits(plan, destroyable=("train-1", "train-2")))
        waiting = set(asked_for(plan, target.authority))
        good = sorted(waiting)
        for _ in range(BATCH):
            asked = varied(chance, good)
            if let_out(guard, asked):
                waiting.remove(asked)  # KeyError: it was not planned, or has passed before
                assert PASSABLE.fullmatch(asked.target)
                passed += 1
            else:
                assert asked not in waiting
    assert passed > count // BATCH


def let_out(guard: Guard, asked: Asked) -> bool:
    try:
        guard.admit(lines_of(asked), "127.0.0.1", asked.body)
    except TargetError:
        return False
    return True


@pytest.mark.parametrize("count", [1_000, pytest.param(1_000_000, marks=pytest.mark.long)])
def test_what_is_not_planned_never_reaches_the_wire(count: int) -> None:
    chance = random.Random(count)  # noqa: S311  a seed
    with RawServer(sized(b"{}")) as server:
        target = Target.parse(server.url)
        for _ in range(count // BATCH):
            plan = made_plan(target.url)
            permits = Permits(plan, destroyable=("train-1", "train-2"))
            client = Client(target, guard=Guard(target, BATCH, permits=permits))
            good = asked_for(plan, target.authority)
            server.requests.clear()
            for _ in range(BATCH):
                send(client, varied(chance, good))
            lines = [request.split(b"\r\n")[0].decode("latin-1") for request in server.requests]
            assert 0 < len(lines) == len(set(lines)) == client.guard.sent
            assert set(lines) <= {f"{each.method} {each.target} HTTP/1.1" for each in good}


def send(client: Client, asked: Asked) -> None:
    """Through the client, which writes its own Host whatever the request says."""
    request = Request(
        method=asked.method, target=asked.target, body=asked.body, headers=(("Host", asked.host),)
    )
    with suppress(TargetError):
        client.send(request)


PLAN = plan_of(planned("train-1", state="living"), *absent(2))
NAME = PLAN.entries[1].pool
REFUSED = {
    "a name that was not typed": (f"DELETE /v2/{PROJECT}/pools/train-2", "for a pool that may be named"),
    "another method": (f"GET /v2/{PROJECT}/pools/{NAME}", "for a pool that may be named"),
    "a query": (f"DELETE /v2/{PROJECT}/pools/{NAME}?x", "for a pool that may be named"),
    "another project": (f"DELETE /v2/{'f' * 32}/pools/{NAME}", "for a pool that may be named"),
    "an absent name that is not planned": (
        f"DELETE /v2/{PROJECT}/pools/zz-contract-absent-{'0' * 8}-{'0' * 32}",
        "is not in the plan",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_why_a_request_is_refused(case: str) -> None:
    line, sentence = REFUSED[case]
    with pytest.raises(TargetError, match=f"{sentence}; nothing was sent"):
        Permits(PLAN, destroyable=["train-1"]).spend(f"{line} HTTP/1.1".encode(), b"")


def test_a_plan_cannot_name_what_was_not_typed() -> None:
    line = f"DELETE /v2/{PROJECT}/pools/train-1 HTTP/1.1".encode()
    with pytest.raises(TargetError, match="for a pool that may be named"):
        Permits(PLAN, destroyable=()).spend(line, b"")
    with pytest.raises(TargetError, match="for a pool that may be named"):
        Permits(PLAN, destroyable=["train.1", "train-11", "train-"]).spend(line, b"")
    Permits(PLAN, destroyable=["train-1"]).spend(line, b"")


def test_a_name_passes_once_whatever_comes_with_it() -> None:
    twice = plan_of(planned("train-1", state="living"), planned("train-1", state="living"))
    permits, line = (
        Permits(twice, destroyable=["train-1"]),
        f"DELETE /v2/{PROJECT}/pools/train-1 HTTP/1.1".encode(),
    )
    permits.spend(line, b"")
    for body in (b"", b"{}"):
        with pytest.raises(TargetError, match=r"^train-1 was named in a request already; nothing was sent$"):
            permits.spend(line, body)


def test_a_base_stands_before_what_is_planned() -> None:
    permits = Permits(PLAN, destroyable=["train-1"], base="/base")
    with pytest.raises(TargetError):
        permits.spend(f"DELETE /v2/{PROJECT}/pools/train-1 HTTP/1.1".encode(), b"")
    permits.spend(f"DELETE /base/v2/{PROJECT}/pools/train-1 HTTP/1.1".encode(), b"")


def test_a_gate_of_a_careful_run_has_a_budget_too() -> None:
    target = Target("localhost", 1)
    guard = Guard(target, 1, permits=Permits(PLAN, destroyable=["train-1"]))
    first, second = asked_for(PLAN, target.authority)[:2]
    guard.admit(lines_of(first), "::1", b"")
    with pytest.raises(BudgetSpentError):
        guard.admit(lines_of(second), "::1", b"")


def test_a_closed_gate() -> None:
    target = Target.parse("https://a.b", allow_host="a.b")
    client = Client(target, guard=Guard.closed(target))
    with pytest.raises(BudgetSpentError):
        client.send(Request(method="DELETE", target="/v2/p/pools/a"))


def test_a_log_that_is_full_keeps_the_request_here() -> None:
    with RawServer(sized(b"{}")) as server, Journal(Path("/dev/full")) as journal:
        target = Target.parse(server.url)
        permits = Permits(PLAN, destroyable=["train-1"])
        client = Client(target, guard=Guard(target, 5, permits=permits, journal=journal))
        with pytest.raises(
            AuditLogError, match=r"^audit log /dev/full: cannot be written to: No space left on"
        ):
            client.send(PLAN.entries[0].request)
        assert client.guard.sent == 0
    assert server.requests == []
