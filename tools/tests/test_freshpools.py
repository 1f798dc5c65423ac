"""Pools that the user makes: by a command, by a fixture of the user's own tests, or by one of a module."""

from __future__ import annotations

import io
import json
import os
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from poolcontract.cli import main
from poolcontract.cli import test as command
from poolcontract.mock import Mock

from .short_runs import SCENARIOS, shorten
from .test_childrun import AROUND, RAISING, SHADOWS
from .test_plugin import LIVING, PLUGINS, Pytest

__all__ = ["PLUGINS"]

NOWHERE = ("--poolcontract-url=http://localhost:9",)
ALL = {"200": 4, "404": 3}
FEW = ("living-pool", "neighbour", "absent-pool", "deleted-again")
TOKEN = "sesame-sesame"  # noqa: S105  of a mock
MAKER = """
import json, os, sys, urllib.request
def make(url):
    call = urllib.request.Request(url + "/__mock__/pools", b'"made-%d-pool"' % next(NUMBERS), method="POST")
    call.add_header("Content-Type", "application/json")
    return json.load(urllib.request.urlopen(call))["created"][0]
"""
OF_A_COMMAND = MAKER + "NUMBERS = iter([os.getpid()])\nprint(make(sys.argv[1]))\n"
FIXTURE = """
import itertools, pytest
NUMBERS = itertools.count()
@pytest.fixture(scope="session")
def fresh_pool():
    yield lambda: make(os.environ["MOCK_URL"])
"""


@pytest.fixture
def mock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mock]:
    with Mock([], project_id="p", token=TOKEN, admin=True) as running:
        monkeypatch.setenv("MOCK_URL", running.url)
        monkeypatch.setenv("POOLCONTRACT_TOKEN", TOKEN)
        monkeypatch.setenv("no_proxy", "*")
        yield running


