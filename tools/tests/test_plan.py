"""A plan as a file: what was shown is what is read again, and nothing else is a plan."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolcontract.errors import InputError, UsageError
from poolcontract.exchange import Request
from poolcontract.target import Plan, read_plan

from .careful_runs import PROJECT, absent, plan_of, planned

ODD = Request(
    method="DELETE",
    target=f"/v2/{PROJECT}/pools/a",
    headers=(("X", "\xe9"), ("x", "")),
    body=bytes(range(256)),
)
WHOLE = plan_of(
    *absent(2),
    planned("train-1", state="living", refusal=None, expects=(200,)),
    planned("a", refusal="no token", credentials="none", expects=(401, 403)),
    left_out={"like another": 3},
)


def test_a_plan_is_read_as_it_was_saved(tmp_path: Path) -> None:
    plan = replace(WHOLE, entries=(*WHOLE.entries, replace(planned("b"), request=ODD)))
    plan.save(tmp_path / "plan")
    again = read_plan(tmp_path / "plan")
    assert again == plan
    assert again.digest() == plan.digest()
    assert stat.S_IMODE((tmp_path / "plan").stat().st_mode) == 0o600
    assert again.destroys == ("train-1",)
    assert again.around_name() == (f"/v2/{PROJECT}/pools/", "")


def test_a_plan_replaces_nothing(tmp_path: Path) -> None:
    (tmp_path / "plan").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"^--plan-out .*plan: cannot be written: File exists$"):
        WHOLE.save(tmp_path / "plan")
    with pytest.raises(UsageError, match="cannot be written: No such file"):
        WHOLE.save(tmp_path / "nowhere" / "plan")


@given(st.binary(max_size=50), st.text(max_size=20), st.lists(st.tuples(st.text(), st.text()), max_size=3))
def test_any_request_comes_back(body: bytes, target: str, headers: list[tuple[str, str]]) -> None:
    request = Request(method="DELETE", target=target, headers=tuple(headers), body=body)
    plan = plan_of(replace(planned("a"), request=request))
    facts = json.loads(plan.text())
    from poolcontract.target import plan as module  # noqa: PLC0415

    assert module._plan(facts) == plan


def changed(change: Callable[[dict[str, Any]], object]) -> str:
    facts = json.loads(WHOLE.text())
    change(facts)
    return json.dumps(facts)


TAMPERED: dict[str, Callable[[dict[str, Any]], object]] = {
    "one member more": lambda facts: facts.update(more=1),
    "one member of a request more": lambda facts: facts["requests"][0].update(more=1),
    "no requests": lambda facts: facts.pop("requests"),
    "no body": lambda facts: facts["requests"][0].pop("body"),
    "a body beyond bytes": lambda facts: facts["requests"][0].update(body="€"),
    "a moment that is none": lambda facts: facts.update(made="yesterday"),
    "a version that is not ours": lambda facts: facts.update(plan=2),
    "a header of three": lambda facts: facts["requests"][0].update(headers=[["a", "b", "c"]]),
    "a pool twice": lambda facts: facts["requests"].append(facts["requests"][2]),
    "a rate that is a text": lambda facts: facts.update(rate="1"),
    "a project that is none": lambda facts: facts.update(project_id=None),
    "a state that is none": lambda facts: facts["requests"][0].update(state="unknown"),
    "credentials that are none": lambda facts: facts["requests"][0].update(credentials="other"),
    "a method that is none": lambda facts: facts["requests"][0].update(method=1),
    "requests that are a number": lambda facts: facts.update(requests=1),
}


@pytest.mark.parametrize("case", TAMPERED)
def test_what_says_more_or_less_is_no_plan(tmp_path: Path, case: str) -> None:
    (tmp_path / "plan").write_text(changed(TAMPERED[case]), encoding="utf-8")
    with pytest.raises(InputError, match="plan: it holds no plan of this version"):
        read_plan(tmp_path / "plan")


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"made": 1}'])
def test_what_is_none_at_all(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "plan").write_bytes(text)
    with pytest.raises(InputError, match="it holds no plan"):
        read_plan(tmp_path / "plan")
    with pytest.raises(InputError, match="nowhere: cannot be read: No such file"):
        read_plan(tmp_path / "nowhere")


def test_what_is_planned_decides_the_digest() -> None:
    others = [
        replace(WHOLE, url="http://localhost:2"),
        replace(WHOLE, project_id="f" * 32),
        replace(WHOLE, rate=2.0),
        replace(WHOLE, contract="d"),
        replace(WHOLE, entries=WHOLE.entries[1:]),
        replace(WHOLE, made=WHOLE.made - timedelta(seconds=1)),
    ]
    assert len({each.digest() for each in (WHOLE, *others)}) == len(others) + 1


@pytest.mark.parametrize(
    ("minutes", "holds"),
    [(0, True), (59, True), (60, True), (61, False), (-0.5, True), (-2, False), (9999, False)],
)
def test_how_long_a_plan_holds(minutes: float, holds: bool) -> None:  # noqa: FBT001  a column of a table
    plan: Plan = replace(WHOLE, made=datetime(2026, 5, 1, 12, tzinfo=UTC))
    now = plan.made + timedelta(minutes=minutes)
    if holds:
        plan.require_fresh(now)
        return
    with pytest.raises(
        UsageError, match="the plan is of 2026-05-01T12:00:00Z, and holds for 60 minutes; make a new"
    ):
        plan.require_fresh(now)
