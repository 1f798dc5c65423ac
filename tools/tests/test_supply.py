"""Where living pools come from when they run out: spent ones that came back, and fresh ones."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from poolcontract.errors import FreshPoolError
from poolcontract.exchange import Exchange
from poolcontract.record import Result
from poolcontract.supply import Supply
from poolcontract.target import Ledger
from poolcontract.verdict import Verdict

UNSENT = Result(None, (), Verdict("not sent", "budget"))


class Server:
    """Answers deletions of pools that come back, never, or as the answers say."""

    def __init__(self, ledger: Ledger, *, comes_back: bool = False, answers: Iterable[int] = ()) -> None:
        self.ledger, self.comes_back, self.answers = ledger, comes_back, iter(answers)
        self.there = {name: ledger.state(name) == "living" for name in "abc"}
        self.asked: list[str] = []

    def delete(self, name: str) -> Result:
        """A deletion, noted in the ledger."""
        self.asked.append(name)
        status = next(self.answers, 0) or (200 if self.there[name] else 404)
        if status == 1:
            return UNSENT
        self.there[name] = self.comes_back and not self.there[name]
        self.ledger.note(name, status)
        return Result(Exchange.of("DELETE /p", status), (), Verdict("pass"))


def supplied(*, named: str = "ab", spent: str = "ab", **given: object) -> tuple[Supply, Server, Ledger]:
    ledger = Ledger(named, may_come_back=True)
    server = Server(ledger, **given)  # type: ignore[arg-type]
    for name in spent:
        assert ledger.living() == name
        server.delete(name)
    server.asked.clear()
    return Supply(ledger=ledger, delete=server.delete), server, ledger


def test_living_pools_are_there_without_a_request() -> None:
    supply, server, _ = supplied(spent="")
    assert (supply.provide(1), supply.provide(2), supply.provide(0)) == (True, True, True)
    assert server.asked == []


def test_pools_that_come_back_are_found() -> None:
    supply, server, ledger = supplied(comes_back=True)
    assert supply.provide(1)
    assert server.asked == ["a"] * 5, "gone, there, gone, there: now it is known, and gone once more: back"
    assert supply.provide(2)
    assert server.asked[5:] == ["b"]
    assert (ledger.living(), ledger.living()) == ("a", "b")


def test_pools_that_never_come_back_are_asked_for_once() -> None:
    supply, server, ledger = supplied()
    assert not supply.provide(1)
    assert server.asked == ["a", "a"]
    assert not supply.provide(1)
    assert server.asked == ["a", "a"], "what one has shown holds for all"
    assert (ledger.state("a"), ledger.state("b"), supply.lack()) == ("deleted", "deleted", "needs-pool")


def test_looking_in_vain_comes_to_an_end() -> None:
    supply, server, _ = supplied(answers=[200] * 100)
    for _ in range(10):
        assert not supply.provide(1)
    assert len(server.asked) == 15


def test_a_request_that_is_not_sent_ends_it() -> None:
    supply, server, _ = supplied(comes_back=True, answers=[200, 200, 404, 1])
    assert not supply.provide(1)
    assert server.asked == ["a", "a"]


@pytest.mark.parametrize(
    ("living", "count", "reason"),
    [("", 1, "needs-pool"), ("", 2, "needs-pool"), ("a", 2, "needs-second-pool")],
)
def test_what_is_lacking(living: str, count: int, reason: str) -> None:
    supply = Supply(ledger=Ledger(living), delete=lambda _: UNSENT)
    assert not supply.provide(count)
    assert (supply.lack(), supply.trouble) == (reason, None)


def made_by(*results: str | FreshPoolError) -> tuple[Supply, list[str]]:
    called: list[str] = []

    def fresh() -> str:
        result = results[len(called)]
        called.append(str(result))
        if isinstance(result, FreshPoolError):
            raise result
        return result

    return Supply(ledger=Ledger(["a"], fresh), delete=lambda _: UNSENT), called


def test_fresh_pools_are_made_when_they_are_needed() -> None:
    supply, called = made_by("b", "c")
    assert supply.provide(1)
    assert called == []
    assert supply.provide(3)
    assert called == ["b", "c"]
    assert [supply.ledger.living() for _ in range(3)] == ["a", "b", "c"]


def test_spent_pools_are_looked_at_before_fresh_ones_are_made() -> None:
    ledger = Ledger(["a"], lambda: "b", may_come_back=True)
    server = Server(ledger, comes_back=True)
    assert ledger.living() == "a"
    server.delete("a")
    supply = Supply(ledger=ledger, delete=server.delete)
    assert supply.provide(1)
    assert ledger.living() == "a"


def test_making_pools_is_given_up_after_three_failures_in_a_row() -> None:
    no = FreshPoolError("no room")
    supply, called = made_by(no, "b", no, no, no, "c")
    assert not supply.provide(2)
    assert (supply.lack(), supply.trouble) == ("no-fresh-pool", "no room")
    assert supply.provide(2), "one failure is forgiven"
    for _ in range(5):
        assert not supply.provide(3)
    assert called == ["no room", "b", "no room", "no room", "no room"]


def test_what_is_final_is_not_tried_again() -> None:
    supply, called = made_by(FreshPoolError("it hangs", is_final=True), "b")
    assert [supply.provide(2) for _ in range(3)] == [False] * 3
    assert (called, supply.lack(), supply.trouble) == (["it hangs"], "no-fresh-pool", "it hangs")


def test_a_name_that_was_given_before_is_none() -> None:
    supply, called = made_by("b", "a", "b", "b")
    assert supply.provide(2)
    assert not supply.provide(3)
    assert supply.trouble == "the pool a was made before: a fresh one is expected"
    assert called == ["b", "a"]
