"""`poolcontract test` as a clumsy user meets it: one sentence, the documented status, never a traceback."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from poolcontract import childrun
from poolcontract.childrun import ChildRun
from poolcontract.cli import main
from poolcontract.cli import test as command
from poolcontract.mock import Mock

from . import command_lines
from .command_lines import Result
from .fault_trials import scenarios
from .raw_server import RawServer, sized
from .short_runs import FEW, SCENARIOS, shorten

DOWN = "http://localhost:9"
REAL = ["--url", "https://example.com", "--allow-host", "example.com", "--project-id", "0" * 32]
TOKEN = "sesame-sesame"  # noqa: S105  of a mock
LEFT_BEHIND = {
    *("report.json", "junit.xml", "pytest.log"),
    *("recording.har", "findings.sarif", "summary.txt"),
}


ran = partial(command_lines.ran, "test")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with files that are no good; no token in the environment."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POOLCONTRACT_TOKEN", raising=False)
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    (tmp_path / "two-lines").write_text("a\nb\n", encoding="utf-8")
    (tmp_path / "other.yaml").write_text(
        "openapi: 3.1.0\npaths: {/things: {get: {responses: {'200': {description: x}}}}}\n", encoding="utf-8"
    )
    return tmp_path


CAREFUL = ("--url", DOWN, "--rehearse", "--project-id", "0" * 32)
REFUSED: list[tuple[list[str], str]] = [
    (["--url", "https://example.com"], "example.com is not loopback: --allow-host HOST names a real service"),
    (["--url", "nonsense"], "nonsense is no URL: write it as http://localhost:8080"),
    (["--url", ""], "an empty text is no URL"),
    (["--url", "http://localhost:0"], "0 is no port: there are 1 to 65535"),
    (["--url", "http://u:hunter2@localhost"], "a URL to be tested has no user, password, query or fragment"),
    (["--url", DOWN, "--token-file", "nowhere"], "--token-file nowhere: cannot be read: No such file"),
    (["--url", DOWN, "--token-file", "."], "--token-file .: cannot be read: Is a directory"),
    (["--url", DOWN, "--token-file", "file"], "--token-file file: it holds no token"),
    (["--url", DOWN, "--token-file", "two-lines"], "two-lines: a token is one line of ASCII without blanks"),
    (["--token-file", "token"], "--token-file goes with --url; the built-in mock has its own"),
    (["--project-id", "p"], "--project-id goes with --url; the built-in mock has its own"),
    (["--destroy-pool", "p"], "--destroy-pool goes with --url; the built-in mock has its own"),
    (["--pool-command", "true"], "--pool-command goes with --url; the built-in mock has its own"),
    (["-p", "x"], "--pool-module goes with --url; the built-in mock has its own"),
    (["--url", DOWN, "--pool-command", ""], "--pool-command: a command is expected"),
    (["--url", DOWN, "--pool-command", "'"], "--pool-command: No closing quotation"),
    (["--url", DOWN, "--pool-command", "./nowhere"], "--pool-command: there is no program ./nowhere"),
    (["--url", DOWN, "--pool-command", "true", "-p", "x"], "--pool-command or --pool-module: one of them"),
    (
        [*REAL, "--pool-command", "true"],
        "--pool-command makes pools on loopback and disposable targets alone",
    ),
    ([*REAL, "-p", "x"], "--pool-module makes pools on loopback and disposable targets alone"),
    (
        ["--url", DOWN, "--rehearse", "--project-id", "0" * 32, "--pool-command", "true"],
        "--pool-command makes pools on loopback and disposable targets alone",
    ),
    (["--url", DOWN, "--token", "x"], "no such option or argument: --token x"),
    (["--url", DOWN, "--fault", "json/bom"], "--fault is for the built-in mock; it does not go with --url"),
    (["--url", DOWN, "--destroy-pool", ""], 'pool "": a name is of letters, digits, - _ . (253 at most)'),
    (["--url", DOWN, "--destroy-pool", "a/b"], 'pool "a/b": a name is of letters'),
    (["--url", DOWN, "--destroy-pool", ".."], 'pool "..": a name is of letters'),
    (["--url", DOWN, "--destroy-pool", "a\nb"], 'pool "a\\u000ab": a name is of letters'),
    (
        ["--url", DOWN, "--destroy-pool", "ok", "--destroy-pool", "zz-contract-absent-1"],
        "zz-contract-absent-",
    ),
    (["--url", DOWN, "--project-id", "../x"], 'project "../x": a name is of letters'),
    (["--seed", "x"], "argument --seed: x: a whole number from 0 is expected"),
    (["--seed", "-1"], "argument --seed: -1: a whole number from 0 is expected"),
    (["--timeout", "0"], "argument --timeout: 0: seconds are expected, above 0 and at most 3600"),
    (["--timeout", "-1"], "argument --timeout: -1: seconds are expected"),
    (["--timeout", "nan"], "argument --timeout: nan: seconds are expected"),
    (["--timeout"], "argument --timeout: expected one argument"),
    (["--max-requests", "0"], "argument --max-requests: 0: a whole number from 1 is expected"),
    (["--min-judged", "nonsense"], "argument --min-judged: nonsense: write it as STATUS=N, such as 200=20"),
    (["--min-judged", "999=1"], "argument --min-judged: 999=1: write it as STATUS=N"),
    (["--report-dir", "file"], "--report-dir file: it is a file, not a folder"),
    (["--report-dir", "file/x"], "--report-dir file/x: cannot be written to: Not a directory"),
    (["--report-dir", "/proc/x"], "--report-dir /proc/x: cannot be written to: No such file"),
    (["--fault", "nonsense"], "no fault nonsense"),
    (["--fault", "json/bom@0"], "fault json/bom@0: write it as json/bom@1/N"),
    (["--contract", "nowhere"], "nowhere: cannot be read: No such file"),
    (["--contract", "other.yaml"], "/things: only an operation with a project and a name in its path"),
    (["--profile", "nonsense"], "argument --profile: invalid choice: 'nonsense'"),
    (["--fail-on", "nonsense"], "argument --fail-on: invalid choice: 'nonsense'"),
    (["--min-severity", "nonsense"], "argument --min-severity: invalid choice: 'nonsense'"),
    (["--status", "409"], "argument --status: 409: write it as 409=info, or error, warning, inconclusive"),
    (["--status", "409=fine"], "argument --status: 409=fine: write it as 409=info"),
    (["--status", "200=info"], "--status 200: the page lists it, and so the contract says what it means"),
    (["--status", "409=info", "--status", "404=inconclusive"], "--status 404: the page lists it"),
    (["--deletion-grace", "-1"], "argument --deletion-grace: -1: seconds are expected"),
    (["--only", "absent-pol"], "--only absent-pol: there is no such scenario: do you mean absent-pool,"),
    (["--only", "absent-pool", "--only", ""], "--only : there is no such scenario: --list tells them all"),
    (["--list", "--only", "absent-pol"], "--only absent-pol: there is no such scenario"),
    ([*CAREFUL, "--only", "stateful"], "--only stateful: it draws as it goes, and is never sent to a real"),
    ([*CAREFUL, "--only", "absent-pool", "--execute", "plan"], "--only goes without --execute FILE"),
    ([*CAREFUL, "--dry-run", "--execute"], "--dry-run or --execute: the one sends nothing, the other sends"),
    (["extra"], "no such option or argument: extra"),
]


@pytest.mark.parametrize(("words", "sentence"), REFUSED, ids=lambda each: " ".join(each)[:50])
def test_what_makes_no_sense_is_refused_before_anything_is_started(
    words: list[str], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "run_contract_tests", lambda *_, **__: pytest.fail("it was started"))
    status, out, err = ran(*words)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("poolcontract: ")
    assert sentence in err
    assert "hunter2" not in err


def test_a_token_that_cannot_be_is_refused_wherever_it_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLCONTRACT_TOKEN", "hunter2 hunter2")
    status, out, err = ran("--url", DOWN)
    assert (status, out) == (2, "")
    assert err.startswith("poolcontract: POOLCONTRACT_TOKEN: a token is one line of ASCII without blanks")


def test_where_the_tests_are() -> None:
    assert ran("--where") == Result(0, f"{childrun.tests_folder()}\n", "")


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """No requests are drawn, so that these tests are soon done."""
    shorten(monkeypatch, command, *SCENARIOS)


def test_a_target_with_pools_to_spend(monkeypatch: pytest.MonkeyPatch) -> None:
    shorten(monkeypatch, command, *FEW)
    with Mock(pools=["pool-1", "pool-2", "pool-3"], project_id="p", token=TOKEN) as mock:
        spent = ("--destroy-pool", "pool-1", "--destroy-pool", "pool-2")
        given = ("--url", mock.url, "--project-id", "p", "--token-file", "token", "--report-dir", "r/s")
        status, out, err = ran(*given, *spent)
        assert mock.pools == ("pool-3",)
    assert (status, err) == (0, f"testing {mock.url} (seed 1)\n"), out
    lines = out.splitlines()
    assert lines[0].startswith("answers judged   200: 2   404: ")
    assert lines[1].startswith("page seen        ")
    sparing = "not run {10}[0-9]+ proofs: few pools may be spent, and a later deletion shows .*"
    assert re.fullmatch(sparing, lines[2])
    assert lines[3].endswith(" scenarios: no living pool was left to spend (--destroy-pool NAME allows one)")
    assert lines[4].startswith("no findings")
    assert {each.name for each in Path("r/s").iterdir()} == LEFT_BEHIND
    assert Path("r/s/summary.txt").read_text(encoding="utf-8") == out
    for file in Path("r/s").iterdir():
        assert TOKEN not in file.read_text(encoding="utf-8"), file


@pytest.mark.usefixtures("short")
def test_a_target_without_pools_to_spend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLCONTRACT_TOKEN", f"{TOKEN}\n")
    with Mock(pools=["pool-1"], project_id="p", token=TOKEN) as mock:
        status, out, err = ran("-q", "--url", mock.url, "--project-id", "p")
        assert mock.pools == ("pool-1",)
    assert (status, err) == (0, ""), out
    assert out.startswith("answers judged   200: 0   404: ")
    needy = sum(each.living_needed > 0 for each in scenarios())
    assert f"\nnot run          {needy} scenarios: no living pool was left to spend" in out


@pytest.mark.usefixtures("short")
def test_a_target_that_wants_a_token() -> None:
    with Mock(pools=["pool-1"], project_id="p") as mock:
        status, out, err = ran("--url", mock.url, "--project-id", "p", "--destroy-pool", "pool-1")
        assert mock.pools == ("pool-1",)
    assert status == 3
    assert err.splitlines()[1] == (
        f"poolcontract: {mock.url} wants a token, and none was given: put it into POOLCONTRACT_TOKEN "
        "or a file for --token-file; stopped after 3 requests in a row"
    )
    assert "the credentials were refused (401, 403)" in out
    assert "requests: the run had been stopped" in out
    assert "not decided      0 answers 404 judged, 1 asked for" in out


@pytest.mark.usefixtures("short")
def test_a_target_that_is_down() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    status, out, err = ran("--url", url, "--report-dir", "r")
    assert status == 3
    assert err.splitlines()[1:] == [
        f"poolcontract: {url} cannot be reached; stopped after 3 requests in a row"
    ]
    assert "inconclusive: 3\n" in out
    assert "not decided      3 requests: no connection was made\n" in out
    assert json.loads(Path("r/report.json").read_text(encoding="utf-8"))["stopped"].startswith(url)


@pytest.mark.usefixtures("short")
def test_a_server_of_something_else() -> None:
    with RawServer(sized(b"<p>no</p>", "Content-Type: text/html", status="501 Not here")) as server:
        status, out, err = ran("--url", server.url)
    assert (status, err.count("\n")) == (1, 1)
    assert out.startswith("error  undocumented-status  /response/status\n")
    assert "not decided      0 answers 404 judged, 1 asked for\n" in out


@pytest.mark.usefixtures("short")
def test_an_interrupted_run_tells_what_it_found() -> None:
    interrupted = interrupting(signal.SIGTERM)
    with RawServer(interrupted) as server:
        status, out, err = ran("--url", server.url, "--report-dir", "r")
        server.over.set()
    assert status == 143
    assert err == f"testing {server.url} (seed 1)\npoolcontract: interrupted\n"
    assert "\ninterrupted      this is what was found until then\n" in out
    report = json.loads(Path("r/report.json").read_text(encoding="utf-8"))
    assert report["partial"] is True
    sent = [(each["verdict"], each["status"]) for each in report["verdicts"] if each["method"]]
    assert sent == [("pass", 404), ("inconclusive", None)]
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def interrupting(number: int) -> Callable[[socket.socket], None]:
    """Answers once; then a signal comes."""
    calls: Iterator[int] = iter(range(1000))

    def answer(connection: socket.socket) -> None:
        if next(calls):
            signal.pthread_kill(threading.main_thread().ident or 0, number)
            connection.recv(1)  # until the other side leaves
        else:
            connection.sendall(
                sized(
                    b'{"error_code": "ModelArts.50015001"}', "Content-Type: application/json", status="404 No"
                )
            )

    return answer


@pytest.mark.parametrize(
    ("number", "expected"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
)
def test_each_signal_has_its_status(monkeypatch: pytest.MonkeyPatch, number: int, expected: int) -> None:
    monkeypatch.setattr(command, "run_contract_tests", lambda *_, **__: signal.raise_signal(number))
    assert ran("-q") == Result(expected, "", "poolcontract: interrupted\n")


def test_a_signal_that_is_ignored_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def run_ignoring(*_: object, **__: object) -> ChildRun:
        signal.raise_signal(signal.SIGHUP)
        raise OSError(0, "it went on")

    monkeypatch.setattr(command, "run_contract_tests", run_ignoring)
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert ran("-q") == Result(2, "", "poolcontract: it went on\n")
    finally:
        signal.signal(signal.SIGHUP, before)


def test_a_child_that_dies_is_our_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("Traceback\nMemoryError\n", encoding="utf-8")
    monkeypatch.setattr(command, "run_contract_tests", lambda *_, **__: ChildRun(-9, None, log))
    out, err = io.StringIO(), io.StringIO()
    assert main(["test", "-q"], out, err) == 70
    assert (out.getvalue(), err.getvalue()) == (
        "",
        "poolcontract: the tests ended without a report: MemoryError\n",
    )


def test_what_the_child_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []

    def run_none(
        options: list[str], folder: Path, environment: dict[str, str], *, patience: float, mask: Any
    ) -> ChildRun:
        assert mask(f"a {TOKEN} b") == "a *** b"
        told.append((options, environment.get("POOLCONTRACT_TOKEN"), patience))
        (folder / "log").write_text("", encoding="utf-8")
        return ChildRun(1, None, folder / "log")

    monkeypatch.setattr(command, "run_contract_tests", run_none)
    ran(
        "--url", DOWN, "--token-file", "token", "--destroy-pool", "a", "--destroy-pool", "b", "--timeout", "2"
    )
    options, token, patience = told[0]
    assert (token, patience) == (TOKEN, 2.0)
    assert TOKEN not in " ".join(options)
    assert [each for each in options if "url" in each or "pool=" in each or "timeout" in each] == [
        f"--poolcontract-url={DOWN}",
        "--poolcontract-destroy-pool=a",
        "--poolcontract-destroy-pool=b",
        "--poolcontract-timeout=2.0",
    ]
    assert os.environ.get("POOLCONTRACT_TOKEN") is None
