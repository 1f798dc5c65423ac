"""A command of the user that makes a pool and prints its name."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import IO

from poolcontract.errors import FreshPoolError, UsageError
from poolcontract.masking import clip, printable
from poolcontract.target import checked_name

OPTION = "--pool-command"
HANDED_OVER = "POOLCONTRACT_HANDED_OVER"
"""The variable that names those which were put into the environment for the contract tests alone."""

PATIENCE = 30.0
"""Seconds in which a pool must have been made."""

_GLANCE = 0.05
_LONGEST = 10_000
"""Bytes of output; a name is shorter, and reasons for a failure are told by their last line."""


@dataclass(frozen=True, slots=True)
class PoolCommand:
    """Called for a fresh pool's name; the words are run as they are, by no shell."""

    words: tuple[str, ...]
    environment: Mapping[str, str] = field(repr=False)
    patience: float = PATIENCE

    @classmethod
    def parse(cls, text: str, environment: Mapping[str, str]) -> PoolCommand:
        """A command as a person types it; raises `UsageError` for one that cannot be run.

        It is given the environment of the user: what was put in for the contract tests alone is taken out.
        """
        try:
            words = tuple(shlex.split(text))
        except ValueError as error:
            raise UsageError(f"{OPTION}: {error}") from error
        if not words:
            raise UsageError(f"{OPTION}: a command is expected")
        if shutil.which(words[0], path=environment.get("PATH")) is None:
            raise UsageError(f"{OPTION}: there is no program {clip(printable(words[0]), 60)}")
        return cls(words, _of_the_user(environment))

    def __call__(self) -> str:
        """Run the command, and give the name that it prints; raises `FreshPoolError`."""
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as complaints:
            try:
                status = self._run(output, complaints)
            except OSError as error:
                raise FreshPoolError(f"{OPTION}: cannot be run: {error.strerror}", is_final=True) from error
            if status != 0:
                ending = f"signal {-status}" if status < 0 else f"status {status}"
                raise FreshPoolError(f"{OPTION} ended with {ending}{_last_line(complaints)}")
            return _name_in(_text(output))

    def _run(self, output: IO[bytes], complaints: IO[bytes]) -> int:
        """The exit status of the command; whatever it started ends with it where it is stopped."""
        with subprocess.Popen(  # noqa: S603  the user's own command
            self.words,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=complaints,
            start_new_session=True,
        ) as process:
            try:
                return self._ended(process, output, complaints)
            finally:
                if process.returncode is None:
                    with suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL)

    def _ended(self, process: subprocess.Popen[bytes], *outputs: IO[bytes]) -> int:
        until = time.monotonic() + self.patience
        while True:
            with suppress(subprocess.TimeoutExpired):
                return process.wait(_GLANCE)
            if time.monotonic() > until:
                raise FreshPoolError(f"{OPTION} did not end within {self.patience:g} s", is_final=True)
            if any(os.fstat(each.fileno()).st_size > _LONGEST for each in outputs):
                raise FreshPoolError(f"{OPTION} prints more than a name", is_final=True)


def checked_fresh_name(name: object, what: str) -> str:
    """The name of a pool that somebody made; raises `FreshPoolError` for what is none."""
    if not isinstance(name, str):
        raise FreshPoolError(f"{what} gave no name, but {clip(printable(repr(name)), 60)}")
    try:
        return checked_name(name)
    except UsageError as error:
        raise FreshPoolError(f"{what} gave the {error}") from error


def _name_in(output: str) -> str:
    lines = output.splitlines()
    if len(lines) != 1:
        raise FreshPoolError(f"{OPTION} printed {len(lines)} lines: the name of one pool is expected")
    return checked_fresh_name(lines[0].strip(), OPTION)


def _last_line(complaints: IO[bytes]) -> str:
    lines = [line.strip() for line in _text(complaints).splitlines() if line.strip()]
    return f": {clip(printable(lines[-1]), 200)}" if lines else ""


def _text(stream: IO[bytes]) -> str:
    stream.seek(0)
    return stream.read(_LONGEST + 1).decode("utf-8", errors="replace")


def _of_the_user(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without what only the contract tests need to know."""
    ours = {HANDED_OVER, *environment.get(HANDED_OVER, "").split()}
    return {
        name: value
        for name, value in environment.items()
        if name not in ours and not name.startswith("PYTEST_")
    }
