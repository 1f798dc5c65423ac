"""What all contract tests share."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis.configuration import set_hypothesis_home_dir

from poolcontract.plugin import RUN_OPTIONS

_ORDER = ("test_cases", "test_scenarios", "test_generated", "test_stateful")
_PLANNED = "test_planned"
_SENT_TO_A_REAL_SERVICE = ("test_scenarios", "test_generated")
"""What is known before the first byte; a random walk draws as it goes, and a case sends nothing."""

set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "poolcontract-hypothesis")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A plan is made of what may be sent to a real service, and only a plan is sent to one."""
    options, name = config.stash[RUN_OPTIONS], collection_path.stem
    if not name.startswith("test_"):
        return None
    if options.execute is not None:
        return True if name != _PLANNED else None
    if options.plan is not None:
        return True if name not in _SENT_TO_A_REAL_SERVICE else None
    return True if name == _PLANNED else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where few pools may be spent the scenarios come first: they prove most."""
    items.sort(key=lambda item: _ORDER.index(item.path.stem) if item.path.stem in _ORDER else len(_ORDER))
