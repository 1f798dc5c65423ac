"""Runs the contract tests through pytest in a child process that nothing around it can disturb."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple, TextIO

from poolcontract.contract import home

LOG = "pytest.log"
REPORT = "report.json"
JUNIT = "junit.xml"
_OTHERS = ("recording.har", "findings.sarif", "summary.txt")
_GRACE = 5.0
"""Seconds that an interrupted child has, beyond one exchange, to write what it knows."""

_DISTURBING = (
    "PYTEST_",
    "PYTHONBREAKPOINT",
    "PYTHONDEVMODE",
    "PYTHONINSPECT",
    "PYTHONOPTIMIZE",
    "PYTHONWARNINGS",
)


@dataclass(frozen=True, slots=True)
class ChildRun:
    """What the child left behind: `report` is None when it ended before it could write one.

    `interruption` is what interrupted this process meanwhile; it was passed on to the child.
    """

    returncode: int
    report: Mapping[str, Any] | None
    log: Path
    interruption: KeyboardInterrupt | None = None

    def last_words(self) -> str:
        """The last line of the log that says something."""
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing")


def tests_folder() -> Path:
    """The folder of the contract tests, for those who prefer to run pytest themselves."""
    return home() / "contract_tests"


def run_contract_tests(
    options: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    *,
    patience: float = 10.0,
    mask: Callable[[str], str] = str,
    tell: Callable[[str], object] | None = None,
) -> ChildRun:
    """Run the contract tests with the plugin's options; all that they leave behind lands in `folder`.

    No ini file, conftest, plugin or environment variable of the place where it is called takes part. When
    this process is interrupted the child ends the exchange under way, for which it has `patience` seconds,
    and reports; when it is interrupted again the child is killed. `mask` takes the secrets out of what the
    child says, before that is kept. `tell` is called with each line that cannot wait for the end. Raises
    `OSError` for a folder that cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in (REPORT, JUNIT, *_OTHERS):  # a run that fails leaves none of an older one
        (folder / name).unlink(missing_ok=True)
    log, interruption = folder / LOG, None
    with (
        tempfile.TemporaryFile() as output,
        _pipe() if tell else nullcontext() as pipe,
        subprocess.Popen(  # noqa: S603  our own command line
            _command([*options, *(f"--poolcontract-news={each}" for each in _ends(pipe))], folder),
            env=_cleaned(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            process_group=0,  # a Ctrl-C reaches it through us alone, and once
            pass_fds=_ends(pipe),
        ) as child,
    ):
        try:
            if pipe and tell:
                pipe.telling.close()  # the child alone holds it now: it ends with it
                for line in pipe.news:
                    tell(mask(line))
            child.wait()
        except KeyboardInterrupt as caught:
            interruption = caught
            _end(child, patience + _GRACE)
        output.seek(0)
        log.write_text(mask(output.read().decode("utf-8", errors="replace")), encoding="utf-8")
    return ChildRun(child.returncode, _read(folder / REPORT), log, interruption)


class _Pipe(NamedTuple):
    """Where to read what the child tells at once, line by line, and where it writes that."""

    news: TextIO
    telling: IO[bytes]


def _ends(pipe: _Pipe | None) -> list[int]:
    """The descriptors that the child gets."""
    return [pipe.telling.fileno()] if pipe else []


@contextmanager
def _pipe() -> Iterator[_Pipe]:
    reading, writing = os.pipe()
    with (
        open(reading, encoding="utf-8", errors="replace") as news,  # noqa: PTH123  it has no path
        open(writing, "wb") as telling,  # noqa: PTH123
    ):
        yield _Pipe(news, telling)


def _end(child: subprocess.Popen[bytes], patience: float) -> None:
    """Interrupt the child; kill it when it is too slow, or when we are interrupted again."""
    child.send_signal(signal.SIGINT)
    with suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
        child.wait(patience)
    child.kill()


def _read(report: Path) -> Mapping[str, Any] | None:
    if not report.is_file():
        return None
    found: Mapping[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return found


def _command(options: Sequence[str], folder: Path) -> list[str]:
    tests = tests_folder()
    return [
        *(sys.executable, "-P", "-m", "pytest"),
        *("-p", "poolcontract.plugin", "-p", "hypothesispytest"),
        *("-c", str(tests / "pytest.ini"), "--rootdir", str(tests), "--confcutdir", str(tests)),
        *(f"--poolcontract-report-dir={folder}", "--tb=short", "-q"),
        *options,
        str(tests),
    ]


def _cleaned(environment: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in environment.items() if not name.startswith(_DISTURBING)}
    return kept | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
