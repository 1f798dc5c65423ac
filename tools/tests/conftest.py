"""What a run of these tests takes no notice of, and what it says at its end."""

from __future__ import annotations

import os
from collections import Counter

import pytest

# What a terminal shows hangs on these: pytest, for one, clips no line where CI is set.
AROUND = ("BUILD_NUMBER", "CI", "COLUMNS", "FORCE_COLOR", "NO_COLOR", "PY_COLORS", "PYTEST_ADDOPTS")


def pytest_configure() -> None:
    """Forget the variables by which the place of the run would change what the commands under test print."""
    for name in AROUND:
        os.environ.pop(name, None)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table of `make faults`, a line from each test that recorded one."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    lines = sorted(line for report in reports for name, line in report.user_properties if name == "fault")
    if lines:
        terminalreporter.section("fault | found | rule | source | exit status | seconds")
        terminalreporter.write_line("\n".join(lines))
        outcomes = Counter(line.split(" | ")[1] for line in lines)
        terminalreporter.write_line(", ".join(f"{word}: {count}" for word, count in outcomes.most_common()))
