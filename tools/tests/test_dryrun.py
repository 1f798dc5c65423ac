"""A run that sends nothing: every request told in a line, and the pools spent as a real run would."""

from __future__ import annotations

import re
from typing import Any

import pytest

from poolcontract.dryrun import DryRun
from poolcontract.errors import BudgetSpentError
from poolcontract.exchange import Circumstances, Request
from poolcontract.run import NotSent
from poolcontract.scenario import Scenario, Step
from poolcontract.target import Client, Guard, Ledger, Target

from .fault_trials import scenarios
from .grown_bodies import CONTRACT

TOKEN = "sesame-sesame"  # noqa: S105  of nobody
DELETE, AGAIN = Step(expects=(200,)), Step(pool="same", expects=(404,))
NO_TOKEN = Step(credentials="none", refusal="no token", expects=(401, 403))


def dry_run(*pools: str, **more: Any) -> DryRun:
    target = Target("localhost", 1)
    given = {"token": TOKEN, "project_id": "p", "ledger": Ledger(pools), **more}
    return DryRun(contract=CONTRACT, client=Client(target, guard=Guard.closed(target)), **given)


def told(run: DryRun, *steps: Step, name: str = "s") -> list[str]:
    run.require(run.play(Scenario(id=name, proves="p", steps=steps)))
    return list(run.lines())


def test_the_lines() -> None:
    steps = (
        NO_TOKEN,
        DELETE,
        AGAIN,
        Step(
            method="PUT",
            headers=(("Content-Type", "a/b\x1b"),),
            body=b"{}",
            refusal="method",
            expects=(501, 405),
        ),
        Step(times=2, expects=(200, 404)),
        Step(pool="same", after_grace=True, expects=(404,)),
        Step(segment=lambda name: f"{name}%00", refusal="name", expects=(404,)),
    )
    assert told(dry_run("a", "b", "c", "d", "e", "f"), *steps) == [
        "    1  DELETE /v2/p/pools/a     401 403  s: no token",
        "    2  DELETE /v2/p/pools/a     200      s",
        "    3  DELETE /v2/p/pools/a     404      s",
        "    4  PUT /v2/p/pools/b        405 501  s: Content-Type: a/b\\u001b, body of 2 bytes (44136fa3)",
        "    5  DELETE /v2/p/pools/b     200 404  s: 2 at once",
        "    6  DELETE /v2/p/pools/b     404      s: after the time that a deletion may take",
        "    7  DELETE /v2/p/pools/c%00  404      s",
        "8 requests",
    ]


def test_the_scenarios_are_told_whole_and_nothing_leaves() -> None:
    run = dry_run(*(f"pool-{number}" for number in range(300)))
    for each in scenarios():
        run.require(run.play(each))
    *lines, last = run.lines()
    assert last == f"{sum(step.times for each in scenarios() for step in each.steps)} requests"
    assert len(lines) == sum(len(each.steps) for each in scenarios())
    assert run.client.guard.sent == 0
    assert TOKEN not in "".join(lines)
    with pytest.raises(BudgetSpentError):
        run.client.send(Request(method="DELETE", target="/v2/p/pools/a"), Circumstances())


def test_no_pool_is_spent_twice() -> None:
    run = dry_run(*(f"pool-{number}" for number in range(300)))
    for each in scenarios():
        run.require(run.play(each))
    spent = [re.search(r"DELETE (\S+)  +200( 404)? +[a-z]", line) for line in run.lines() if "DELETE" in line]
    targets = [match[1] for match in spent if match]
    assert len(targets) > 60
    assert len(targets) == len(set(targets))


def test_what_lacks_something_is_counted() -> None:
    run = dry_run("a", token="")
    for steps in ((NO_TOKEN,), (DELETE, DELETE), (DELETE, DELETE)):
        with pytest.raises(NotSent):
            told(run, *steps)
    lines = told(run, DELETE)
    assert lines[:2] == ["    1  DELETE /v2/p/pools/a  200  s", "1 request"]
    assert lines[2] == "1 scenario would not be run: they need a run that has a token"
    assert lines[3].startswith("2 scenarios would not be run: ")


def test_a_very_long_target_does_not_move_the_others() -> None:
    long = Step(pool="same", segment=lambda name: name * 100, refusal="name", expects=(404,))
    lines = told(dry_run("a" * 10), DELETE, long)
    assert lines[0].endswith("  200  s")
    assert [len(line) for line in lines[:2]] == [7 + 90 + 8, 7 + len("DELETE /v2/p/pools/") + 1000 + 8]
