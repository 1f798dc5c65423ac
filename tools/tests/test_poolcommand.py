"""A user's command that makes pools: what it prints, how it fails, what it is given, and when it is ended."""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from poolcontract.errors import FreshPoolError, UsageError
from poolcontract.poolcommand import PoolCommand

SHELL = {"PATH": os.environ["PATH"]}
NAMES = {
    "a name": ("echo pool-1", "pool-1"),
    "no end of the line": ("printf pool-1", "pool-1"),
    "blanks around it": ("printf '  pool-1\\t\\r\\n'", "pool-1"),
    "complaints beside it": ("echo pool-1; echo beware >&2", "pool-1"),
    "somebody left behind": ("sleep 60 & echo pool-1", "pool-1"),
    "the longest": (f"echo {'p' * 253}", "p" * 253),
}


def command(script: str, environment: Mapping[str, str] = SHELL, patience: float = 30.0) -> PoolCommand:
    parsed = PoolCommand.parse(shlex.join(["sh", "-c", script]), environment)
    return PoolCommand(parsed.words, parsed.environment, patience)


@pytest.mark.parametrize("case", NAMES)
def test_the_name_is_what_is_printed(case: str) -> None:
    script, name = NAMES[case]
    began = time.monotonic()
    assert command(script)() == name
    assert time.monotonic() - began < 10


FAILURES = {
    "it fails": ("exit 3", "--pool-command ended with status 3"),
    "it says why": ("echo first >&2; echo 'no room' >&2; echo >&2; exit 1", "ended with status 1: no room"),
    "it says it in colours": (
        "printf '\\033[31mno\\033[0m' >&2; exit 1",
        "status 1: \\u001b[31mno\\u001b[0m",
    ),
    "it says it at length": ("printf '%0900d' 0 >&2; exit 1", "status 1: 000000"),
    "it fails with a name": ("echo pool-1; exit 1", "--pool-command ended with status 1"),
    "it dies": ("kill -9 $$", "--pool-command ended with signal 9"),
    "it prints nothing": ("true", "printed 0 lines: the name of one pool is expected"),
    "it prints a blank": ("echo ' '", '--pool-command gave the pool "": a name is of letters, digits, - _ .'),
    "it prints two names": ("echo pool-1; echo pool-2", "printed 2 lines: the name of one pool is expected"),
    "it prints a path": ("echo ../pool-1", '--pool-command gave the pool "../pool-1": a name is of letters'),
    "it prints JSON": ('echo \'{"name": "a"}\'', '--pool-command gave the pool "{\\"name\\"'),
    "it prints a reserved name": ("echo zz-contract-absent-1", "not with zz-contract-absent-"),
    "it prints too long a name": (f"echo {'p' * 254}", "(253 at most)"),
    "it prints no UTF-8": ("printf 'p\\377'", "a name is of letters"),
    "it prints control characters": ("printf 'p\\000q'", '"p\\u0000q": a name is of letters'),
    "it prints much at once": ("printf '%0200000d' 0", "a name is of letters"),
    "it never stops printing": ("yes", "--pool-command prints more than a name"),
    "it never stops complaining": ("yes >&2", "--pool-command prints more than a name"),
    "it hangs": ("sleep 60", "--pool-command did not end within 0.4 s"),
    "its child hangs": ("sleep 60 | cat", "--pool-command did not end within 0.4 s"),
    "it waits for a person": ("read name && echo $name", "--pool-command ended with status 1"),
}
FINAL = ("it never stops printing", "it never stops complaining", "it hangs", "its child hangs")


@pytest.mark.parametrize("case", FAILURES)
def test_a_failure_is_told_in_one_sentence(case: str) -> None:
    script, sentence = FAILURES[case]
    began = time.monotonic()
    patience = 0.4 if "hangs" in case else 30.0
    with pytest.raises(FreshPoolError) as failure:
        command(script, patience=patience)()
    assert time.monotonic() - began < 10
    told = str(failure.value)
    assert told.startswith("--pool-command ")
    assert sentence.replace('\\"', '"') in told.replace('\\"', '"')
    assert told.isprintable()
    assert len(told) < 350
    assert failure.value.is_final is (case in FINAL)


def test_what_it_started_ends_with_it(tmp_path: Path) -> None:
    script = f"(sleep 0.6; touch {shlex.quote(str(tmp_path / 'late'))}) & sleep 60"
    with pytest.raises(FreshPoolError, match="did not end within"):
        command(script, patience=0.2)()
    time.sleep(0.9)
    assert list(tmp_path.iterdir()) == []


REFUSED = {
    "": "--pool-command: a command is expected",
    "  ": "--pool-command: a command is expected",
    "echo 'a": "--pool-command: No closing quotation",
    "no-such-program a": "--pool-command: there is no program no-such-program",
    "./nowhere": "--pool-command: there is no program ./nowhere",
    "/": "--pool-command: there is no program /",
    "'echo a'": "--pool-command: there is no program echo a",
    "A=1 true": "--pool-command: there is no program A=1",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_run_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as refusal:
        PoolCommand.parse(text, SHELL)
    assert str(refusal.value) == REFUSED[text]


def test_no_shell_reads_the_words(tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    words = [sys.executable, "-c", "import sys; print(len(sys.argv))", f"; touch {trap}", "$(x)", "*", "> y"]
    assert PoolCommand.parse(shlex.join(words), SHELL)() == "5"
    assert not trap.exists()


def test_a_program_that_is_gone_when_it_is_called(tmp_path: Path) -> None:
    program = tmp_path / "make-pool"
    program.write_text("#!/bin/sh\necho pool-1\n", encoding="utf-8")
    program.chmod(0o700)
    made = PoolCommand.parse(str(program), SHELL)
    assert made() == "pool-1"
    program.unlink()
    with pytest.raises(FreshPoolError, match=r"^--pool-command: cannot be run: No such file") as failure:
        made()
    assert failure.value.is_final


def test_it_is_given_what_the_user_has_and_no_more(tmp_path: Path) -> None:
    environment = {
        **SHELL,
        "HOME": "/home/me",
        "POOLCONTRACT_TOKEN": "from-a-file",
        "POOLCONTRACT_ACCESS_KEY": "of-the-user",
        "POOLCONTRACT_SECRET_KEY": "",
        "POOLCONTRACT_HANDED_OVER": "POOLCONTRACT_TOKEN POOLCONTRACT_SECRET_KEY",
        "PYTEST_CURRENT_TEST": "x",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    made = command(f"env > {shlex.quote(str(tmp_path / 'given'))}; echo pool-1", environment)
    assert made() == "pool-1"
    lines = (tmp_path / "given").read_text(encoding="utf-8").splitlines()
    of_the_shell = ("PWD=", "_=", "SHLVL=", "OLDPWD=")
    given = dict(line.split("=", 1) for line in lines if not line.startswith(of_the_shell))
    assert given == {**SHELL, "HOME": "/home/me", "POOLCONTRACT_ACCESS_KEY": "of-the-user"}
    assert "of-the-user" not in repr(made)
