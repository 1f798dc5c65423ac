"""Signals that come while a report is written: they wait until it can end as a whole one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from types import FrameType, TracebackType
from typing import Any, Self

from poolcontract.finding import Finding, Report

_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Holding:
    """Lets a signal end the making of findings, and holds it back while they are written.

    What it raises is raised again when the report is written. A second signal ends all at once.
    """

    def __init__(self) -> None:
        self._before: dict[int, Callable[[int, FrameType | None], Any]] = {}
        self._held: int | None = None
        self._is_open = False
        self._interrupt: KeyboardInterrupt | None = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in _ENDING:
                handler = signal.getsignal(number)
                if callable(handler):  # what is ignored, or ends the process at once, stays so
                    self._before[number] = handler
                    signal.signal(number, self._tell)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        if kind is None and self._interrupt:
            raise self._interrupt
        if kind is None and self._held is not None:
            self._before[self._held](self._held, None)

    def until(self, findings: Iterable[Finding], report: Report) -> Iterator[Finding]:
        """The findings until a signal comes; then the report knows that it is not the whole."""
        made = iter(findings)
        try:
            while (finding := self._next(made)) is not None:
                yield finding
        except KeyboardInterrupt as interrupt:
            self._interrupt, self._held = interrupt, None
            report.interrupted = True

    def _next(self, made: Iterator[Finding]) -> Finding | None:
        self._is_open = True
        try:
            if self._held is not None:
                self._tell(self._held, None)
            return next(made, None)
        finally:
            self._is_open = False

    def _tell(self, number: int, frame: FrameType | None) -> None:
        if self._is_open or self._held is not None or self._interrupt:
            self._before[number](number, frame)
        self._held = number
