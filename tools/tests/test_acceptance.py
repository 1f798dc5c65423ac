"""Accepted findings on the command line: the first file, what is stale in it, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolcontract.deviations import apply, read_deviations
from poolcontract.finding import Report, Severity
from poolcontract.report import FORMATS
from poolcontract.report.deviations import count, entries

from .command_lines import Result, ran
from .reported import GONE, ODD, repeated

BODY = '{"kind": "Pool", "metadata": {"name": "pool-a"}, "status": {"phase": "Gone", "scope": [%s]}}'
STATE = '{"scopeType": "Train", "state": "Odd"}'
NUMBERS = "- {rule: schema/enum, pointer: /status/phase, severity: accept, reason: known}\n"


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `lint` in a folder with two bodies."""
    monkeypatch.chdir(tmp_path)
    Path("a.json").write_text(BODY % ", ".join([STATE] * 3), encoding="utf-8")
    Path("b.json").write_text(BODY % "", encoding="utf-8")

    return partial(ran, "lint")


def test_the_first_file_has_an_entry_for_each_rule_and_place(run: Run) -> None:
    status, _, err = run("a.json", "b.json", "--write-deviations", "own.yaml")
    assert (status, err) == (1, "poolcontract: own.yaml: 2 entries; each needs a reason\n")
    assert (
        Path("own.yaml").read_text(encoding="utf-8")
        == """\
# Accepted findings, one entry for each rule and place. Give every entry a reason, or delete it and mend what
# it is about: a file with an empty reason is refused. An entry may also take value, link and expires.

# error, 3 times, first a.json:1:120: "Odd" is not one of Enabling, Enabled, Disabling, Disabled
- rule: "schema/enum"
  pointer: "/status/scope/*/state"
  severity: accept
  reason: ""

# error, 2 times, first a.json:1:70: "Gone" is not one of Creating, Running, Abnormal, Deleting, Error, \
CreationFailed, ScalingFailed, Waiting
- rule: "schema/enum"
  pointer: "/status/phase"
  severity: accept
  reason: ""
"""
    )


def test_a_reason_must_be_given_and_then_all_is_accepted(run: Run) -> None:
    run("a.json", "b.json", "--write-deviations", "own.yaml")
    assert run("a.json", "b.json", "--deviations", "own.yaml") == Result(
        2,
        "",
        "poolcontract: own.yaml: entry 1, schema/enum at /status/scope/*/state: the reason is empty: "
        "say why it is accepted\n",
    )
    file = Path("own.yaml")
    file.write_text(file.read_text(encoding="utf-8").replace('reason: ""', "reason: known"), encoding="utf-8")
    for form in FORMATS:
        status, _, err = run("a.json", "b.json", "--deviations", "own.yaml", "--format", form, "--fail-stale")
        assert (status, err) == (0, "")


def test_a_file_that_is_there_is_not_written_over(run: Run) -> None:
    Path("own.yaml").write_text("mine", encoding="utf-8")
    status, out, err = run("a.json", "--write-deviations", "own.yaml")
    assert (status, out) == (2, "")
    assert "own.yaml is there already" in err
    assert Path("own.yaml").read_text(encoding="utf-8") == "mine"


def test_a_run_without_findings_writes_a_file_without_entries(run: Run) -> None:
    Path("own.yaml").write_text(NUMBERS, encoding="utf-8")
    words = ("b.json", "--deviations", "own.yaml", "--write-deviations", "more.yaml")
    assert run(*words).err == "poolcontract: more.yaml: no entry, as there is nothing to accept\n"
    assert read_deviations(Path("more.yaml")) == ()


STALE = NUMBERS + "- {rule: schema/type, severity: accept, reason: old}\n" + NUMBERS


@pytest.mark.parametrize(("words", "status"), [((), 0), (("--fail-stale",), 1)])
def test_entries_that_fit_nothing_are_told(run: Run, words: tuple[str, ...], status: int) -> None:
    Path("own.yaml").write_text(STALE, encoding="utf-8")
    assert run("b.json", "--deviations", "own.yaml", *words) == Result(
        status,
        "no findings in 1 file\n",
        "poolcontract: own.yaml: entry 2, schema/type: fits no finding of this run\n"
        "poolcontract: own.yaml: entry 3, schema/enum: fits no finding of this run\n",
    )


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("schema/enums", "own.yaml: entry 1: no rule schema/enums: do you mean schema/enum"),
        ("max-count", "own.yaml: entry 1: no rule max-count: do you mean max-count-of-logical-pool, "),
        ("qqqq", "own.yaml: entry 1: no rule qqqq: poolcontract rules lists all\n"),
    ],
)
def test_a_rule_that_is_none_is_refused(run: Run, rule: str, sentence: str) -> None:
    Path("own.yaml").write_text(f"- {{rule: {rule}, severity: accept, reason: known}}\n", encoding="utf-8")
    status, out, err = run("b.json", "--deviations", "own.yaml")
    assert (status, out) == (2, "")
    assert sentence in err


def test_fail_stale_wants_a_file(run: Run) -> None:
    status, _, err = run("b.json", "--fail-stale")
    assert (status, "--deviations FILE, which is not given" in err) == (2, True)


def test_a_match_is_counted_for_the_first_that_fits(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(STALE, encoding="utf-8")
    report = Report(findings=())
    assert list(apply([GONE, GONE], read_deviations(file), report.matched)) == []
    assert report.matched == {0: 2}


def written(*findings: object) -> str:
    report = Report(findings=findings)  # type: ignore[arg-type]
    assert len(list(report)) == len(findings)
    return "".join(entries(report, Severity.WARNING))


def test_one_entry_for_a_place_of_two_schemas_and_severities() -> None:
    mild = replace(GONE, severity=Severity.WARNING)
    report = Report(findings=(GONE, mild, replace(GONE, schema="Other"), ODD, *repeated(3)))
    assert len(list(report)) == 7
    text = "".join(entries(report, Severity.WARNING))
    assert text.count("- rule: ") == count(report, Severity.WARNING) == 3


@given(st.text(min_size=1))
def test_every_place_can_be_written_and_read_back(tmp_path_factory: pytest.TempPathFactory, key: str) -> None:
    found = replace(GONE, pointer="/" + key.replace("~", "~0").replace("/", "~1"))
    file = tmp_path_factory.mktemp("d") / "own.yaml"
    text = written(found).replace('reason: ""', "reason: known")
    file.write_text(text, encoding="utf-8")
    (entry,) = read_deviations(file)
    assert entry.matches(found)