def ran_command(
    mock: Mock, monkeypatch: pytest.MonkeyPatch, *words: str
) -> tuple[int, str, str, dict[str, Any]]:
    shorten(monkeypatch, command, *SCENARIOS)
    out, err = io.StringIO(), io.StringIO()
    given = ["--url", mock.url, "--project-id", "p", "--report-dir", os.environ["TMP_REPORT"]]
    given += [f"--only={each}" for each in FEW]
    status = main(["test", "-q", *given, *words], out, err)
    report = json.loads((Path(os.environ["TMP_REPORT"]) / "report.json").read_text(encoding="utf-8"))
    return status, out.getvalue(), err.getvalue(), report


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: each of its files would end a run that took notice of it."""
    folder = tmp_path / "hostile"
    folder.mkdir()
    for name in (*SHADOWS, "fresh_pool", "poolcontract_pool_module"):
        (folder / f"{name}.py").write_text(RAISING, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    for name, value in AROUND.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TMP_REPORT", str(tmp_path / "report"))
    return folder


def test_by_a_command(hostile: Path, mock: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    (hostile.parent / "maker.py").write_text(OF_A_COMMAND, encoding="utf-8")
    words = [sys.executable, "-P", str(hostile.parent / "maker.py"), mock.url]
    status, out, err, report = ran_command(mock, monkeypatch, "--pool-command", shlex.join(words))
    assert (status, err) == (0, ""), out
    assert report["coverage"]["answers"] == ALL
    assert "not run" not in out


def test_by_a_module_that_is_a_file(hostile: Path, mock: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    (hostile / "our_pools.py").write_text(MAKER + FIXTURE, encoding="utf-8")
    before = sorted(hostile.rglob("*"))
    status, out, err, report = ran_command(mock, monkeypatch, "-p", "./our_pools.py")
    assert (status, err) == (0, ""), out
    assert report["coverage"]["answers"] == ALL
    assert "not run" not in out
    assert sorted(hostile.rglob("*")) == before, "nothing is left behind"


def test_by_a_module_that_is_installed(hostile: Path, mock: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    library = hostile.parent / "library"
    (library / "ours").mkdir(parents=True)
    (library / "ours" / "__init__.py").write_text(MAKER, encoding="utf-8")
    (library / "ours" / "pools.py").write_text(f"import os\nfrom . import make\n{FIXTURE}", encoding="utf-8")
    (library / "ours" / "__init__.py").write_text(
        "import itertools\nNUMBERS = itertools.count()\n" + MAKER, encoding="utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", str(library))
    status, out, err, report = ran_command(mock, monkeypatch, "-p", "ours.pools")
    assert (status, err) == (0, ""), out
    assert report["coverage"]["answers"] == ALL


FAILING = {
    "it tells the token": ("echo $POOLCONTRACT_TOKEN >&2; exit 1", "--pool-command ended with status 1: ***"),
    "it says one name for ever": ("echo pool-9", "the pool pool-9 was made before: a fresh one is expected"),
}


@pytest.mark.parametrize("case", FAILING)
def test_a_command_that_fails(case: str, hostile: Path, mock: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    assert hostile.is_dir()
    script, sentence = FAILING[case]
    counted = f"echo >> {shlex.quote(str(hostile.parent / 'calls'))}; {script}"
    if "for ever" in case:
        mock.create("pool-9")
    status, out, err, report = ran_command(
        mock, monkeypatch, "--pool-command", shlex.join(["sh", "-c", counted])
    )
    assert status == 3
    assert err == "poolcontract: this is no pass: what was to be checked was not all decided\n"
    assert TOKEN not in out + json.dumps(report)
    assert report["no_fresh_pool"].startswith(sentence)
    assert f"scenarios: {sentence}" in out
    made = "for ever" in case
    assert report["coverage"]["answers"] == ({"200": 1, "404": 3} if made else {"404": 1})
    calls = (hostile.parent / "calls").read_text(encoding="utf-8").count("\n")
    assert calls == 3


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pytest:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    return Pytest(tmp_path, capsys)


def options(mock: Mock) -> tuple[str, ...]:
    return f"--poolcontract-url={mock.url}", "--poolcontract-project-id=p"


def test_by_a_fixture_of_ones_own_tests(ran: Pytest, mock: Mock) -> None:
    result = ran(MAKER + FIXTURE + LIVING + LIVING.replace("test_living", "test_twice"), *options(mock))
    assert result.status == 0, result.out
    assert result.report is not None
    assert [each["verdict"] for each in result.report["verdicts"]] == ["pass"] * 5
    assert result.report["coverage"]["answers"] == {"200": 2, "404": 3}, "the first is asked for once more"
    assert mock.pools == ()


def test_without_a_fixture_there_are_the_pools_that_were_named(ran: Pytest, mock: Mock) -> None:
    name = mock.create()
    result = ran(LIVING, *options(mock), f"--poolcontract-destroy-pool={name}")
    assert result.status == 0, result.out
    assert mock.pools == ()


def test_a_fixture_that_fails_when_it_is_called(ran: Pytest, mock: Mock) -> None:
    failing = FIXTURE.replace('make(os.environ["MOCK_URL"])', "1 / 0")
    result = ran("import os\n" + failing + LIVING, *options(mock))
    assert "1 skipped" in result.out
    assert result.report is not None
    assert result.report["no_fresh_pool"] == "fresh_pool: ZeroDivisionError: division by zero"
    told = [(each["verdict"], each["reason"]) for each in result.report["verdicts"]]
    assert told == [("not sent", "no-fresh-pool")]


NO_NAMES = {
    "no function": (
        "return 7",
        "fixture fresh_pool: a function is expected that gives the name of a new pool",
    ),
    "a name": ('return "pool-1"', "fixture fresh_pool: a function is expected that gives the name of"),
    "it raises": ('raise OSError("no room\\nat all")', "fixture fresh_pool: OSError: no room"),
    "it skips": ('pytest.skip("not today")', "fixture fresh_pool: Skipped: not today"),
    "it leaves": ("raise SystemExit(3)", "fixture fresh_pool: SystemExit: 3"),
}


@pytest.mark.parametrize("case", NO_NAMES)
def test_a_fixture_that_gives_no_function_is_refused(ran: Pytest, case: str) -> None:
    line, sentence = NO_NAMES[case]
    own = f'import pytest\n@pytest.fixture(scope="session")\ndef fresh_pool():\n    {line}\n'
    refused_with(ran(own + LIVING, *NOWHERE), sentence)


def test_a_fixture_of_another_scope_or_that_needs_what_is_not_there_is_refused(ran: Pytest) -> None:
    short = "import pytest\n@pytest.fixture\ndef fresh_pool():\n    return str\n"
    refused_with(ran(short + LIVING, *NOWHERE), "fixture fresh_pool: ")
    needy = 'import pytest\n@pytest.fixture(scope="session")\ndef fresh_pool(room):\n    return str\n'
    refused_with(ran(needy + LIVING, *NOWHERE), "fixture fresh_pool: there is no fixture room")


MODULES = {
    "not there": (
        "no_such_pools",
        "--pool-module no_such_pools: no such module is installed; a file is named",
    ),
    "a file that is not there": ("./nowhere.py", "--pool-module ./nowhere.py: FileNotFoundError: "),
    "a folder": ("./folder/", "--pool-module ./folder/: UsageError: it is no file of Python"),
    "no Python": ("bad.py", "--pool-module bad.py: SyntaxError: "),
    "it raises": ("raising.py", "--pool-module raising.py: ValueError: not today"),
    "it leaves": ("leaving.py", "--pool-module leaving.py: SystemExit: "),
    "it lacks a module": (
        "lacking.py",
        "--pool-module lacking.py: ModuleNotFoundError: No module named 'no_",
    ),
    "no fixture": ("empty.py", "--pool-module empty.py: it has no fixture fresh_pool"),
}


@pytest.mark.parametrize("case", MODULES)
def test_a_module_that_cannot_be_used_is_refused(ran: Pytest, case: str) -> None:
    module, sentence = MODULES[case]
    (ran.folder / "folder").mkdir()
    for name, text in {
        "bad": "def",
        "raising": "raise ValueError('not today')",
        "leaving": "raise SystemExit",
        "lacking": "import no_such_library",
        "empty": "",
    }.items():
        (ran.folder / f"{name}.py").write_text(text, encoding="utf-8")
    refused_with(ran(LIVING, *NOWHERE, f"--poolcontract-pool-module={module}"), sentence)


def refused_with(result: Any, sentence: str) -> None:
    """The session ended before anything was sent, by one sentence."""
    assert result.status == 2, result.out
    assert result.report is not None
    assert result.report["verdicts"] == []
    (failure,) = result.report["failures"]
    assert (failure["test"], failure["kind"]) == ("pool_run", "refused")
    assert failure["message"].startswith(sentence)
    assert failure["message"].isprintable()
