"""The order of scenarios where few pools may be spent: each shows the most, and nothing goes unproved."""

from __future__ import annotations

import pytest

from poolcontract.ordering import Turn, turns
from poolcontract.scenario import Scenario, Step

from .fault_trials import scenarios

DELETE, PROOF, AGAIN = (
    Step(expects=(200,)),
    Step(pool="same", expects=(200,)),
    Step(pool="same", expects=(404,)),
)
WITH_BODY = Step(body=b"{}", expects=(200,))
REFUSED = {name: Step(refusal=name, expects=(400,)) for name in ("no token", "name", "method")}


def named(identifier: str, *steps: Step) -> Scenario:
    return Scenario(id=identifier, proves="p", source="s", steps=steps)


ABSENT = named("absent", Step(pool="absent", expects=(404,)))
NO_TOKEN = named("no-token", REFUSED["no token"], PROOF)
NAME = named("name", REFUSED["name"], PROOF)
METHOD = named("method", REFUSED["method"], PROOF)
PLAIN = named("plain", DELETE)
LIKE_PLAIN = named("like-plain", DELETE)
BODY = named("body", WITH_BODY)
TWICE = named("twice", DELETE, AGAIN)
AT_ONCE = named("at-once", Step(times=2, expects=(200, 404)), AGAIN)
NEIGHBOUR = named("neighbour", DELETE, DELETE)
ALL = [ABSENT, AT_ONCE, NO_TOKEN, PLAIN, LIKE_PLAIN, BODY, NAME, NEIGHBOUR, TWICE, METHOD]

# Sparing ones in brackets; what follows the bar is played only where pools come back.
ORDERS = {
    1: "absent (no-token) (name) (method) twice | at-once plain like-plain body neighbour",
    2: "absent twice (no-token) (name) (method) plain | at-once like-plain body neighbour",
    3: "absent twice (no-token) (name) plain (method) body | at-once like-plain neighbour",
    4: "absent twice (no-token) plain (name) body (method) at-once | like-plain neighbour",
    7: "absent twice plain body at-once no-token name method | like-plain neighbour",
    8: "absent twice plain body at-once no-token name method like-plain | neighbour",
    9: "absent twice plain body at-once no-token name method like-plain | neighbour",
}
ENOUGH = 10


@pytest.mark.parametrize("pools", ORDERS)
def test_what_few_pools_are_spent_for(pools: int) -> None:
    words = [f"({turn.scenario.id})" if turn.is_sparing else turn.scenario.id for turn in turns(ALL, pools)]
    assert words == ORDERS[pools].replace(" |", "").split()
    spent, _, _ = ORDERS[pools].partition("|")
    assert sum(each.living_needed for each in ALL if f" {each.id} " in spent) <= pools


@pytest.mark.parametrize("pools", [None, 0, ENOUGH, ENOUGH + 1, 1000])
def test_where_they_are_enough_or_none_the_order_stays(pools: int | None) -> None:
    assert sum(each.living_needed for each in ALL) == ENOUGH
    assert turns(ALL, pools) == [Turn(each) for each in ALL]


def test_one_scenario_that_was_chosen_proves_what_it_says() -> None:
    assert turns([NO_TOKEN], 1) == [Turn(NO_TOKEN)]
    assert turns([NO_TOKEN, NAME, METHOD], 1) == [
        Turn(NAME, is_sparing=True),
        Turn(METHOD, is_sparing=True),
        Turn(NO_TOKEN),
    ]
    assert turns([NEIGHBOUR], 1) == [Turn(NEIGHBOUR)]
    assert turns([NEIGHBOUR, NAME], 1) == [Turn(NAME), Turn(NEIGHBOUR)]
    assert turns([], 3) == []


def test_what_can_be_spared_a_pool_is_given_one_last() -> None:
    again = named("no-token-again", *NO_TOKEN.steps)
    assert turns([NO_TOKEN, again, PLAIN, LIKE_PLAIN], 3) == [
        Turn(PLAIN),
        Turn(again, is_sparing=True),
        Turn(NO_TOKEN),
        Turn(LIKE_PLAIN),
    ]


@pytest.mark.parametrize("pools", [*range(1, 80), 1000])
def test_every_scenario_is_played_once_and_every_refusal_is_proved(pools: int) -> None:
    played = turns(scenarios(), pools)
    assert sorted(turn.scenario.id for turn in played) == sorted(each.id for each in scenarios())
    left, unproved = pools, 0
    for turn in played:
        if turn.is_sparing:
            assert turn.scenario.steps[0].refusal is not None
            assert left, "there is a pool to try it on"
            unproved += 1
        elif 0 < turn.scenario.living_needed <= left:
            left, unproved = left - turn.scenario.living_needed, 0
    assert unproved == 0
