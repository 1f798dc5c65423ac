"""`poolcontract mock` as a clumsy user meets it, and how it ends."""

from __future__ import annotations

import io
import re
import signal
import socket
import subprocess
import sys

import pytest

from poolcontract.cli import main
from poolcontract.cli import mock as command
from poolcontract.contract import load
from poolcontract.mock import faults

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
    (["--seed", "x"], "argument --seed: x: a whole number from 0 is expected"),
    (["--fault", "nonsense"], "no fault nonsense"),
    (["--contract", "nowhere"], "nowhere: cannot be read: No such file"),
    (["--frob"], "no such option or argument: --frob"),
]


def ran(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return main(("mock", *words), out, err), out.getvalue(), err.getvalue()


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


FIRST_LINE = r"mock http://127\.0\.0\.1:\d+  project [0-9a-f]{32}  token mock-token-[0-9a-f]{32}  pools a b\n"


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
