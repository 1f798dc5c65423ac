"""What must be typed for a service that is real, and what of a plan must be as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from poolcontract.consent import require_operation, require_same, target_of
from poolcontract.errors import PoolcontractError, UsageError
from poolcontract.settings import OPTIONS, OPTIONS_OF_PYTEST, RunOptions
from poolcontract.target import Plan, Target

from .careful_runs import CONTRACT, PROJECT, absent, plan_of, planned

REAL = "https://a.b"


def options(**given: Any) -> RunOptions:
    tables = {**OPTIONS, **OPTIONS_OF_PYTEST}
    defaults = {name: each.get("default") for name, each in tables.items()}
    return RunOptions.of({**defaults, **{name.replace("_", "-"): value for name, value in given.items()}})


TAKEN: dict[str, tuple[str, dict[str, Any], str]] = {
    "loopback": ("http://localhost:1", {}, "loopback"),
    "loopback, rehearsed": ("http://localhost:1", {"rehearse": True, "project_id": PROJECT}, "loopback"),
    "disposable": ("http://api:1", {"disposable": "api", "project_id": "p"}, "disposable"),
    "disposable, rehearsed": (
        "http://api:1",
        {"disposable": "api", "rehearse": True, "project_id": PROJECT, "rate": 5.0},
        "disposable",
    ),
    "real": (REAL, {"allow_host": "a.b", "project_id": PROJECT, "max_requests": 1000}, "real"),
    "real, by an authority of one's own": (
        REAL,
        {"allow_host": "a.b", "project_id": PROJECT, "ca_bundle": Path("c")},
        "real",
    ),
}
NO_PROJECT = "--project-id: a real service is tested in one project, its ID of 32 hexadecimal digits"
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    (REAL, {"allow_host": "a.b"}, NO_PROJECT),
    (REAL, {"allow_host": "a.b", "project_id": "p"}, NO_PROJECT),
    (REAL, {"allow_host": "a.b", "project_id": PROJECT.upper()}, NO_PROJECT),
    (REAL, {"allow_host": "a.b", "project_id": PROJECT + "0"}, NO_PROJECT),
    ("http://localhost", {"rehearse": True, "project_id": "p"}, NO_PROJECT),
    (
        REAL,
        {"allow_host": "a.b", "project_id": PROJECT, "max_requests": 1001},
        "--max-requests: 1000 at most",
    ),
    (
        REAL,
        {"allow_host": "a.b", "project_id": PROJECT, "max_requests": 2},
        "--max-requests: a real service is sent 3 at least, of which 2 read the list of pools",
    ),
    (
        REAL,
        {"allow_host": "a.b", "project_id": PROJECT, "destroy_pool": [f"p-{n}" for n in range(21)]},
        "--destroy-pool: 20 pools at most",
    ),
    (REAL, {"allow_host": "a.b", "project_id": PROJECT, "fault": ["f"]}, "--fault is for the built-in mock"),
    (REAL, {"project_id": PROJECT}, "is not loopback"),
    ("http://localhost", {"rate": 1.0}, "--rate goes with --allow-host or --rehearse"),
    ("http://localhost", {"stop_file": Path("s")}, "--stop-file goes with --allow-host or --rehearse"),
    ("http://localhost", {"audit_log": Path("s")}, "--audit-log goes with --allow-host or --rehearse"),
    ("http://localhost", {"ca_bundle": Path("s")}, "--ca-bundle goes with https"),
    ("http://localhost", {"project_id": "../x"}, 'project "../x": a name is of letters'),
]


@pytest.mark.parametrize("case", TAKEN)
def test_what_is_enough(case: str) -> None:
    url, given, kind = TAKEN[case]
    assert target_of(options(**given), url).kind == kind


@pytest.mark.parametrize(("url", "given", "sentence"), REFUSED, ids=str)
def test_what_is_not(url: str, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(PoolcontractError) as refusal:
        target_of(options(**given), url)
    assert sentence in str(refusal.value)


def test_how_much_may_be_sent_where_nothing_is_said() -> None:
    assert options().max_requests == 5000
    assert options(rehearse=True).max_requests == 25
    assert options(allow_host="a.b").max_requests == 25
    assert options(allow_host="a.b", max_requests=7).max_requests == 7


TARGET = Target.parse(REAL, allow_host="a.b")
OPTIONS_OF_RUN = options(allow_host="a.b", project_id=PROJECT, destroy_pool=["train-1", "train-2"])
PLAN = plan_of(
    *absent(2),
    planned("train-1", state="living"),
    planned("train-2", state="living"),
    url=REAL,
    path=CONTRACT.operations[0].path,
)
FACTS = {"version": "1", "contract": "c"}
OTHERS: dict[str, tuple[Callable[[], Plan], dict[str, Any], str]] = {
    "another url": (
        lambda: replace(PLAN, url="https://b.a"),
        {},
        "the plan is of another url; make a new one",
    ),
    "another project": (
        lambda: replace(PLAN, project_id="f" * 32),
        {},
        "of another project id; make a new one",
    ),
    "another version": (lambda: replace(PLAN, version="2"), {}, "of another version; make a new one"),
    "another contract": (lambda: replace(PLAN, contract="d"), {}, "of another contract; make a new one"),
    "a pool not typed again": (
        lambda: PLAN,
        {"destroy_pool": ["train-1"]},
        "each pool of the plan is typed again, and no other; they are: train-1, train-2",
    ),
    "a pool more": (
        lambda: PLAN,
        {"destroy_pool": ["train-1", "train-2", "x"]},
        "is typed again, and no other",
    ),
    "no pool": (lambda: PLAN, {"destroy_pool": None}, "is typed again, and no other"),
    "a pool for a plan without any": (lambda: replace(PLAN, entries=PLAN.entries[:2]), {}, "they are: none"),
    "too fast": (lambda: replace(PLAN, rate=1e9), {}, "requests a second: 5 at most are sent"),
    "not at all": (lambda: replace(PLAN, rate=0.0), {}, "the plan has 0 requests a second"),
    "for ever": (lambda: replace(PLAN, rate=float("nan")), {}, "the plan has nan requests a second"),
    "more than may be sent": (lambda: PLAN, {"max_requests": 3}, "the plan has 6 requests, 3 may be sent"),
}


def test_a_plan_that_is_as_it_was() -> None:
    require_same(PLAN, OPTIONS_OF_RUN, TARGET, FACTS)
    require_operation(PLAN, CONTRACT)


@pytest.mark.parametrize("case", OTHERS)
def test_a_plan_that_is_not(case: str) -> None:
    made, given, sentence = OTHERS[case]
    typed = {"allow_host": "a.b", "project_id": PROJECT, "destroy_pool": ["train-1", "train-2"], **given}
    with pytest.raises(UsageError) as refusal:
        require_same(made(), options(**typed), TARGET, FACTS)
    assert sentence in str(refusal.value)


@pytest.mark.parametrize("change", [{"method": "GET"}, {"path": "/v2/{project_id}/trains/{name}"}])
def test_a_plan_of_another_operation(change: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="the plan is of another operation; make a new one"):
        require_operation(replace(PLAN, **change), CONTRACT)
