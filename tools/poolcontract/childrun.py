"""Runs the contract tests through pytest in a child process that nothing around it can disturb."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from poolcontract.contract import home

LOG = "pytest.log"
REPORT = "report.json"
JUNIT = "junit.xml"


@dataclass(frozen=True, slots=True)
class ChildRun:
    """What the child left behind: `report` is None when it died before it could write one."""

    returncode: int
    report: Mapping[str, Any] | None
    log: Path


def tests_folder() -> Path:
    """The folder of the contract tests, for those who prefer to run pytest themselves."""
    return home() / "contract_tests"


def run_contract_tests(options: Sequence[str], folder: Path, environment: Mapping[str, str]) -> ChildRun:
    """Run the contract tests with the plugin's options; report, log and JUnit file land in `folder`.

    No ini file, conftest, plugin or environment variable of the place where it is called takes part.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in (REPORT, JUNIT):
        (folder / name).unlink(missing_ok=True)
    log = folder / LOG
    with log.open("wb") as output:
        command = _command(options, folder)
        done = subprocess.run(  # noqa: S603  our own command line
            command,
            env=_cleaned(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        )
    report = folder / REPORT
    found = json.loads(report.read_text(encoding="utf-8")) if report.is_file() else None
    return ChildRun(done.returncode, found, log)


def _command(options: Sequence[str], folder: Path) -> list[str]:
    tests = tests_folder()
    return [
        *(sys.executable, "-P", "-m", "pytest"),
        *("-p", "poolcontract.plugin", "-p", "hypothesispytest"),
        *("-c", str(tests / "pytest.ini"), "--rootdir", str(tests), "--confcutdir", str(tests)),
        *(f"--junitxml={folder / JUNIT}", f"--poolcontract-report-dir={folder}", "--tb=short", "-q"),
        *options,
        str(tests),
    ]


def _cleaned(environment: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in environment.items() if not name.startswith("PYTEST_")}
    return kept | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
