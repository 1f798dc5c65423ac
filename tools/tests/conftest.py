"""What a run of these tests says at its end."""

from __future__ import annotations

from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table of `make faults`, a line from each test that recorded one."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    lines = sorted(line for report in reports for name, line in report.user_properties if name == "fault")
    if lines:
        terminalreporter.section("fault | found | rule | source | exit status | seconds")
        terminalreporter.write_line("\n".join(lines))
        outcomes = Counter(line.split(" | ")[1] for line in lines)
        terminalreporter.write_line(", ".join(f"{word}: {count}" for word, count in outcomes.most_common()))
