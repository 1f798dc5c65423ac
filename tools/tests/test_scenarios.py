"""What a scenario expects is what a faithful service answers: the mock without a fault, step by step."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from poolcontract.mock import Mock
from poolcontract.run import Run
from poolcontract.scenario import Scenario
from poolcontract.target import Client, Ledger, Target

from .fault_trials import scenarios
from .grown_bodies import CONTRACT


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
    expected = [step.expects for step in scenario.steps]
    assert len(answered) == len(expected)
    assert [status for status, wanted in zip(answered, expected, strict=True) if status not in wanted] == []
