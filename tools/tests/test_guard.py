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

from .careful_runs import LISTING, PROJECT, absent, opened, plan_of, planned
from .hostile_requests import Asked, asked_for, varied
from .raw_server import RawServer, sized

PASSABLE = re.compile(
    rf"DELETE /v2/{PROJECT}/pools/(train-[12]|zz-contract-absent-[0-9a-f]{{8}}-[0-9a-f]{{32}})"
    rf"|GET /v2/{PROJECT}/pools"
)
MANY = [5_000, pytest.param(1_000_000, marks=pytest.mark.long)]
BATCH = 1000
"""So many requests are tried for one plan, which has few that may pass."""

OPENING = BATCH // 5
"""So many of them before the list of pools was found to be as it must be."""


def made_plan(url: str) -> Plan:
    first, second = (planned(name, state="living") for name in ("train-1", "train-2"))
    with_body = replace(second, request=replace(second.request, body=b"{ }"))
    return plan_of(*absent(6), first, with_body, url=url)


def lines_of(asked: Asked) -> list[bytes]:
    """The head of a request as it would be written."""
    head = (f"{asked.method} {asked.target} HTTP/1.1", f"Host: {asked.host}", "X-Auth-Token: t")
    return [line.encode("latin-1") for line in head]


class Expected:
    """What may pass, told in other words than those of the gate: `listing` is the reading of the list."""

    def __init__(self, good: list[Asked]) -> None:
        *deletions, self.listing = good
        self.waiting, self.readings, self.is_open, self.passed = set(deletions), 0, False, 0

    def passes(self, asked: Asked) -> bool:
        """Whether a request may pass now; it has passed then."""
        if asked == self.listing:
            may = self.readings == 0 or (self.readings == 1 and self.is_open)
            self.readings += may
            self.is_open = self.is_open and not may
        else:
            may = self.is_open and asked in self.waiting
            self.waiting.discard(asked if may else self.listing)
        self.passed += may
        return may


@pytest.mark.parametrize("count", MANY)
def test_what_is_not_planned_does_not_pass(count: int) -> None:
    chance, target, passed = random.Random(count), Target("localhost", 80), 0  # noqa: S311  a seed
    for _ in range(count // BATCH):
        plan = made_plan(target.url)
        permits = Permits(plan, destroyable=("train-1", "train-2"))
        guard, good = Guard(target, BATCH, permits=permits), asked_for(plan, target.authority)
        expected = Expected(good)
        for number in range(BATCH):
            asked = varied(chance, good) if number != OPENING or expected.readings else expected.listing
            assert let_out(guard, asked) == expected.passes(asked), asked
            if number == OPENING:
                permits.open()
                expected.is_open = True
        assert guard.sent == expected.passed
        passed += expected.passed
    assert passed > 2 * count // BATCH


def let_out(guard: Guard, asked: Asked) -> bool:
    try:
        guard.admit(lines_of(asked), "127.0.0.1", asked.body)
    except TargetError:
        return False
    assert PASSABLE.fullmatch(f"{asked.method} {asked.target}")
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
            listing = lines_of(good[-1])[0].decode()
            server.requests.clear()
            for number in range(BATCH):
                send(client, varied(chance, good) if number != OPENING else good[-1])
                if number == OPENING:
                    permits.open()
            lines = [request.split(b"\r\n")[0].decode("latin-1") for request in server.requests]
            assert 1 < len(lines) == client.guard.sent
            assert [each for each in lines if lines.count(each) > 1] in ([], [listing, listing])
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
    "all pools": (f"DELETE /v2/{PROJECT}/pools", "for a pool that may be named"),
    "the list of another project": (f"GET /v2/{'f' * 32}/pools", "for a pool that may be named"),
    "the list with a query": (f"GET /v2/{PROJECT}/pools?status=created", "for a pool that may be named"),
    "the list with a slash": (f"GET /v2/{PROJECT}/pools/", "for a pool that may be named"),
    "the head of the list": (f"HEAD /v2/{PROJECT}/pools", "for a pool that may be named"),
}
DELETION = f"DELETE /v2/{PROJECT}/pools/train-1 HTTP/1.1".encode()
LIST = f"GET {LISTING} HTTP/1.1".encode()


