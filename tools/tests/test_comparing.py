"""Two runs held against one another: what is told to people and to programs, and the exit status."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from .command_lines import ran

STATE = {"table": 17, "row": "state"}
CLEAN = "no new findings, 0 gone, 0 still there\n"


def found(rule: str, pointer: str = "/status/phase", severity: str = "error", **more: Any) -> dict[str, Any]:
    form = {"rule": rule, "severity": severity, "message": f"{rule} says so", "pointer": pointer}
    return {**form, "schema": "Pool", "source": {"table": 14, "row": "phase"}, "scenario": "living", **more}


def report(*findings: dict[str, Any], **more: Any) -> dict[str, Any]:
    coverage = {
        "answers": {"200": 3, "404": 2},
        "rows": ("14/phase", "17/state"),
        "values": ("Table 14, phase: Running",),
        "rules": ("answered-pool",),
    }
    told = {name: more.pop(name, each) for name, each in coverage.items()}
    seen = {name: {"seen": list(told[name]), "of": 9, "missing": []} for name in ("rows", "values", "rules")}
    form = {"findings": findings, "verdicts": [], "failures": [], "minimum": {}}
    return {
        **form,
        "coverage": {"answers": told["answers"], **seen},
        "stopped": None,
        "partial": False,
        **more,
    }


STATES = [found("schema/enum", f"/status/scope/{number}/state", source=STATE) for number in (0, 3, 12)]
COMPARED: dict[str, tuple[dict[str, Any], dict[str, Any], int, str]] = {
    "nothing": (report(), report(), 0, CLEAN),
    "a finding is new": (
        report(found("schema/enum", severity="info")),
        report(*STATES, found("media-type", "/response/headers/content-type", schema=None, source=None)),
        1,
        """\
new     error  schema/enum  /status/scope/*/state
    schema/enum says so (Table 17, state)
    3 times, first in scenario living
new     error  media-type  /response/headers/content-type
    media-type says so
    once, first in scenario living
2 new findings, 0 gone, 0 still there
""",
    ),
    "a finding is gone": (
        report(*STATES, found("schema/type", "")),
        report(STATES[2]),
        0,
        """\
gone    error  schema/type  (whole body)
    schema/type says so (Table 14, phase)
    once, first in scenario living
no new findings, 1 gone, 1 still there
""",
    ),
    "the worst is told first": (
        report(),
        report(found("a", severity="warning"), found("b"), found("a", severity="error", scenario="later")),
        1,
        """\
new     error  a  /status/phase
    a says so (Table 14, phase)
    2 times, first in scenario later
new     error  b  /status/phase
    b says so (Table 14, phase)
    once, first in scenario living
2 new findings, 0 gone, 0 still there
""",
    ),
    "the severity is another": (
        report(found("a", severity="warning"), found("b"), found("c")),
        report(found("a"), found("b", severity="warning"), found("c", severity="info")),
        0,
        """\
gone    error  c  /status/phase
    c says so (Table 14, phase)
    once, first in scenario living
still   error  a  /status/phase  (was warning)
still   warning  b  /status/phase  (was error)
no new findings, 1 gone, 2 still there
""",
    ),
    "another schema is another finding": (
        report(found("a")),
        report(found("a", schema="Error", message="\x1b[2Jb\u202e")),
        1,
        """\
new     error  a  /status/phase
    \\u001b[2Jb\\u202e (Table 14, phase)
    once, first in scenario living
gone    error  a  /status/phase
    a says so (Table 14, phase)
    once, first in scenario living
1 new finding, 1 gone, 0 still there
""",
    ),
    "nothing could show a finding again": (
        report(*STATES, found("answered-pool", source=None), found("media-type")),
        report(rows=("14/phase",), rules=()),
        0,
        """\
gone    error  media-type  /status/phase
    media-type says so (Table 14, phase)
    once, first in scenario living
unseen  error  schema/enum  /status/scope/*/state
    schema/enum says so (Table 17, state)
    3 times, first in scenario living
unseen  error  answered-pool  /status/phase
    answered-pool says so
    once, first in scenario living
no longer seen  rows: 17/state
no longer seen  rules: answered-pool
no new findings, 1 gone, 2 unseen: nothing that could show them was met, 0 still there
""",
    ),
    "other things were seen": (
        report(answers={"200": 1, "500": 1, "409": 0}, values=()),
        report(answers={"200": 9, "404": 1, "500": 0, "409": 1}, rows=("3/kind", "3/spec"), rules=("b", "c")),
        0,
        """\
