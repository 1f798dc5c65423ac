"""A plan, sent as it stands: what a service gets that must not be harmed."""

from __future__ import annotations

from itertools import groupby

import pytest

from poolcontract.plugin import RUN_OPTIONS
from poolcontract.run import Run
from poolcontract.target import Planned, read_plan


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for the requests of a scenario that follow one another."""
    file = metafunc.config.stash[RUN_OPTIONS].execute
    entries = read_plan(file).entries if file else ()
    groups = [(scenario, tuple(group)) for scenario, group in groupby(entries, lambda each: each.scenario)]
    metafunc.parametrize("planned", [group for _, group in groups], ids=[scenario for scenario, _ in groups])


def test_planned(planned: tuple[Planned, ...], pool_run: Run) -> None:
    pool_run.require([pool_run.perform_planned(each) for each in planned])