@pytest.mark.parametrize("case", REFUSED)
def test_why_a_request_is_refused(case: str) -> None:
    line, sentence = REFUSED[case]
    with pytest.raises(TargetError, match=f"{sentence}; nothing was sent"):
        opened(Permits(PLAN, destroyable=["train-1"])).spend(f"{line} HTTP/1.1".encode(), b"")


def test_a_plan_cannot_name_what_was_not_typed() -> None:
    with pytest.raises(TargetError, match="for a pool that may be named"):
        opened(Permits(PLAN, destroyable=())).spend(DELETION, b"")
    with pytest.raises(TargetError, match="for a pool that may be named"):
        opened(Permits(PLAN, destroyable=["train.1", "train-11", "train-"])).spend(DELETION, b"")
    opened(Permits(PLAN, destroyable=["train-1"])).spend(DELETION, b"")


def test_a_name_passes_once_whatever_comes_with_it() -> None:
    twice = plan_of(planned("train-1", state="living"), planned("train-1", state="living"))
    permits = opened(Permits(twice, destroyable=["train-1"]))
    permits.spend(DELETION, b"")
    for body in (b"", b"{}"):
        with pytest.raises(TargetError, match=r"^train-1 was named in a request already; nothing was sent$"):
            permits.spend(DELETION, body)


def test_the_list_is_read_before_the_first_deletion_and_after_the_last() -> None:
    permits = Permits(PLAN, destroyable=["train-1"])
    with pytest.raises(TargetError, match=r"^the list of pools was not read; nothing was sent$"):
        permits.open()
    for _ in ("unread", "read, and not yet found to be good"):
        with pytest.raises(TargetError, match=r"^a pool is named only between two readings of the list; not"):
            permits.spend(DELETION, b"")
        with suppress(TargetError):
            permits.spend(LIST, b"")
    with pytest.raises(TargetError, match=r"^the list of pools was read already; nothing was sent$"):
        permits.spend(LIST, b"")
    permits.open()
    permits.spend(DELETION, b"")
    permits.spend(LIST, b"")
    unspent = f"DELETE {PLAN.entries[1].request.target} HTTP/1.1".encode()
    for line, sentence in ((unspent, "only between two readings"), (LIST, "was read already")):
        with pytest.raises(TargetError, match=sentence):
            permits.spend(line, b"")
    with pytest.raises(TargetError, match="the list of pools was not read"):
        permits.open()


@pytest.mark.parametrize("listing", [f"/v2/{'f' * 32}/pools", f"/v2/{PROJECT}/networks", LISTING + "?x", ""])
def test_a_plan_cannot_read_another_list(listing: str) -> None:
    permits = Permits(replace(PLAN, listing=listing), destroyable=["train-1"])
    for line in (LIST, f"GET {listing} HTTP/1.1".encode()):
        with pytest.raises(TargetError, match=r"is not in the plan|for a pool that may be named"):
            permits.spend(line, b"")


def test_the_list_is_read_without_a_body() -> None:
    with pytest.raises(TargetError, match="the request is not in the plan; nothing was sent"):
        Permits(PLAN, destroyable=[]).spend(LIST, b"{}")


def test_a_base_stands_before_what_is_planned() -> None:
    permits = opened(Permits(PLAN, destroyable=["train-1"], base="/base"), "/base")
    for line in (DELETION, LIST):
        with pytest.raises(TargetError):
            permits.spend(line, b"")
    permits.spend(DELETION.replace(b" /", b" /base/"), b"")


def test_a_gate_of_a_careful_run_has_a_budget_too() -> None:
    target = Target("localhost", 1)
    guard = Guard(target, 1, permits=opened(Permits(PLAN, destroyable=["train-1"])))
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
        permits = opened(Permits(PLAN, destroyable=["train-1"]))
        client = Client(target, guard=Guard(target, 5, permits=permits, journal=journal))
        with pytest.raises(
            AuditLogError, match=r"^audit log /dev/full: cannot be written to: No space left on"
        ):
            client.send(PLAN.entries[0].request)
        assert client.guard.sent == 0
    assert server.requests == []
