"""The contract tests cut short, for tests that are about what is around them."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from poolcontract.childrun import ChildRun, run_contract_tests
from poolcontract.contract import home

_FOLDER = home() / "contract_tests"
_OFFLINE, _DRAWN = (f"--ignore={_FOLDER / name}" for name in ("test_cases.py", "test_generated.py"))
FEW = ("--poolcontract-examples=1", "--poolcontract-walks=1", _OFFLINE)
"""A little of all that is sent."""

SCENARIOS = ("--poolcontract-walks=1", _OFFLINE, _DRAWN)
"""No requests are drawn, which takes most of the time of a short run."""


def shorten(monkeypatch: pytest.MonkeyPatch, module: ModuleType, *options: str) -> None:
    """Let a module run the contract tests with these options more."""

    def run_short(given: list[str], *more: Any, **named: Any) -> ChildRun:
        return run_contract_tests([*given, *options], *more, **named)

    monkeypatch.setattr(module, "run_contract_tests", run_short)
