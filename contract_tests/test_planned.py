"""A plan, sent as it stands: what a service gets that must not be harmed. The order of the tests counts."""

from __future__ import annotations

from itertools import groupby

import pytest

from poolcontract.inventory import Inventory
from poolcontract.plugin import RUN_OPTIONS
from poolcontract.run import Run
from poolcontract.target import Planned, read_plan

from .listed_pools import doubts, is_leaving


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for the requests of a scenario that follow one another."""
    if "planned" not in metafunc.fixturenames:
        return
    file = metafunc.config.stash[RUN_OPTIONS].execute
    entries = read_plan(file).entries if file else ()
    groups = [(scenario, tuple(group)) for scenario, group in groupby(entries, lambda each: each.scenario)]
    metafunc.parametrize("planned", [group for _, group in groups], ids=[scenario for scenario, _ in groups])


@pytest.fixture(scope="module")
def inventory(request: pytest.FixtureRequest, pool_run: Run) -> Inventory:
    """The list of pools, which is read around the plan."""
    file = request.config.stash[RUN_OPTIONS].execute
    assert file is not None
    return Inventory(run=pool_run, plan=read_plan(file), doubts=doubts, is_leaving=is_leaving)


def test_list_before(inventory: Inventory) -> None:
    inventory.run.require([inventory.before()])


def test_planned(planned: tuple[Planned, ...], pool_run: Run) -> None:
    pool_run.require([pool_run.perform_planned(each) for each in planned])


def test_list_after(inventory: Inventory) -> None:
    inventory.run.require(filter(None, [inventory.after()]))
