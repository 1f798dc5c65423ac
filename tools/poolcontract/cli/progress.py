"""A line on the terminal that says how far long work has come: how much, how fast, how long still."""

from __future__ import annotations

import argparse
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from poolcontract.finding import Report
from poolcontract.report.closing import plural

_FIRST, _EVERY = 1.0, 0.2  # seconds: shorter work needs no such line; and how often it changes
_ERASED = "\r\x1b[K"
_PACKED = (".gz", ".zst", ".bz2", ".xz", ".zip", ".tar", ".tgz")


class Line:
    """The line; it stands aside while something else is written."""

    def __init__(self, stderr: TextIO | None) -> None:
        self._stderr = stderr
        self._lock = threading.Lock()
        self._is_shown = False

    def show(self, text: str) -> None:
        """Put a text where the last one was."""
        with self._lock:
            self._write(_ERASED + text)
            self._is_shown = True

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Take the line away, and keep it away meanwhile."""
        with self._lock:
            if self._is_shown:
                self._write(_ERASED)
                self._is_shown = False
            yield

    def _write(self, text: str) -> None:
        if self._stderr is not None:
            self._stderr.write(text)
            self._stderr.flush()


@contextmanager
def progress(report: Report, args: argparse.Namespace, stderr: TextIO) -> Iterator[Line]:
    """Show on a terminal how the numbers of a report grow, if that takes longer than a moment."""
    if args.quiet or not stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield Line(None)
        return
    line, ended = Line(stderr), threading.Event()
    watching = threading.Thread(target=_watch, args=(report, args.paths, line, ended), daemon=True)
    watching.start()
    try:
        yield line
    finally:
        ended.set()
        watching.join()
        with line.aside():
            pass


def _watch(report: Report, paths: list[str], line: Line, ended: threading.Event) -> None:
    began = time.monotonic()
    if ended.wait(_FIRST):
        return
    total = total_size(paths)
    while not ended.wait(_EVERY):
        width = shutil.get_terminal_size().columns
        line.show(text(report, time.monotonic() - began, total)[: width - 1])


def text(report: Report, seconds: float, total: int | None) -> str:
    """How much was judged, how fast, what was found, and the time that is left where the total is known."""
    found = plural(report.counts.total(), "finding")
    parts = [f"{report.instances:,} bodies", f"{report.instances / seconds:,.0f}/s", found]
    if total and 0 < report.size <= total:
        left = seconds * (total - report.size) / report.size
        parts += [f"{report.size * 100 // total} %", f"{left // 60:.0f}:{left % 60:02.0f} left"]
    return "judged " + "  ".join(parts)


def total_size(paths: list[str]) -> int | None:
    """How many bytes will be read; None where that cannot be told before: pipes, folders, packed files."""
    if any(not os.path.isfile(path) or path.lower().endswith(_PACKED) for path in paths):  # noqa: PTH113
        return None
    return sum(os.path.getsize(path) for path in paths)  # noqa: PTH202  a Path would rewrite the names
