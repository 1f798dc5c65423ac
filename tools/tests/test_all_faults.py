"""Every fault of the mock against the real command: found with its rule, row and place, and the exit status.

Some twenty minutes on two cores; `make faults` runs it and prints what came of each.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .fault_trials import FAULTS, Trial, by_command

pytestmark = pytest.mark.long


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return by_command(tmp_path_factory.mktemp("clean"))


def test_without_a_fault_nothing_is_found(clean: Trial) -> None:
    assert clean.worst() == "info"
    assert clean.status == 0


@pytest.mark.parametrize("identifier", FAULTS)
def test_the_command_finds(
    identifier: str, clean: Trial, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    fault = FAULTS[identifier]
    trial = by_command(tmp_path, identifier)
    found = trial.found(fault, clean)
    words = ("found" if found else "MISSED", fault.rule, str(fault.source or "-"), trial.status)
    record_property("fault", " | ".join(map(str, (identifier, *words, f"{trial.seconds:.1f} s"))))
    assert found
    assert trial.status == 1 if trial.worst() == "error" else trial.status in (0, 3)
