"""Scenarios as data: what each expects is what a faithful service answers, and where it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from poolcontract.cli import scenarios as command
from poolcontract.contract import home
from poolcontract.errors import UsageError
from poolcontract.finding import Severity
from poolcontract.mock import Mock
from poolcontract.run import Run
from poolcontract.scenario import Scenario, Step
from poolcontract.target import Client, Ledger, Target

from .fault_trials import scenarios
from .grown_bodies import CONTRACT

DECISIONS = {
    each["id"] for each in json.loads((home() / "contract_tests/decisions.json").read_text(encoding="utf-8"))
}
OF_OTHERS = {
    *("name-step-behind", "name-empty", "name-dot", "name-two-dots", "name-encoded-two-dots"),
    *("method-patch", "method-options"),
}
"""Scenarios whose refusals are those of another path, or of the operations of sibling pages."""

ELSEWHERE = {"RFC 9110, 15.5.6", "operations of the sibling pages", "openapi.yaml"}
"""Documents that speak where the page is silent."""


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    with Mock(contract=CONTRACT) as mock:
        client, ledger = Client(Target.parse(mock.url)), Ledger(mock.pools, fresh=mock.create)
        yield Run(
            contract=CONTRACT, client=client, ledger=ledger, project_id=mock.project_id, token=mock.token
        )


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda scenario: scenario.id)
def test_a_faithful_service_answers_as_expected(scenario: Scenario, run: Run) -> None:
    statuses = [result.exchange and result.exchange.response for result in run.play(scenario)]
    answered = [response.status if response else None for response in statuses]
    expected = [step.expects for step in scenario.steps for _ in range(step.times)]
    assert len(answered) == len(expected)
    assert [status for status, wanted in zip(answered, expected, strict=True) if status not in wanted] == []


def test_the_error_body_of_every_refusal_is_judged(run: Run) -> None:
    wrong, missed, refused = b'{"error_code": 5, "error_msg": []}', set(), 0
    for scenario in scenarios():
        for result in run.play(scenario):
            assert result.exchange is not None
            assert result.exchange.response is not None
            if result.exchange.response.status < 400 or not result.exchange.response.body:
                continue
            refused += 1
            spoilt = replace(result.exchange, response=replace(result.exchange.response, body=wrong))
            found = run.judge.check_exchange(spoilt, run.operation)
            grave = [each.rule for each in found if each.severity > Severity.INFO]
            if grave != ["schema/type", "schema/type"]:
                missed.add(scenario.id)
    assert refused > 60
    assert missed == OF_OTHERS


@pytest.mark.parametrize("scenario", command.chosen([]), ids=lambda scenario: scenario.id)
def test_a_scenario_says_where_its_expectation_comes_from(scenario: Scenario) -> None:
    assert scenario.proves
    match = re.fullmatch(r"(?:Table )?(.+), (.+)", scenario.source)
    table, row = match.groups() if match else ("", "")
    cited = json.dumps({"table": int(table) if table.isdigit() else table, "row": row})[1:-1]
    decided = scenario.source.removeprefix("decision ") in DECISIONS
    text = json.dumps(dict(CONTRACT.document), default=str)
    assert cited in text or decided or scenario.source in ELSEWHERE


def test_no_two_have_one_id() -> None:
    ids = [each.id for each in command.chosen([])]
    assert len(ids) == len(set(ids))
    assert ids[-2:] == ["generated", "stateful"]
    assert ids[:-2] == [each.id for each in scenarios()]


def test_a_refused_call_is_followed_by_the_proof_that_it_had_no_effect() -> None:
    refused = [each for each in scenarios() if each.steps[0].refusal]
    assert len(refused) >= 50
    for each in refused:
        assert each.steps[-1] == Step(pool="same", expects=(200,)), each.id


@pytest.mark.parametrize(
    ("only", "ids"),
    [
        (["absent-pool"], ["absent-pool"]),
        (["stateful", "absent-pool", "stateful"], ["stateful", "absent-pool"]),
    ],
)
def test_some_are_chosen(only: list[str], ids: list[str]) -> None:
    assert [each.id for each in command.chosen(only)] == ids


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("absent-pol", "do you mean absent-pool, absent-pool-again"),
        ("Stateful", "do you mean stateful?"),
        ("42", "there is no such scenario: --list tells them all"),
        ("", "there is no such scenario: --list tells them all"),
    ],
)
def test_an_id_of_none_is_told_with_near_ones(wrong: str, words: str) -> None:
    with pytest.raises(UsageError) as refusal:
        command.chosen(["absent-pool", wrong])
    assert str(refusal.value).startswith(f"--only {wrong}: there is no such scenario: ")
    assert words in str(refusal.value)


def step(**more: Any) -> Step:
    return Step(**{"expects": (200,), **more})


def test_the_table() -> None:
    told = [
        Scenario(id="one", proves="a", source="s", steps=(step(),)),
        Scenario(
            id="another",
            proves="b",
            source="longer",
            steps=(
                step(credentials="none", refusal="no token", expects=(401, 403)),
                *(step(pool="same", expects=(404,)),) * 3,
            ),
        ),
        Scenario(id="odd", proves="c", source="s", steps=(step(segment=lambda name: name + "%00" * 20),)),
        Scenario(
            id="more",
            proves="d",
            source="s",
            steps=(
                step(method="PUT", body=b"{", headers=(("content-type", "application/json"), ("a", "b"))),
                step(pool="same", project="other"),
                step(times=2),
                step(pool="same", after_grace=True),
            ),
        ),
        Scenario(id="drawn", proves="e", source="s", steps=()),
    ]
    lines = "".join(command.table(told)).splitlines()
    assert [re.split("  +", line) for line in lines] == [
        ["scenario", "requests, and the statuses expected", "source", "proves"],
        ["one", "DELETE living 200", "s", "a"],
        ["another", "DELETE living (no token) 401/403, 3 x DELETE the same 404", "longer", "b"],
        ["odd", "DELETE living (as pool-1%00%00%00%00%00%0…) 200", "s", "c"],
        [
            "more",
            (
                "PUT living (body {, a: b) 200, DELETE the same (other project) 200, "
                "2 at once: DELETE living 200, DELETE the same, later 200"
            ),
            "s",
            "d",
        ],
        ["drawn", "drawn", "s", "e"],
    ]
    sources = [re.split("  +", line)[2] for line in lines]
    assert len({line.rindex(f"  {source}  ") for line, source in zip(lines, sources, strict=True)}) == 1
