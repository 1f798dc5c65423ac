"""Each scenario, step by step, against the target."""

from __future__ import annotations

import pytest

from poolcontract.run import Run
from poolcontract.scenario import Scenario

from .scenarios import scenarios


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda scenario: scenario.id)
def test_scenario(scenario: Scenario, pool_run: Run) -> None:
    pool_run.require(pool_run.play(scenario))
