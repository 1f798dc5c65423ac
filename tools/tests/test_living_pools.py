"""Named pools on test servers: no false alarm, spent ones come back or not; faults are found with few."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from poolcontract.cli import main
from poolcontract.cli import test as command
from poolcontract.cli.poolfiles import pools_of as pools_in
from poolcontract.mock import Mock
from poolcontract.mock.pools import ComeBack

from .fault_trials import FAULTS
from .grown_bodies import CONTRACT
from .pool_kinds import KINDS, names, pools_of, trial_of
from .short_runs import FEW, shorten

MODES: tuple[ComeBack, ...] = ("never", "after-404")
MANY = 20


def run_against(pools: list[Any], come_back: ComeBack, seed: int, folder: Path) -> tuple[int, str, Any]:
    """The real command against a mock of these pools, all of which may be spent."""
    file, told = folder / "pools.ndjson", io.StringIO()
    file.write_text("".join(f"{json.dumps(each)}\n" for each in pools), encoding="utf-8")
    served = pools_in(str(file), CONTRACT).pools
    with (
        Mock(served, contract=CONTRACT, come_back=come_back) as mock,
        pytest.MonkeyPatch.context() as environment,
    ):
        environment.setenv("POOLCONTRACT_TOKEN", mock.token)
        words = ["--url", mock.url, "--project-id", mock.project_id, "--seed", str(seed)]
        words += [f"--destroy-pool={name}" for name in names(len(pools))]
        status = main(["test", "-q", *words, "--report-dir", str(folder / "r")], told, told)
    return status, told.getvalue(), json.loads((folder / "r" / "report.json").read_text(encoding="utf-8"))


def test_nothing_is_found_where_nothing_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shorten(monkeypatch, command, *FEW)
    status, told, report = run_against(pools_of("logical", 1, 5), "after-404", 1, tmp_path)
    assert {each["severity"] for each in report["findings"]} <= {"info"}, told
    assert (status, report["failures"]) == (0, []), told
    assert report["coverage"]["answers"]["200"] > 50


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("come_back", MODES)
@pytest.mark.parametrize("seed", range(1, 6))
def test_nothing_is_found_in_a_whole_run(
    seed: int, come_back: ComeBack, kind: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    status, told, report = run_against(pools_of(kind, seed, MANY), come_back, seed, tmp_path)
    judged = report["coverage"]["answers"]["200"]
    record_property("judged", f"{seed} {come_back} {kind}: {judged}")
    assert {each["severity"] for each in report["findings"]} <= {"info"}, told
    assert (status, report["failures"]) == (0, []), told
    assert judged == MANY if come_back == "never" else judged > 10 * MANY


def unsent(report: Any) -> Counter[str]:
    return Counter(each["reason"] for each in report["verdicts"] if each["verdict"] == "not sent")


@pytest.mark.parametrize("come_back", MODES)
@pytest.mark.parametrize("count", [1, 2, 5])
def test_few_pools_are_enough_to_send_all_that_harms_none(count: int, come_back: ComeBack) -> None:
    trial = trial_of(count, come_back)
    assert trial.worst() == "info"
    judged, lacking = trial.report["coverage"]["answers"]["200"], unsent(trial.report)
    if come_back == "never":
        assert judged == count
        assert set(lacking) == {"shared-proof", "needs-pool"}
        assert lacking["shared-proof"] > 4 * lacking["needs-pool"]
    elif count == 1:
        assert judged > count
        assert set(lacking) == {"shared-proof", "needs-second-pool"}
    else:
        assert judged > 50
        assert not lacking


FEW_TO_TELL = [each for each in FAULTS if each.partition("/")[0] in ("name", "state")]
OFTEN = ("state/refused-but-deleted", "state/found-again", "name/other-project")
TRIALS = [
    pytest.param(
        *(count, come_back, fault),
        marks=() if count == 1 + 4 * (come_back == "never") and fault in OFTEN else pytest.mark.long,
    )
    for count, come_back, fault in product((1, 2, 5), MODES, FEW_TO_TELL)
    if (count, fault) != (1, "state/another-deleted")  # there is no other
]


@pytest.mark.parametrize(("count", "come_back", "fault"), TRIALS)
def test_faults_of_names_and_of_state_are_found_with_few_pools(
    count: int, come_back: ComeBack, fault: str
) -> None:
    trial = trial_of(count, come_back, [fault])
    assert FAULTS[fault].rule in {each["rule"] for each in trial.report["findings"]}
    assert trial.worst() in ("error", "warning")
