"""What all contract tests share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from poolcontract.ordering import turns
from poolcontract.plugin import RUN_OPTIONS
from poolcontract.run import Run
from poolcontract.scenario import Scenario

_ORDER = ("test_cases", "test_scenarios", "test_generated", "test_stateful")
_PLANNED = "test_planned"
_SCENARIOS, _DRAWN = "test_scenarios", {"generated": "test_generated", "stateful": "test_stateful"}
_SPARING: pytest.StashKey[bool] = pytest.StashKey()
_SENT_TO_A_REAL_SERVICE = ("test_scenarios", "test_generated")
"""What is known before the first byte; a random walk draws as it goes, and a case sends nothing."""

# For whoever imports it: many a run does not, since that takes longer than what else it does before it sends.
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", f"{tempfile.gettempdir()}/poolcontract-hypothesis")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A plan is made of what may be sent to a real service, and only a plan is sent to one."""
    options, name = config.stash[RUN_OPTIONS], collection_path.stem
    if not name.startswith("test_"):
        return None
    if options.only and name != _PLANNED and not _files_of(options.only) & {name}:
        return True
    if options.execute is not None:
        return True if name != _PLANNED else None
    if options.plan is not None:
        return True if name not in _SENT_TO_A_REAL_SERVICE else None
    return True if name == _PLANNED else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The scenarios that were chosen; they come first, since where few pools may be spent they prove most."""
    only = config.stash[RUN_OPTIONS].only
    left_out = [item for item in items if only and (scenario := _scenario(item)) and scenario.id not in only]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
    items.sort(key=lambda item: _ORDER.index(item.path.stem) if item.path.stem in _ORDER else len(_ORDER))
    pools = config.stash[RUN_OPTIONS].few_pools
    if pools:
        _make_the_most_of(items, pools)


@pytest.fixture
def is_sparing(request: pytest.FixtureRequest) -> bool:
    """True for a test that leaves it to a later one to spend the pool, while pools are scarce."""
    return bool(request.node.stash.get(_SPARING, default=False))


@pytest.fixture(scope="session")
def pool_run(pool_run: Run, request: pytest.FixtureRequest) -> Run:
    """The run of all contract tests; where some were chosen no more is due than they can meet."""
    only = request.config.stash[RUN_OPTIONS].only
    if only:
        pool_run.record.only, pool_run.record.due = only, _within_reach(request.session.items)
    return pool_run


def _make_the_most_of(items: list[pytest.Item], pools: int) -> None:
    """Put the tests into the order in which so many pools show most, each file's where they are."""
    tests = {scenario.id: item for item in items if (scenario := _scenario(item))}
    scenarios = [scenario for item in items if (scenario := _scenario(item))]
    played = turns(scenarios, pools)
    drawn = [item for item in items if _drawn(item)]
    left = pools - sum(each.living_needed for each in scenarios)
    if left < len(drawn):  # what must not harm a pool comes first, and the rest spends those that are left
        drawn.sort(key=lambda item: not _drawn(item).wrong)
    ordered = [*(tests[turn.scenario.id] for turn in played), *drawn]
    sparing = [tests[turn.scenario.id] for turn in played if turn.is_sparing]
    sparing += [item for item in drawn if _drawn(item).wrong and left < len(drawn)]
    for item in sparing:
        item.stash[_SPARING] = True
    places = [number for number, item in enumerate(items) if item in ordered]
    for number, item in zip(places, ordered, strict=True):
        items[number] = item


def _drawn(item: pytest.Item) -> Any:
    return _parameters(item).get("drawn")


def _within_reach(items: Iterable[pytest.Item]) -> set[int] | None:
    """The statuses that tests must meet; None for all, which is what drawn requests meet."""
    met: set[int] = set()
    for item in items:
        scenario, planned = _scenario(item), _parameters(item).get("planned", ())
        if scenario is None and item.path.stem != _PLANNED:
            return None
        for each in planned or (scenario.steps if scenario else ()):
            met |= set(each.expects) if each.refusal is None else set()
    return met


def _parameters(item: pytest.Item) -> dict[str, Any]:
    parameters: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
    return parameters


def _scenario(item: pytest.Item) -> Scenario | None:
    scenario = _parameters(item).get("scenario")
    return scenario if isinstance(scenario, Scenario) else None


def _files_of(only: Iterable[str]) -> set[str]:
    """The files that hold what was chosen."""
    return {_DRAWN.get(each, _SCENARIOS) for each in only}
