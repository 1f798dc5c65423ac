"""Hostile inputs: each comes out in its class, none as a traceback, a hang, a leak or a flood."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from poolcontract.cli import lint as lint_command
from poolcontract.cli import sources
from poolcontract.contract import load
from poolcontract.errors import ContractError
from poolcontract.finding import Report, Severity
from poolcontract.linter import lint
from poolcontract.report import renderer
from poolcontract.report.style import Style

from .hostile import archive_cases, json_cases, line_cases, log_cases, recording_cases, yaml_cases
from .hostile.case import (
    BODY,
    CLEAN,
    NOT_RECOGNISED,
    NOTHING,
    SECRET,
    UNDECIDED,
    UNPRINTABLE,
    UNREADABLE,
    Hostile,
)
from .hostile.contract_cases import CONTRACTS, Offered

CONTRACT = load()
MODULES = (json_cases, line_cases, yaml_cases, recording_cases, archive_cases, log_cases)
CASES = [case for module in MODULES for case in module.cases()]
LIGHT = [case for case in CASES if not case.heavy]
HEAVY = [case for case in CASES if case.heavy]
MANY = [case for case in CASES if case.count]
MOST_SECONDS, MOST_MEMORY = 10, 500_000_000
START_SECONDS, START_MEMORY = 1, 50_000_000
MOST_OUTPUT, MOST_SENTENCE, KILOBYTE = 100_000, 300, 1024
STATUSES = {
    CLEAN: 0,
    NOT_RECOGNISED: 5,
    NOTHING: 5,
    UNDECIDED: 5,
    UNREADABLE: 2,
    **{f"--limit {name}": 2 for name in sources.HIGHEST},
}


def names(cases: list[Hostile]) -> list[str]:
    return [f"{number} {case.id}" for number, case in enumerate(cases)]


def linted(case: Hostile, folder: Path) -> Report:
    """What comes of a case that is named outright."""
    file = folder / case.name
    file.write_bytes(case.content)
    parser = argparse.ArgumentParser()
    sources.add_arguments(parser.add_argument_group())
    parser.add_argument("--schema")
    args = parser.parse_args(case.options)
    return lint(
        [file],
        contract=CONTRACT,
        schema=args.schema,
        limits=sources.limits_of(args.limit),
        include=args.include,
        fields=sources.fields_of(args),
    )


def classes(report: Report) -> set[str]:
    """All that can be said of a report that was read, its findings aside."""
    if report.unreadable:
        limits = {each for text in report.unreadable for each in re.findall(r"\((--limit \w+)=N\)", text)}
        return limits or {UNREADABLE}
    if not report.instances:
        return {UNDECIDED if report.undecided else NOTHING}
    return set() if report.counts[Severity.ERROR] + report.counts[Severity.WARNING] else {CLEAN}


@pytest.mark.parametrize("case", LIGHT, ids=names(LIGHT))
def test_a_hostile_file_comes_out_in_its_class(case: Hostile, tmp_path: Path) -> None:
    began = time.monotonic()
    report = linted(case, tmp_path)
    found = list(report)
    worst = {each.rule: each.severity for each in sorted(found, key=lambda each: each.severity)}
    status = lint_command._status(report, Severity.ERROR)
    assert case.expected in {*worst, *classes(report)}
    assert status == STATUSES.get(case.expected, 1 if worst.get(case.expected) == Severity.ERROR else 0)
    assert time.monotonic() - began < MOST_SECONDS
    report.findings = found
    printed(report)


def printed(report: Report) -> None:
    """Nothing that is printed can steer a terminal, holds a secret, or goes on for ever."""
    for form in ("text", "concise", "json"):
        text = "".join(renderer(form)(report, Style(lowest=Severity.INFO))) + "\n".join(report.unreadable)
        assert not UNPRINTABLE.search(text)
        assert SECRET not in text
        assert len(text) < MOST_OUTPUT or form == "json"


@pytest.mark.parametrize("offered", CONTRACTS, ids=[each.id for each in CONTRACTS])
def test_a_hostile_contract_is_refused_in_a_sentence(offered: Offered, tmp_path: Path) -> None:
    file = tmp_path / "openapi.yaml"
    file.write_text(offered.text, encoding="utf-8")
    payload = tmp_path / "x.json"
    payload.write_bytes(BODY)
    if offered.word:
        with pytest.raises(ContractError) as caught:
            load(file)
        assert offered.word in str(caught.value).removeprefix(str(file))
        assert len(str(caught.value)) < MOST_SENTENCE + len(str(file))
    else:
        assert list(lint([payload], contract=load(file))) is not None


def test_a_body_that_follows_a_circle_down_is_told(tmp_path: Path) -> None:
    (recursive,) = (each.text for each in CONTRACTS if each.id == "recursive")
    file = tmp_path / "openapi.yaml"
    file.write_text(recursive, encoding="utf-8")
    payload = tmp_path / "x.json"
    payload.write_bytes(b'{"a":' * 120 + b"1" + b"}" * 120)
    report = lint([payload], contract=load(file), schema="A")
    assert {each.rule for each in report} <= {"limit/depth", "schema/type"}


MEASURING = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[2:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], "w").write(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss}")
sys.exit(status)
"""
"""A small process between: what it starts has little memory at first, and not that of the tests."""


def stays_in_bounds(case: Hostile, folder: Path, seconds: float, memory: float) -> None:
    (folder / case.name).write_bytes(case.content)
    words = [sys.executable, "-m", "poolcontract", "lint", case.name, "--format", "concise", *case.options]
    measuring = [sys.executable, "-S", "-c", MEASURING, "used", *words]
    child = subprocess.run(measuring, cwd=folder, capture_output=True, text=True, check=False)
    kind = case.expected
    wanted = {CLEAN: "no findings", UNREADABLE: "cannot be read"}.get(kind, kind)
    assert wanted in child.stdout + child.stderr
    assert "Traceback" not in child.stderr
    assert child.returncode == STATUSES.get(kind, 1)
    assert len(child.stdout) < MOST_OUTPUT
    took, held = (folder / "used").read_text(encoding="utf-8").split()
    assert float(took) < seconds
    assert int(held) * KILOBYTE < memory


@pytest.mark.skipif(sys.platform == "win32", reason="the memory of a child is not told here")
@pytest.mark.parametrize("case", HEAVY, ids=names(HEAVY))
def test_a_heavy_file_stays_in_bounds(case: Hostile, tmp_path: Path) -> None:
    if case.count:
        tenth = case._replace(count=case.count // 10)
        stays_in_bounds(tenth, tmp_path, START_SECONDS + MOST_SECONDS / 10, START_MEMORY + MOST_MEMORY / 10)
    else:
        stays_in_bounds(case, tmp_path, MOST_SECONDS, MOST_MEMORY)


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="the memory of a child is not told here")
@pytest.mark.parametrize("case", MANY, ids=names(MANY))
def test_a_file_of_many_parts_stays_in_bounds(case: Hostile, tmp_path: Path) -> None:
    stays_in_bounds(case, tmp_path, MOST_SECONDS, MOST_MEMORY)


def test_there_are_enough_cases_of_every_kind() -> None:
    assert len(CASES) + len(CONTRACTS) >= 600
    assert {each.name.rpartition(".")[2] for each in CASES} >= {
        "json",
        "ndjson",
        "yaml",
        "har",
        "gz",
        "bz2",
        "xz",
        "zst",
    }
    assert {each.name.rpartition(".")[2] for each in CASES} >= {"zip", "tar", "log", "nameless"}
    assert len({(each.name, each.options, each.content) for each in LIGHT}) > 600
