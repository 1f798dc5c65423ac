"""Whose name a request carries: an odd spelling is never the name of a pool, and lost answers are no lie."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from poolcontract import run as run_module
from poolcontract.exchange import Exchange
from poolcontract.mock import Mock
from poolcontract.run import NotSent, Run
from poolcontract.scenario import Scenario, Step
from poolcontract.target import Client, Ledger, Target

from .fault_trials import scenarios
from .grown_bodies import CONTRACT

TOKEN = "sesame-sesame"  # noqa: S105  of a mock
DELETE, AGAIN = Step(expects=(200,)), Step(pool="same", expects=(404,))
SPELLINGS = {each.id: each.steps[0] for each in scenarios() if each.steps[0].segment is not None}
NAMES = ("pool-1", "POOL.1", "t_2", "train", "a-Z-0", "7")
NOTHING_TO_CHANGE = {
    ("name-upper-case", "POOL.1"),
    ("name-upper-case", "7"),
    ("name-other-dashes", "train"),
    ("name-other-dashes", "7"),
}


@pytest.mark.parametrize("name", NAMES)
def test_an_odd_spelling_is_another_name(name: str) -> None:
    assert len(SPELLINGS) >= 30
    alike = {
        (id_, name) for id_, step in SPELLINGS.items() if step.segment and unquote(step.segment(name)) == name
    }
    assert alike == {each for each in NOTHING_TO_CHANGE if each[1] == name}


def spelled(added: str) -> Scenario:
    step = Step(segment=lambda name: name + added, refusal="name", expects=(404,))
    return Scenario(id="odd", proves="p", steps=(step,))


@pytest.mark.parametrize(
    ("names", "added", "target"),
    [
        (("pool-1",), "0", "pool-10"),
        (("pool-1", "pool-10"), "0", "pool-100"),
        (("pool-1", "pool-10"), "%30", "pool-10%30"),
        (("pool-1", "pool-10", "pool-100"), "0", "pool-1000"),
        (("a",), "", None),
    ],
)
def test_a_pool_is_chosen_whose_odd_spelling_names_none(
    names: tuple[str, ...], added: str, target: str | None
) -> None:
    with Mock(contract=CONTRACT, pools=list(names), project_id="p", token=TOKEN) as mock:
        client, ledger = Client(Target.parse(mock.url)), Ledger(names)
        run = Run(contract=CONTRACT, client=client, ledger=ledger, project_id="p", token=TOKEN)
        if target is None:
            with pytest.raises(NotSent, match="needs-name"):
                list(run.play(spelled(added)))
        else:
            (result,) = run.play(spelled(added))
            assert result.exchange is not None
            assert result.exchange.request.target == f"/v2/p/pools/{target}"
            assert result.verdict.kind == "pass"
        assert mock.pools == names
    told = [(each["verdict"], each["reason"]) for each in run.report()["verdicts"]]
    assert told == [("not sent", "needs-name") if target is None else ("pass", "refused as expected")]


def test_the_first_pool_is_asked_for_again() -> None:
    steps = (DELETE, DELETE, Step(pool="first", expects=(404,)), AGAIN)
    with Mock(contract=CONTRACT, pools=["a-1", "b-1"], project_id="p", token=TOKEN) as mock:
        client, ledger = Client(Target.parse(mock.url)), Ledger(["a-1", "b-1"])
        run = Run(contract=CONTRACT, client=client, ledger=ledger, project_id="p", token=TOKEN)
        results = list(run.play(Scenario(id="first", proves="p", steps=steps)))
    targets = [each.exchange.request.target for each in results if each.exchange]
    assert targets == [f"/v2/p/pools/{name}" for name in ("a-1", "b-1", "a-1", "a-1")]


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_at_once_the_one_whose_answer_was_lost_may_have_been_first(
    order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = "DELETE /v2/p/pools/a"
    missing = Exchange.of(line, 404, {"error_code": "ModelArts.50015001"})
    lost = Exchange(request=missing.request, fault="reset")
    monkeypatch.setattr(run_module, "at_once", lambda *_: [missing, lost][::order])
    client = Client(Target("localhost", 1))
    run = Run(contract=CONTRACT, client=client, ledger=Ledger(["a"]), project_id="p", token=TOKEN)
    two = Scenario(id="two", proves="p", steps=(Step(times=2, expects=(200, 404)),))
    told = [(each.verdict.kind, each.verdict.reason) for each in run.play(two)]
    assert told == [("inconclusive", "reset"), ("pass", None)]
