"""`poolcontract mock` as a clumsy user meets it, and how it ends."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from poolcontract.cli import mock as command
from poolcontract.contract import load
from poolcontract.mock import Mock, faults

from . import command_lines

REFUSED: list[tuple[list[str], str]] = [
    (["--port", "99999"], "argument --port: 99999: a port is expected, 0 to 65535"),
    (["--port", "-1"], "argument --port: -1: a port is expected, 0 to 65535"),
    (["--port", "x"], "argument --port: x: a port is expected"),
    (["--host", ""], "--host: an address is expected, such as 127.0.0.1"),
    (["--host", "203.0.113.1"], "cannot listen on 203.0.113.1:8080"),
    (["--pool", ""], 'pool "": a name is of letters, digits, - _ . (253 at most)'),
    (["--pool", "a b"], 'pool "a b": a name is of letters'),
    (["--pool", "ok", "--pool", "a/b"], 'pool "a/b": a name is of letters'),
    (["--pool", "a\nb"], 'pool "a\\u000ab": a name is of letters'),
    (["--pool", "zz-contract-absent-1"], "not with zz-contract-absent-"),
    (["--project-id", "a b/c"], 'project "a b/c": a name is of letters'),
    (["--project-id", ""], 'project "": a name is of letters'),
    (["--token", ""], "--token: it holds no token"),
    (["--token", "a\nb"], "--token: a token is one line of ASCII without blanks"),
    (["--token", "ä"], "--token: a token is one line of ASCII without blanks"),
    (["--project-id", "p", "--project-id", "p"], "--project-id: a project is given twice"),
    (["--project-id", "p", "--pool", "q/a"], 'pool "q/a": a name is of letters'),
    (["--project-id", "p", "--pool", "p/"], 'pool "": a name is of letters'),
    (["--pool", "a", "--pool", "a"], 'there is a pool "a" already'),
    (["--pools", "nowhere.json"], "nowhere.json: cannot be read: No such file"),
    (["--project-id", "p", "--pools", "p=nowhere.json"], "poolcontract: nowhere.json: cannot be read"),
    (["--pools", "p=nowhere.json"], "p=nowhere.json: cannot be read: No such file"),
    (["--deletion-time", "-1"], "argument --deletion-time: -1: seconds are expected"),
    (["--deletion-time", "soon"], "argument --deletion-time: soon: seconds are expected"),
    (["--come-back", "soon"], "argument --come-back: invalid choice: 'soon'"),
    (["--throttle", "0"], "argument --throttle: 0: a whole number from 1 is expected"),
    (["--seed", "x"], "argument --seed: x: a whole number from 0 is expected"),
    (["--fault", "nonsense"], "no fault nonsense"),
    (["--contract", "nowhere"], "nowhere: cannot be read: No such file"),
    (["--frob"], "no such option or argument: --frob"),
]


ran = partial(command_lines.ran, "mock")


@pytest.mark.parametrize(("words", "sentence"), REFUSED, ids=lambda each: " ".join(each)[:40])
def test_what_makes_no_sense_is_refused_in_one_sentence(words: list[str], sentence: str) -> None:
    status, out, err = ran(*words)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("poolcontract: ")
    assert sentence in err


def test_a_taken_port_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        status, out, err = ran("--port", str(port))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"poolcontract: cannot listen on 127.0.0.1:{port}: ")
    assert "Address already in use" in err


def test_the_list_of_faults() -> None:
    status, out, err = ran("--list-faults")
    assert (status, err) == (0, "")
    assert [line.split("  ")[0] for line in out.splitlines()] == list(faults(load()))


FIRST_LINE = (
    r"mock http://127\.0\.0\.1:\d+  project [0-9a-f]{32}  token mock-token-[0-9a-f]{32}"
    r"  access-key MOCK[0-9A-F]{16}  secret-key [\w-]{40}  pools a b\n"
)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_its_normal_end(number: int) -> None:
    words = [sys.executable, "-m", "poolcontract", "mock", "--port", "0", "--pool", "a", "--pool", "b"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as mock:
        assert mock.stdout is not None
        assert re.fullmatch(FIRST_LINE, mock.stdout.readline())
        mock.send_signal(number)
        out, err = mock.communicate(timeout=10)
    assert (mock.returncode, out, err) == (0, "", "mock stopped\n")


def test_who_listens_to_others_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "_wait_for_a_signal", interrupted)
    for host in ("127.0.0.2", "::1", "localhost"):
        assert ran("--port", "0", "--host", host)[::2] == (0, "mock stopped\n")
    status, _, err = ran("--port", "0", "--host", "0.0.0.0")  # noqa: S104  that is what is warned of
    assert (status, err) == (0, "mock: 0.0.0.0 is reached from other machines too\nmock stopped\n")


def served(monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[Mock, str, str]:
    """The mock that words make, once it is over, with all that was printed."""
    made: list[Mock] = []
    begin = Mock.__enter__

    def entered(mock: Mock) -> Mock:
        made.append(mock)
        return begin(mock)

    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Mock, "__enter__", entered)
    monkeypatch.setattr(command, "_wait_for_a_signal", interrupted)
    status, out, err = ran("--port", "0", *words)
    assert status == 0, err
    return made[0], out, err


PROJECTS = ("--project-id", "p", "--project-id", "q")
HELD: dict[str, tuple[tuple[str, ...], dict[str, tuple[str, ...]]]] = {
    "pools of the first project": ((*PROJECTS, "--pool", "a"), {"p": ("a",), "q": ()}),
    "pools of each project": (
        (*PROJECTS, "--pool", "q/a", "--pool", "p/b", "--pool", "c"),
        {"p": ("b", "c"), "q": ("a",)},
    ),
    "files": ((*PROJECTS, "--pools", "pools.json", "--pools", "q=more.yaml"), {"p": ("a", "b"), "q": ("c",)}),
    "both": ((*PROJECTS, "--pools", "pools.json", "--pool", "d"), {"p": ("d", "a", "b"), "q": ()}),
}


@pytest.mark.parametrize("case", HELD)
def test_every_project_holds_what_it_was_given(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, case: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pools.json").write_text('[{"metadata": {"name": "a"}}, {"metadata": {"name": "b"}}]', "utf-8")
    Path("more.yaml").write_text("metadata: {name: c}", "utf-8")
    words, held = HELD[case]
    mock, out, err = served(monkeypatch, *words)
    assert mock.pools_by_project == held
    told = [f"  pools {' '.join(names)}" for names in held.values()]
    assert out.endswith(f"{told[0]}  project q{told[1]}\n")
    assert (out.count("\n"), err) == (1, "mock stopped\n")


def test_what_is_wrong_with_a_pool_is_told_and_it_is_served_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pools.json").write_text('{"metadata": {"name": "a"}, "status": {"phase": "Gone"}}', "utf-8")
    mock, _, err = served(monkeypatch, "--pools", "pools.json")
    assert mock.pools == ("a",)
    finding, end = err.splitlines()
    assert finding.startswith('pools.json:1:49  error  schema/enum  "Gone" is not one of Creating, Running')
    assert end == "mock stopped"


def test_of_many_pools_the_first_few_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    names = [f"pool-{number}" for number in range(13)]
    (tmp_path / "names.json").write_text(json.dumps(names), "utf-8")
    mock, out, _ = served(monkeypatch, "--pools", str(tmp_path / "names.json"))
    assert mock.pools == tuple(names)
    assert out.endswith(f"  pools {' '.join(names[:10])} and 3 more\n")


def test_the_words_of_its_behaviour_reach_it() -> None:
    words = ["--pool", "a", "--pool", "b", "--deletion-time", "60", "--throttle", "3", "--admin"]
    command_line = [sys.executable, "-m", "poolcontract", "mock", "--port", "0", "--project-id", "p", *words]
    with subprocess.Popen(command_line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as mock:
        assert mock.stdout is not None
        url, token = re.findall(r"(http://\S+)|token (\S+)", mock.stdout.readline())
        client = http.client.HTTPConnection(url[0].removeprefix("http://"))
        found = []
        for method, path in (*[("DELETE", "/v2/p/pools/a")] * 4, ("GET", "/__mock__/state")):
            client.request(method, path, headers={"X-Auth-Token": token[1]})
            answer = client.getresponse()
            found.append((answer.status, json.loads(answer.read())))
        client.close()
        mock.send_signal(signal.SIGTERM)
        mock.communicate(timeout=10)
    assert [status for status, _ in found] == [200, 200, 200, 429, 200]
    assert found[1][1]["status"]["phase"] == "Deleting"
    state = found[-1][1]["projects"]["p"]
    assert (state["living"], state["deleting"]) == (["b"], ["a"])
