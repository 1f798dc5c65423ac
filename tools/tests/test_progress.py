"""The line on the terminal: only there, only for long work, out of the way of what is written."""

from __future__ import annotations

import argparse
import io
import time
from pathlib import Path

import pytest

from poolcontract.cli import progress
from poolcontract.cli.progress import Line, text, total_size
from poolcontract.finding import Report

ERASED = "\r\x1b[K"


class Terminal(io.StringIO):
    """Standard error that says it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long work begins at once, and the line changes all the time."""
    monkeypatch.setattr(progress, "_FIRST", 0.0)
    monkeypatch.setattr(progress, "_EVERY", 0.001)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "60")


def watched(stderr: io.StringIO, *, quiet: bool = False, seconds: float = 0.1) -> str:
    """What stderr gets while something takes its time, until there is anything."""
    args = argparse.Namespace(quiet=quiet, paths=["-"])
    with progress.progress(Report(findings=(), instances=1234), args, stderr) as line:
        end = time.monotonic() + seconds
        while not stderr.getvalue() and time.monotonic() < end:
            time.sleep(0.005)
        with line.aside():
            pass
    return stderr.getvalue()


def test_a_terminal_sees_how_far_work_has_come() -> None:
    shown = watched(Terminal(), seconds=10.0)
    assert shown.startswith(f"{ERASED}judged 1,234 bodies  ")
    assert shown.endswith(ERASED)
    assert max(map(len, shown.split(ERASED))) < 60


def test_nobody_else_does(monkeypatch: pytest.MonkeyPatch) -> None:
    assert watched(io.StringIO()) == ""
    assert watched(Terminal(), quiet=True) == ""
    monkeypatch.setenv("TERM", "dumb")
    assert watched(Terminal()) == ""


def test_short_work_has_no_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_FIRST", 60.0)
    assert watched(Terminal(), seconds=0.0) == ""


def test_the_line_stands_aside_while_a_finding_is_written() -> None:
    stderr = Terminal()
    line = Line(stderr)
    line.show("judged")
    with line.aside():
        assert stderr.getvalue() == f"{ERASED}judged{ERASED}"
    with line.aside():
        assert stderr.getvalue() == f"{ERASED}judged{ERASED}", "it is away already"


@pytest.mark.parametrize(
    ("size", "total", "expected"),
    [
        (250, 1000, "judged 5,000 bodies  500/s  2 findings  25 %  0:30 left"),
        (1, 1000, "judged 5,000 bodies  500/s  2 findings  0 %  166:30 left"),
        (1000, 1000, "judged 5,000 bodies  500/s  2 findings  100 %  0:00 left"),
        (0, 1000, "judged 5,000 bodies  500/s  2 findings"),
        (2000, 1000, "judged 5,000 bodies  500/s  2 findings"),
        (250, None, "judged 5,000 bodies  500/s  2 findings"),
    ],
)
def test_what_the_line_says(size: int, total: int | None, expected: str) -> None:
    report = Report(findings=(), instances=5000, size=size)
    report.counts.update([1, 3])  # type: ignore[list-item]
    assert text(report, 10.0, total) == expected


def test_the_total_is_known_for_plain_files_alone(tmp_path: Path) -> None:
    for name in ("a.json", "b.ndjson", "c.ndjson.gz"):
        (tmp_path / name).write_bytes(b"12345")
    plain = [str(tmp_path / "a.json"), str(tmp_path / "b.ndjson")]
    assert total_size(plain) == 10
    for other in ("-", str(tmp_path), str(tmp_path / "c.ndjson.gz"), str(tmp_path / "nowhere")):
        assert total_size([*plain, other]) is None
