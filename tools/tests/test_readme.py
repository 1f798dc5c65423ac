"""The README tells the truth: its commands run and print what it shows, its tables and words are complete."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from poolcontract.cli import COMMANDS, main

from .document_files import extensions
from .readme_tables import README, with_tables

ROOT = README.parent
TEXT = README.read_text(encoding="utf-8")
DOCUMENTS = [README, ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
_RUN = re.compile(r"^(poolcontract (test|compare)|pytest)\b")
_KEPT = re.compile(r"(poolcontract test[^;]*?) --report-dir (\w+) >/dev/null; ")
"""A run of which only the report is wanted, by a command after it: the run, and the report's name."""


def sessions() -> Iterator[tuple[str, str]]:
    """Every command of a console block with the output that the README shows below it."""
    for block in re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


def without_numbers(text: str) -> str:
    """A run's own numbers hang on the versions of what it draws with, and so do the exchanges it shows."""
    return re.sub(r"\d+(\.\d+)?", "N", re.sub("^(    [<>]) .*$", r"\1", text, flags=re.MULTILINE))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the files that the README shows by `cat`, and a recording that is too long for it."""
    for command, output in sessions():
        if command.startswith("cat "):
            (tmp_path / command.removeprefix("cat ")).write_text(output, encoding="utf-8")
    shutil.copy(ROOT / "tools" / "tests" / "recordings" / "browser.har", tmp_path)
    return tmp_path


COMMAND_LINES = [session for session in sessions() if not session[0].startswith("cat ")]
KEPT = dict(kept for command, _ in COMMAND_LINES for kept in _KEPT.findall(command))
"""The name of the report by the run that leaves it."""

TOLD_TWICE = [each for each in COMMAND_LINES if each[0] in KEPT or _KEPT.search(each[0])]
TOLD_ONCE = [each for each in COMMAND_LINES if each not in TOLD_TWICE]


@pytest.mark.parametrize(("command", "output"), TOLD_ONCE, ids=[each[0] for each in TOLD_ONCE])
def test_a_command_prints_what_is_shown(command: str, output: str, folder: Path) -> None:
    prints(command, output, folder)


def test_runs_print_what_is_shown_and_so_does_what_their_reports_are_for(folder: Path) -> None:
    """A run that the README tells twice, for what it prints and for its report, is made once."""
    assert KEPT.keys() <= {command for command, _ in TOLD_TWICE}
    for command, output in sorted(TOLD_TWICE, key=lambda each: each[0] not in KEPT):
        report = f" --report-dir {KEPT[command]}" if command in KEPT else ""
        prints(_KEPT.sub("", command) + report, output, folder)


def prints(command: str, output: str, folder: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path}
    shell = ["bash", "-c", command]
    done = subprocess.run(shell, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if _RUN.match(command):
        assert without_numbers(done.stdout) == without_numbers(output), done.stderr
    else:
        assert done.stdout == output, done.stderr


def test_there_are_sessions_to_run() -> None:
    assert len(COMMAND_LINES) >= 5


def test_the_tables_are_those_of_the_contract() -> None:
    assert with_tables(TEXT) == TEXT, "run `make documents`"


def test_every_word_of_ours_is_explained() -> None:
    explained = re.findall(r"^\| `(x-[a-z-]+)` \|", TEXT, re.MULTILINE)
    assert sorted(explained) == extensions()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_named(command: str) -> None:
    assert f"`poolcontract {command}" in TEXT or f"$ poolcontract {command}" in TEXT


def test_every_option_that_is_named_exists(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        main([command, "--help"])
    known = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out)) | {"--poolcontract-url", "--tb"}
    text = re.sub(r"<!--.*?-->|^ *curl .*$", "", TEXT, flags=re.MULTILINE)
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) <= known


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_what_a_document_links_to_is_there(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda file: file.name)
def test_the_make_targets_that_a_document_names_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z]+)`", document.read_text(encoding="utf-8")))
    assert named <= targets
