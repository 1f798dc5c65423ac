"""The pytest plugin as a user's own tests meet it, and the report that it leaves whatever becomes of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from poolcontract import childrun
from poolcontract.mock import Mock
from poolcontract.outcome import outcome

from .raw_server import RawServer, sized
from .short_runs import FEW

TOKEN = "sesame-sesame"  # noqa: S105  of a mock
IMPORTS = "from poolcontract.scenario import Scenario, Step\n"
ABSENT = """
ABSENT = Scenario(id="absent", proves="p", steps=(Step(pool="absent", expects=(404,)),))
def test_absent(pool_run):
    pool_run.require(pool_run.play(ABSENT))
"""
LIVING = """
LIVING = Scenario(id="living", proves="p", steps=(Step(expects=(200,)), Step(pool="same", expects=(404,))))
def test_living(pool_run):
    pool_run.require(pool_run.play(LIVING))
"""


class Ran(NamedTuple):
    """How pytest ended, what it said, and the report that it left."""

    status: int
    out: str
    report: dict[str, Any] | None


class Pytest:
    """Runs pytest on tests given as text, in this process but for that as if nobody else did."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys

    def __call__(self, tests: str, *words: str, report: bool = True) -> Ran:
        """Write the tests to a file, run it, and give what came of it."""
        file, place = self.folder / "test_own.py", self.folder / "report"
        file.write_text(IMPORTS + tests, encoding="utf-8")
        where = [f"--poolcontract-report-dir={place}"] if report else []
        status = pytest.main([*PLUGINS, "-q", "-s", "--import-mode=importlib", *where, *words, str(file)])
        sys.modules.pop("test_own", None)  # the next file is another one
        captured = self.capsys.readouterr()
        return Ran(int(status), captured.out + captured.err, report_in(place))


PLUGINS = ("-p", "poolcontract.plugin", *("-p", "no:cacheprovider", "-p", "no:faulthandler"))


@pytest.fixture
def ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pytest:
    """Pytest in an empty folder, with our plugin and no other that happens to be installed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("POOLCONTRACT_TOKEN", "not-for-the-mock")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # the folder shows what the plugin leaves
    return Pytest(tmp_path, capsys)


def report_in(folder: Path) -> dict[str, Any] | None:
    file = folder / "report.json"
    found: dict[str, Any] | None = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None
    return found


def test_own_tests_against_the_built_in_mock(ran: Pytest) -> None:
    judged = """
def test_body(pool_judge):
    found = pool_judge.check({"status": {"phase": "Gone"}})
    assert [each.rule for each in found if each.severity == 3] == ["schema/enum"]
def test_run(pool_run, pool_judge):
    assert pool_run.has_pools
    assert pool_run.contract.operations == pool_judge.contract.operations
"""
    result = ran(ABSENT + LIVING + judged)
    assert result.status == 0, result.out
    assert "4 passed" in result.out
    assert result.report is not None
    assert [each["verdict"] for each in result.report["verdicts"]] == ["pass"] * 3
    assert (result.report["failures"], result.report["partial"]) == ([], False)
    assert outcome(result.report, {}).status == 0


def test_what_fails_without_a_verdict_is_reported(ran: Pytest) -> None:
    failing = """
import pytest
@pytest.fixture
def broken():
    raise OSError("no such thing")
@pytest.fixture
def leaving():
    yield
    raise AssertionError("left behind")