newly seen      statuses: 404, 409
newly seen      rows: 3/kind, 3/spec
newly seen      list values: Table 14, phase: Running
newly seen      rules: b, c
no longer seen  statuses: 500
no longer seen  rows: 14/phase, 17/state
no longer seen  rules: answered-pool
no new findings, 0 gone, 0 still there
""",
    ),
}


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


compared = partial(ran, "compare")


def keep(old: Any, new: Any) -> None:
    for name, form in (("old", old), ("new", new)):
        Path(name).mkdir()
        Path(name, "report.json").write_text(json.dumps(form), encoding="utf-8")


@pytest.mark.parametrize("case", COMPARED)
def test_what_is_told(case: str) -> None:
    old, new, status, out = COMPARED[case]
    keep(old, new)
    assert compared("old", "new") == (status, out, "")
    assert compared("old/report.json", "new/report.json") == (status, out, "")


@pytest.mark.parametrize("case", COMPARED)
def test_a_run_held_against_itself_has_nothing_new(case: str) -> None:
    keep(*COMPARED[case][:2])
    for name in ("old", "new"):
        status, out, err = compared(name, name)
        assert (status, err, out.count("\n")) == (0, "", 1)
        assert out.startswith("no new findings, 0 gone, ")


def test_programs_are_told_all() -> None:
    keep(
        report(found("a", severity="warning"), found("b"), *STATES),
        report(found("a"), found("a"), found("c", source=None, schema=None), rows=("14/phase", "3/kind")),
    )
    status, out, err = compared("old", "new", "--format", "json")
    assert (status, err) == (1, "")
    phase = {"pointer": "/status/phase", "severity": "error", "scenario": "living"}
    in_pool = {"schema": "Pool", "source": {"table": 14, "row": "phase"}, **phase}
    assert json.loads(out) == {
        "new": [
            {"rule": "c", "message": "c says so", "count": 1, **phase, "schema": None, "source": None},
        ],
        "gone": [{"rule": "b", "message": "b says so", "count": 1, **in_pool}],
        "unseen": [
            {
                "rule": "schema/enum",
                "message": "schema/enum says so",
                "count": 3,
                **in_pool,
                "pointer": "/status/scope/*/state",
                "source": STATE,
            }
        ],
        "still": [
            {
                "rule": "a",
                "message": "a says so",
                "count": 2,
                **in_pool,
                "was": {"severity": "warning", "count": 1},
            }
        ],
        "coverage": {
            "statuses": {"new": [], "gone": []},
            "rows": {"new": ["3/kind"], "gone": ["17/state"]},
            "values": {"new": [], "gone": []},
            "rules": {"new": [], "gone": []},
        },
        "summary": {"new": 1, "gone": 1, "unseen": 1, "still": 1},
    }


@pytest.mark.parametrize(
    ("lowest", "new"), [("info", {"a", "b", "c"}), ("warning", {"b", "c"}), ("error", {"c"})]
)
def test_findings_are_compared_from_a_severity_on(lowest: str, new: Iterable[str]) -> None:
    findings = [found("a", severity="info"), found("b", severity="warning"), found("c")]
    keep(report(), report(*findings))
    status, out, _ = compared("old", "new", "--format", "json", "--min-severity", lowest)
    assert (status, {each["rule"] for each in json.loads(out)["new"]}) == (1, new)
    keep_infos = report(found("a", severity="info"))
    Path("new/report.json").write_text(json.dumps(keep_infos), encoding="utf-8")
    assert compared("old", "new", "--min-severity", lowest)[0] == (lowest == "info")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"stopped": "it is down"}, "the run was stopped"),
        ({"partial": True}, "the run was interrupted"),
        ({"partial": True, "stopped": "it is down"}, "the run was interrupted"),
    ],
)
def test_a_run_that_did_not_come_to_its_end_is_told_of(more: dict[str, Any], sentence: str) -> None:
    keep(report(**more), report(**more))
    told = [
        f"poolcontract: {name}: {sentence}: it has not met all that it would have met\n"
        for name in ("old", "new")
    ]
    assert compared("old", "new") == (0, CLEAN, "".join(told))


def without(name: str) -> str:
    return json.dumps({key: value for key, value in report().items() if key != name})


NO_REPORTS: dict[str, tuple[str | bytes, str]] = {
    "no JSON": ("{", "other is no report of `poolcontract test`: Input data was truncated"),
    "empty": ("", "other is no report of `poolcontract test`: Input data was truncated"),
    "no UTF-8": (b'{"stopped": "\xff"}', "other is no report of `poolcontract test`: "),
    "an array": ("[]", "other is no report of `poolcontract test`: Expected `object`, got `array`"),
    "a report of lint": ('{"findings": [], "summary": {}}', "missing required field `coverage`"),
    "no findings": (without("findings"), "missing required field `findings`"),
    "no word whether it is whole": (without("partial"), "missing required field `partial`"),
    "a finding that is none": (json.dumps(report({"rule": 1})), "got `int` - at `$.findings[0].rule`"),
    "a severity that is none": (json.dumps(report(found("a", severity="bad"))), "Invalid enum value 'bad'"),
    "nested too deeply": ('{"verdicts": ' + "[" * 100_000, "other is no report of `poolcontract test`: "),
    "what steers a terminal": ('{"findings": [], "stopped": \x1b}', "other is no report"),
}  # fmt: skip


@pytest.mark.parametrize("case", NO_REPORTS)
@pytest.mark.parametrize("side", [0, 1])
def test_what_is_no_report(case: str, side: int) -> None:
    text, sentence = NO_REPORTS[case]
    keep(report(), report())
    Path("other").write_bytes(text.encode() if isinstance(text, str) else text)
    words = ["old", "new"]
    words[side] = "other"
    status, out, err = compared(*words)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert sentence in err
    assert err.rstrip("\n").isprintable()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nowhere", "new"), "poolcontract: nowhere: cannot be read: No such file or directory\n"),
        (("old", "."), "poolcontract: report.json: cannot be read: No such file or directory\n"),
        (("old",), "poolcontract: compare: the following arguments are required: NEW"),
        (("old", "new", "--format", "sarif"), "poolcontract: compare: argument --format: invalid choice"),
    ],
)
def test_what_makes_no_sense(words: tuple[str, ...], sentence: str) -> None:
    keep(report(), report())
    status, out, err = compared(*words)
    assert (status, out, err.startswith(sentence)) == (2, "", True), err
