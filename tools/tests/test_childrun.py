"""The child that runs the contract tests: nothing around it disturbs it, and it reports when interrupted."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from poolcontract import childrun
from poolcontract.childrun import run_contract_tests
from poolcontract.mock import Mock

from .raw_server import RawServer
from .short_runs import FEW, SCENARIOS

TOKEN = "sesame"  # noqa: S105  of a mock
RAISING = "raise SystemExit('a file of somebody else was imported')\n"
SHADOWS = (
    "conftest",
    "sitecustomize",
    "json",
    "yaml",
    "schemathesis",
    "hypothesis",
    "pytest",
    "poolcontract",
)
AROUND = {
    "PYTEST_ADDOPTS": "--no-such-option",
    "PYTEST_PLUGINS": "no_such_plugin",
    "PYTHONWARNINGS": "error",
    "PYTHONOPTIMIZE": "2",
    "PYTHONINSPECT": "1",
    "PYTHONDEVMODE": "1",
    "PYTHONBREAKPOINT": "no.such",
    "CI": "1",
}


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: its files would break any run that took notice of them."""
    folder = tmp_path / "hostile"
    (folder / "schemas").mkdir(parents=True)
    for name in ("pytest.ini", "tox.ini", "setup.cfg"):
        (folder / name).write_text("[pytest]\naddopts = --no-such-option\n", encoding="utf-8")
    (folder / "pyproject.toml").write_text("[tool.pytest.ini_options]\naddopts = 'x", encoding="utf-8")
    (folder / "schemathesis.toml").write_text('base-url = "http://203.0.113.1"\n', encoding="utf-8")
    (folder / "openapi.yaml").write_text("a: [", encoding="utf-8")
    for name in SHADOWS:
        (folder / f"{name}.py").write_text(RAISING, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def test_nothing_around_it_disturbs_the_child(hostile: Path, tmp_path: Path) -> None:
    before = sorted(hostile.rglob("*"))
    with Mock(token=TOKEN, project_id="p") as mock:
        options = (f"--poolcontract-url={mock.url}", "--poolcontract-project-id=p", *FEW)
        environment = {**os.environ, **AROUND, "POOLCONTRACT_TOKEN": TOKEN}
        child = run_contract_tests(options, tmp_path / "a" / "report", environment)
    assert child.returncode == 0, child.log.read_text(encoding="utf-8")
    assert child.report is not None
    assert child.report["failures"] == []
    assert child.report["coverage"]["answers"]["404"] > 1
    assert sorted(hostile.rglob("*")) == before, "nothing is left behind"
    assert {each.name for each in (tmp_path / "a" / "report").iterdir()} == {
        "report.json",
        "junit.xml",
        "pytest.log",
        "recording.har",
    }


def test_a_child_that_cannot_begin_leaves_no_report_of_an_earlier_one(tmp_path: Path) -> None:
    for name in ("report.json", "junit.xml"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    child = run_contract_tests(["--no-such-option"], tmp_path, os.environ)
    assert (child.returncode, child.report, child.interruption) == (4, None, None)
    assert not (tmp_path / "junit.xml").exists()
    assert child.last_words()
    child.log.write_bytes(b"one\n last \xff words \n\n")
    assert child.last_words() == "last \ufffd words"
    child.log.write_bytes(b"")
    assert child.last_words() == "it said nothing"


def test_an_interruption_is_passed_on_and_waited_for(tmp_path: Path) -> None:
    def interrupt(_: socket.socket) -> None:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        server.over.wait(10)

    with RawServer(interrupt) as server:
        options = (f"--poolcontract-url={server.url}", "--poolcontract-timeout=20", *SCENARIOS)
        child = run_contract_tests(options, tmp_path, os.environ, patience=20)
        server.over.set()
    assert isinstance(child.interruption, KeyboardInterrupt)
    assert child.report is not None
    assert child.report["partial"] is True
    assert child.report["failures"] == []
    assert len(server.requests) == 1, "nothing was sent afterwards"


def test_a_child_that_does_not_listen_is_killed() -> None:
    deaf = (
        "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); print(flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", deaf], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        began = time.monotonic()
        childrun._end(child, 0.2)
        assert child.wait(5) == -signal.SIGKILL
    assert 0.2 <= time.monotonic() - began < 3


def test_a_report_is_whole_or_not_there(tmp_path: Path) -> None:
    assert childrun._read(tmp_path / "report.json") is None
    (tmp_path / "report.json").write_text(json.dumps({"a": 1}), encoding="utf-8")
    assert childrun._read(tmp_path / "report.json") == {"a": 1}
