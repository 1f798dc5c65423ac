"""What is big, shared by several processes: the same findings in the same order as one process gives."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import Any, BinaryIO, NamedTuple

from poolcontract.finding import Finding, Report
from poolcontract.linter.judging import judged
from poolcontract.payloads import STDIN, Reading, Unit, Unreadable, listed, payloads
from poolcontract.payloads.paths import size_of
from poolcontract.payloads.splitting import PIECE, Piece, opened, piece_units, pieces
from poolcontract.quickjudge import QuickJudge

_AHEAD = 3
"""Tasks that wait for each process, so that none is idle and memory stays bounded."""


class Files(NamedTuple):
    """Files that one process judges in turn."""

    paths: tuple[str, ...]


Task = Files | Piece | Unreadable | None
"""`None` is standard input, which the parent reads itself."""


class _Done(NamedTuple):
    """What a process says: names of files and findings in order, numbers, how many lines there were."""

    said: deque[Any]
    report: Report
    lines: int
    records: int


def shared(
    paths: Iterable[str | os.PathLike[str]],
    *,
    stdin: BinaryIO | None,
    reading: Reading,
    judge: QuickJudge,
    report: Report,
    jobs: int,
) -> Iterator[Finding]:
    """The findings on what paths lead to; the report counts what was judged."""
    known = ((each, size_of(each)) for path in paths for each in listed(os.fspath(path), reading))
    tasks, method = _tasks(known, reading), _start_method()
    merger = _Merger(report, partial(payloads, [STDIN], stdin=stdin, reading=reading), judge)
    if method == "fork":  # the judge becomes quick once, and every copy has what it knows by then
        _AT_WORK.update(judge=judge, reading=reading)
        for task in islice(tasks, 1):
            yield from merger.merged(task, _judge(task) if isinstance(task, Files | Piece) else None)
        gc.freeze()  # what a copy's collector does not touch need not be copied
    pool = ProcessPoolExecutor(jobs, get_context(method), _begin, (judge, replace(reading, are_clean=None)))
    try:
        for task, future in _in_order(pool, tasks, _AHEAD * jobs):
            yield from merger.merged(task, None if future is None else future.result())
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        gc.unfreeze()


def _start_method() -> str:
    """A copy of this process begins at once; where it could be a broken one, a new one has to begin anew."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"


class _Merger:
    """Adds what processes say to one report; pieces of a file continue its lines and records."""

    def __init__(
        self, report: Report, standard_input: Callable[[], Iterator[Unit]], judge: QuickJudge
    ) -> None:
        self._report, self._standard_input, self._judge = report, standard_input, judge
        self._lines = self._records = 0
        self._is_begun = False

    def merged(self, task: Task, done: _Done | None) -> Iterator[Finding]:
        """The findings of a task, with their place in the whole file; what no process did is done here."""
        if done is None:
            units = iter([task]) if isinstance(task, Unreadable) else self._standard_input()
            yield from judged(units, self._judge, self._report)
            return
        if not isinstance(task, Piece) or task.start == 0:
            self._lines = self._records = 0
            self._is_begun = False
        self._report.add(done.report)
        for each in done.said:
            if isinstance(each, Finding):
                yield _moved(each, self._lines, self._records) if self._lines else each
            elif not (isinstance(task, Piece) and self._is_begun):
                self._report.begin(each)
                self._is_begun = True
        self._lines += done.lines
        self._records += done.records


def _moved(finding: Finding, lines: int, records: int) -> Finding:
    line, record = finding.line, finding.document
    return replace(
        finding,
        line=None if line is None else line + lines,
        document=None if record is None else record + records,
    )


def _tasks(known: Iterable[tuple[str | Unreadable, int]], reading: Reading) -> Iterator[Task]:
    """Big NDJSON files in pieces; other files together until they are about as big as one."""
    batch: list[str] = []
    held = 0
    for file, size in known:
        parts = pieces(file, size, reading) if isinstance(file, str) and file != STDIN else []
        alone = parts or not isinstance(file, str) or file == STDIN
        if batch and (alone or held + size > PIECE):
            yield Files(tuple(batch))
            batch, held = [], 0
        if parts:
            yield from parts
        elif not isinstance(file, str):
            yield file
        elif file == STDIN:
            yield None
        else:
            batch.append(file)
            held += size
    if batch:
        yield Files(tuple(batch))


def _in_order(
    pool: ProcessPoolExecutor, tasks: Iterable[Task], most: int
) -> Iterator[tuple[Task, Future[_Done] | None]]:
    """Each task with its result to be, at most so many of them under way; None for what the parent does."""
    waiting: deque[tuple[Task, Future[_Done] | None]] = deque()
    for task in tasks:
        waiting.append((task, pool.submit(_judge, task) if isinstance(task, Files | Piece) else None))
        if len(waiting) > most:
            yield waiting.popleft()
    yield from waiting


_AT_WORK: dict[str, Any] = {}
"""What a process judges by, made once."""


def _begin(judge: QuickJudge, reading: Reading) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its processes
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    sys.stdout = sys.stderr = None  # a copy holds what the parent is about to write
    _AT_WORK.update(judge=judge, reading=replace(reading, are_clean=judge.are_clean))


def _judge(task: Files | Piece) -> _Done:
    """Judge one task in a process."""
    judge, reading = _AT_WORK["judge"], _AT_WORK["reading"]
    said: deque[Any] = deque()
    report = Report(findings=(), begun=said)  # names come between the findings
    count = _Count()
    lines = 0
    if isinstance(task, Piece):
        with opened(task) as stream:
            for finding in judged(count.of(piece_units(task, stream, reading)), judge, report):
                said.append(finding)
            lines = stream.line_number
    else:
        for finding in judged(count.of(payloads(task.paths, reading=reading)), judge, report):
            said.append(finding)
    return _Done(said, replace(report, begun=None), lines, count.records)


class _Count:
    """Remembers the number of the last record that passed."""

    records = 0

    def of(self, units: Iterable[Unit]) -> Iterator[Unit]:
        """The units themselves."""
        for unit in units:
            self.records = getattr(unit, "record", None) or self.records
            yield unit
