"""What a run of these tests takes no notice of, and what it says at its end."""

from __future__ import annotations

import os
import signal
from collections import Counter
from typing import NoReturn

import pytest
from hypothesis import HealthCheck, settings

from poolcontract import coredumps

# What a terminal shows hangs on these: pytest, for one, clips no line where CI is set.
AROUND = ("BUILD_NUMBER", "CI", "COLUMNS", "FORCE_COLOR", "NO_COLOR", "PY_COLORS", "PYTEST_ADDOPTS")


def pytest_configure() -> None:
    """Forget the variables by which the place of the run would change what the commands under test print.

    And let none of them forbid this process anything for good, which all tests after it would meet.
    """
    for name in AROUND:
        os.environ.pop(name, None)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so in the background of a shell
        signal.signal(signal.SIGINT, signal.default_int_handler)
    pytest.MonkeyPatch().setattr(coredumps, "import_module", without_limits)
    settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("any machine")  # how long an example takes hangs on who else is at work


def without_limits(name: str) -> NoReturn:
    """What the import of `resource` comes to on a system that has none."""
    raise ImportError(name)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table of `make faults`, a line from each test that recorded one."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    lines = sorted(line for report in reports for name, line in report.user_properties if name == "fault")
    if lines:
        terminalreporter.section("fault | found | rule | source | exit status | seconds")
        terminalreporter.write_line("\n".join(lines))
        outcomes = Counter(line.split(" | ")[1] for line in lines)
        terminalreporter.write_line(", ".join(f"{word}: {count}" for word, count in outcomes.most_common()))