def test_claim(): assert 1 == 2
def test_told(): pytest.fail("by hand")
def test_broken(broken): pass
def test_leaving(leaving): pass
def test_raising(): {}["x"]
def test_skipped(): pytest.skip("not today")
"""
    result = ran(ABSENT + failing, "--poolcontract-timeout=2")
    assert result.status == 1
    assert result.report is not None
    told = [
        (each["test"], each["kind"], each["message"].splitlines()[0]) for each in result.report["failures"]
    ]
    assert told == [
        ("test_claim", "failed", "AssertionError: assert 1 == 2"),
        ("test_told", "failed", "Failed: by hand"),
        ("test_broken", "error", "OSError: no such thing"),
        ("test_leaving", "error", "AssertionError: left behind"),
        ("test_raising", "error", "KeyError: 'x'"),
    ]
    assert [each["verdict"] for each in result.report["verdicts"]] == ["pass"]


def test_a_violation_is_reported_as_a_verdict_alone(ran: Pytest) -> None:
    result = ran(LIVING, "--poolcontract-fault=schema/enum:/status/phase")
    assert result.status == 1
    assert "Violation: DELETE /v2/" in result.out
    assert result.report is not None
    assert result.report["failures"] == []
    assert result.report["verdicts"][0]["verdict"] == "violation"


def test_the_contract_tests_through_pytest(tmp_path: Path) -> None:
    place = tmp_path / "report"
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    with Mock(pools=["pool-1", "pool-2"], project_id="p", token=TOKEN) as mock:
        given = {
            "url": mock.url,
            "project-id": "p",
            "token-file": "token",
            "destroy-pool": "pool-1",
            "report-dir": place,
        }
        options = [f"--poolcontract-{name}={value}" for name, value in given.items()]
        words = [sys.executable, "-m", "pytest", "-q", *FEW, *options, str(childrun.tests_folder())]
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert mock.pools == ("pool-2",)
    report = report_in(place)
    assert done.returncode == 0, done.stdout
    assert report is not None
    assert report["coverage"]["answers"]["200"] == 1
    assert report["coverage"]["answers"]["404"] > 10
    assert outcome(report, {}).status == 0
    assert TOKEN not in json.dumps(report) + done.stdout + done.stderr
    assert sorted(each.name for each in tmp_path.iterdir()) == ["report", "token"], "nothing is left behind"


def test_a_target_that_is_down(ran: Pytest) -> None:
    with RawServer() as server:
        url = server.url
    again = "".join(ABSENT.replace("test_absent", f"test_{number}") for number in range(6))
    result = ran(again, f"--poolcontract-url={url}")
    assert "3 failed, 3 skipped" in result.out
    assert result.report is not None
    assert result.report["failures"] == []
    assert result.report["stopped"] == f"{url} cannot be reached; stopped after 3 requests in a row"
    verdicts = [(each["verdict"], each["reason"]) for each in result.report["verdicts"]]
    assert verdicts == [("inconclusive", "connect")] * 3 + [("not sent", "stopped")] * 3


def test_a_tiny_budget(ran: Pytest) -> None:
    result = ran(LIVING + ABSENT, "--poolcontract-max-requests=1")
    assert result.status == 0
    assert "2 skipped" in result.out
    assert result.report is not None
    verdicts = [(each["verdict"], each["reason"]) for each in result.report["verdicts"]]
    assert verdicts == [("pass", None), ("not sent", "budget"), ("not sent", "budget")]
    assert outcome(result.report, {}).status == 3


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        ("url=https://example.com", "example.com is not loopback"),
        ("url=nonsense", "nonsense is no URL"),
        ("fault=nonsense", "no fault nonsense"),
        ("contract=nowhere", "nowhere: cannot be read"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_sent(ran: Pytest, option: str, sentence: str) -> None:
    result = ran(ABSENT + LIVING, f"--poolcontract-{option}")
    assert result.status == 2
    assert sentence in result.out
    assert "Traceback" not in result.out
    if option.startswith("contract"):
        assert result.report is None, "there is nothing to report on"
    else:
        assert result.report is not None
        assert result.report["verdicts"] == []
        (failure,) = result.report["failures"]
        assert (failure["test"], failure["kind"]) == ("pool_run", "refused")
        assert sentence in failure["message"]
        assert outcome(result.report, {}).status == 2


def test_a_value_that_makes_no_sense_is_a_usage_error(ran: Pytest) -> None:
    result = ran(ABSENT, "--poolcontract-timeout=nan")
    assert result.status == 4
    assert "argument --poolcontract-timeout: nan: seconds are expected" in result.out


def test_a_file_that_cannot_be_collected_is_reported(ran: Pytest) -> None:
    result = ran("import no_such_module")
    assert result.status == 2
    assert result.report is not None
    (failure,) = result.report["failures"]
    assert failure["kind"] == "error"
    assert failure["message"] == "ModuleNotFoundError: No module named 'no_such_module'"
    assert result.report["partial"] is False
    assert outcome(result.report, {}).status == 70


def test_an_interrupted_session_leaves_a_partial_report(ran: Pytest) -> None:
    result = ran(ABSENT + "def test_interrupted(): raise KeyboardInterrupt" + LIVING)
    assert result.status == 2
    assert result.report is not None
    assert (result.report["partial"], len(result.report["verdicts"])) == (True, 1)


def test_no_report_where_none_is_asked_for(ran: Pytest) -> None:
    with RawServer(sized(b"{}", status="404 Not Found")) as server:
        result = ran(ABSENT, f"--poolcontract-url={server.url}", report=False)
        assert len(server.requests) == 1
    assert result.report is None
    assert [each.name for each in ran.folder.iterdir()] == ["test_own.py"]
