"""What all contract tests share."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis.configuration import set_hypothesis_home_dir

_ORDER = ("test_cases", "test_scenarios", "test_generated", "test_stateful")

set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "poolcontract-hypothesis")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where few pools may be spent the scenarios come first: they prove most."""
    items.sort(key=lambda item: _ORDER.index(item.path.stem) if item.path.stem in _ORDER else len(_ORDER))
