"""Every fault of the mock against the real command: told as the fault says it is, and the exit status.

Some twenty minutes on two cores; `make faults` runs it and prints what came of each.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from poolcontract.mock import Fault

from .fault_trials import FAULTS, Trial, by_command, seldom

pytestmark = pytest.mark.long


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return by_command(tmp_path_factory.mktemp("clean"))


def test_without_a_fault_nothing_is_found(clean: Trial) -> None:
    assert clean.worst() == "info"
    assert clean.status == 0


@pytest.mark.parametrize("identifier", FAULTS)
def test_the_command_tells(
    identifier: str, clean: Trial, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    fault = FAULTS[identifier]
    trial = by_command(tmp_path, seldom(fault))
    told = trial.tells(fault, clean)
    outcome = {
        True: "found" if fault.rule else "undecided" if fault.undecided else "not told",
        False: "MISSED",
    }
    by = fault.rule or fault.undecided or fault.unseen
    words = (outcome[told], by, str(fault.source or "-"), trial.status)
    record_property("fault", " | ".join(map(str, (identifier, *words, f"{trial.seconds:.1f} s"))))
    assert told
    assert trial.status in _statuses(fault, trial)


def _statuses(fault: Fault, trial: Trial) -> tuple[int, ...]:
    """What the command may end with: 3 also where a fault below an error keeps a status from being judged."""
    if fault.undecided:
        return (3,)
    if fault.unseen:
        return (0,)
    return (1,) if trial.worst() == "error" else (0, 3)
