"""What a service that must not be harmed is sent of all that the contract tests would send."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from poolcontract.contract import load
from poolcontract.errors import BudgetSpentError
from poolcontract.exchange import Request
from poolcontract.planning import Planner, digest_of
from poolcontract.scenario import Scenario, Step
from poolcontract.target import Client, Guard, Ledger, Permits, Plan, Target

from .careful_runs import CONTRACT, LISTING, PROJECT, TOKEN, opened
from .fault_trials import scenarios

ABSENT = re.compile("zz-contract-absent-[0-9a-f]{8}-[0-9a-f]{32}")
URL = "https://a.b"


def planner(*pools: str, requests: int = 1000, **more: Any) -> Planner:
    target = Target.parse(URL, allow_host="a.b")
    given = {"token": TOKEN, **more}
    return Planner(
        contract=CONTRACT,
        client=Client(target, guard=Guard.closed(target)),
        ledger=Ledger(pools),
        project_id=PROJECT,
        requests=requests,
        **given,
    )


def planned(made: Planner, *played: Scenario) -> Plan:
    for each in played:
        made.require(made.play(each))
    return made.plan(version="1", seed=1)


def one(*steps: Step, name: str = "tried") -> Scenario:
    return Scenario(id=name, proves="p", steps=steps)


DELETE, AGAIN, ABSENT_STEP = (
    Step(expects=(200,)),
    Step(pool="same", expects=(404,)),
    Step(pool="absent", expects=(404,)),
)
NO_TOKEN = Step(credentials="none", refusal="no token", expects=(401, 403))


@pytest.mark.parametrize("pools", [(), ("p-1",), ("p-1", "p-2", "p-3"), tuple(f"p-{n}" for n in range(20))])
def test_the_scenarios_of_the_contract_tests(pools: tuple[str, ...]) -> None:
    plan = planned(planner(*pools), *scenarios())
    names = [each.pool for each in plan.entries]
    assert len(names) == len(set(names)), "no name twice"
    for each in plan.entries:
        assert each.request.method == "DELETE"
        assert each.request.target == f"/v2/{PROJECT}/pools/{each.pool}"
        assert ABSENT.fullmatch(each.pool) if each.state == "absent" else each.pool in pools
        assert each.refusal is None or each.state == "absent", "what may be refused harms no pool"
        assert 404 in each.expects or each.state == "living"
        assert each.request.header("x-auth-token") is None, "a plan holds no credentials"
    assert TOKEN not in plan.text()
    assert len(plan.destroys) == min(len(pools), 9)
    permits = opened(Permits(plan, destroyable=pools))
    for each in plan.entries:
        permits.spend(f"DELETE {each.request.target} HTTP/1.1".encode(), each.request.body)
    assert sum(plan.left_out.values()) + len({each.scenario for each in plan.entries}) == len(scenarios())


TRIED: dict[str, tuple[tuple[Step, ...], list[tuple[str, tuple[int, ...]]], str | None]] = {
    "a living pool": ((DELETE,), [("living", (200,))], None),
    "an absent pool": ((ABSENT_STEP,), [("absent", (404,))], None),
    "two living pools": ((DELETE, DELETE), [("living", (200,))] * 2, None),
    "one too many": ((DELETE,) * 3, [("absent", (404,))], None),
    "the same again": ((DELETE, AGAIN), [("absent", (404,))], None),
    "a refusal, then the same": ((NO_TOKEN, AGAIN), [("absent", (404, 401, 403))], None),
    "a refusal alone": ((NO_TOKEN,), [("absent", (404, 401, 403))], None),
    "another method": ((Step(method="PUT", refusal="method", expects=(405,)),), [], "of another method"),
    "another project": ((Step(project="other", refusal="name", expects=(404,)),), [], "of another project"),
    "another spelling": (
        (Step(segment=str.upper, refusal="name", expects=(404,)), AGAIN),
        [],
        "of a name spelled otherwise",
    ),
    "another spelling of an absent name": (
        (Step(pool="absent", segment=str.upper, expects=(404,)),),
        [],
        "of a name spelled otherwise",
    ),
    "another method behind a good one": (
        (DELETE, Step(method="PUT", pool="same", refusal="method", expects=(405,))),
        [],
        "of another method",
    ),
}


@pytest.mark.parametrize("case", TRIED)
def test_how_a_scenario_is_held_back(case: str) -> None:
    steps, entries, reason = TRIED[case]
    plan = planned(planner("p-1", "p-2"), one(*steps))
    assert [(each.state, each.expects) for each in plan.entries] == entries
    assert plan.left_out == ({reason: 1} if reason else {})


def test_what_is_like_another_is_left_out() -> None:
    body = Step(pool="absent", headers=(("Content-Type", "a/b"),), body=b"{", refusal="body", expects=(400,))
    same = Step(pool="absent", headers=(("content-type", "a/b"),), body=b"{", refusal="body", expects=(400,))
    plan = planned(planner(), one(ABSENT_STEP), one(ABSENT_STEP), one(body), one(same), one(DELETE))
    assert (len(plan.entries), plan.left_out) == (2, {"like another": 3})


def test_no_more_is_planned_than_may_be_sent() -> None:
    made = planner("p-1", requests=4)
    plan = planned(made, one(DELETE), one(NO_TOKEN), one(ABSENT_STEP), one(ABSENT_STEP))
    assert [each.state for each in plan.entries] == ["living", "absent"]
    assert plan.left_out == {"over --max-requests": 2}
    assert (plan.requests, plan.listing) == (4, LISTING), "the list is read twice"


def test_no_more_is_planned_than_can_be_sent_in_ten_minutes() -> None:
    plan = planned(planner("p-1", rate=0.006), one(DELETE), one(NO_TOKEN), one(ABSENT_STEP))
    assert (plan.requests, plan.rate) == (3, 0.006), "600 s at 0.006 a second are 3.6 requests"
    assert plan.left_out == {"over the 10 minutes of a run (--rate)": 2}


def test_without_credentials_nothing_is_compared_with_them() -> None:
    plan = planned(planner(token=""), one(NO_TOKEN), one(ABSENT_STEP))
    assert [each.credentials for each in plan.entries] == ["valid"]
    assert plan.left_out == {"that need credentials to compare with": 1}


def test_a_planner_sends_nothing() -> None:
    made = planner("p-1")
    assert made.is_planning
    with pytest.raises(BudgetSpentError):
        made.client.send(Request(method="DELETE", target=f"/v2/{PROJECT}/pools/a"))
    assert planned(made, one(DELETE)).url == URL
    assert made.report()["verdicts"] == []


def test_the_digest_is_that_of_the_contract() -> None:
    others = [
        replace(CONTRACT, document={**CONTRACT.document, "x": 1}),
        replace(CONTRACT, schemas={**CONTRACT.schemas, "Pool": {}}),
    ]
    assert len({digest_of(each) for each in (CONTRACT, load(), *others)}) == 3
