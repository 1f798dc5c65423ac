"""A second server, unlike the mock: nothing is found without a fault, and each of its faults is told.

The long ones are the real command, once for each fault: some twenty minutes on two cores.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from poolcontract.checks import checked
from poolcontract.outcome import _UNDECIDED_FOR

from .fault_trials import Trial
from .other_server import FAULTS, OtherServer
from .other_server.bodies import KINDS
from .other_trials import TOLD, by_command, in_process, rules_of, tells, undecided_by, with_fault

QUICK = (
    "access/asked-after-the-deed",
    "chance/fifth-of-another-pool",
    "leak/token-in-a-cookie",
    "path/last-part-counts",
    "refusal/number-for-a-code",
    "state/next-one-too",
    "table/zone-overfull",
    "time/never",
    "wire/hints-before",
    "wire/length-too-small",
)
"""Of most kinds one, in this process."""

FEWEST = 80
WELL = [(seed, revives) for seed in range(1, 6) for revives in (False, True)]
"""Seeds of the names and of the run; whether a pool that was deleted is back after one 404."""


def test_what_is_expected_of_each_fault_can_be_told() -> None:
    assert list(TOLD) == sorted(FAULTS)
    assert len(FAULTS) >= FEWEST
    for fault, told in TOLD.items():
        if isinstance(told, list):
            assert told, fault
            assert set(told) <= set(checked()), fault
        else:
            assert set(told) in ({"undecided", "why"}, {"unseen"}, {"lawful"}), fault
    assert {undecided_by(fault) for fault in FAULTS} - {""} <= set(_UNDECIDED_FOR)


def test_nothing_of_the_package_is_in_the_server() -> None:
    files = list(Path(__file__).with_name("other_server").rglob("*.py"))
    assert len(files) > 10
    assert [file for file in files if "poolcontract" in file.read_text(encoding="utf-8")] == []


@pytest.fixture(scope="module")
def quick_clean() -> Trial:
    return in_process()


def test_without_a_fault_nothing_is_found_in_this_process(quick_clean: Trial) -> None:
    assert quick_clean.kinds == set()
    assert {each["verdict"] for each in quick_clean.report["verdicts"]} == {"pass"}


def test_a_server_that_is_open_to_all_is_tested_without_a_token() -> None:
    trial = in_process("access/nobody-is-asked", has_token=False)
    assert trial.kinds == set()
    told = {(each["verdict"], each["reason"]) for each in trial.report["verdicts"]}
    assert told == {("pass", None), ("pass", "refused as expected"), ("not sent", "needs-token")}


@pytest.mark.parametrize("fault", QUICK)
def test_the_scenarios_tell(fault: str, quick_clean: Trial) -> None:
    assert tells(in_process(fault), fault, quick_clean)


@pytest.mark.parametrize(
    ("seed", "revives"),
    [pytest.param(*each, marks=() if each == (2, True) else pytest.mark.long) for each in WELL],
)
def test_without_a_fault_the_command_finds_nothing(tmp_path: Path, seed: int, *, revives: bool) -> None:
    with OtherServer(seed=seed, revives=revives) as server:
        trial = by_command(tmp_path, server, f"--seed={seed}")
    assert (trial.kinds, trial.status) == (set(), 0)
    assert trial.report["coverage"]["answers"]["200"] >= len(server.names) - 1


@pytest.mark.long
@pytest.mark.parametrize(("kind", "revives"), list(itertools.product(KINDS, (False, True))))
def test_a_server_of_one_kind_of_pool(tmp_path: Path, kind: str, *, revives: bool) -> None:
    with OtherServer(kinds=(kind,), revives=revives) as server:
        trial = by_command(tmp_path, server)
    assert (trial.kinds, trial.status) == (set(), 0)


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    with OtherServer() as server:
        return by_command(tmp_path_factory.mktemp("clean"), server)


@pytest.mark.long
@pytest.mark.parametrize("fault", TOLD)
def test_the_command_tells(
    fault: str, clean: Trial, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    trial = with_fault(fault, tmp_path)
    told = tells(trial, fault, clean)
    rules = ", ".join(rules_of(fault))
    outcome = "found" if rules else next(iter(TOLD[fault]))
    by = rules or undecided_by(fault) or TOLD[fault][outcome]
    words = (outcome if told else "MISSED", by, "-", trial.status)
    record_property("fault", " | ".join(map(str, (fault, *words, f"{trial.seconds:.1f} s"))))
    assert told
    assert trial.status == (1 if rules else 3 if undecided_by(fault) else 0)
