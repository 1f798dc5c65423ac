"""Each scenario, step by step, against the target."""

from __future__ import annotations

import pytest

from poolcontract.run import Run
from poolcontract.scenario import Scenario

from .scenarios import scenarios


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda scenario: scenario.id)
def test_scenario(scenario: Scenario, is_sparing: bool, pool_run: Run) -> None:  # noqa: FBT001  a fixture
    pool_run.require(pool_run.play(scenario, is_sparing=is_sparing))
