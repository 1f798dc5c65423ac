"""Signals that end a command: each is told as a `KeyboardInterrupt`, so that nothing is left half done."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ENDING = (signal.SIGTERM, signal.SIGHUP)
_SIGNALLED = 128
"""What a shell adds to the number of the signal that ended a command."""


class Ended(KeyboardInterrupt):
    """A signal other than that of Ctrl-C."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def signals_told() -> Iterator[None]:
    """Raise `Ended` for the signals that would end the process; those that are ignored stay so."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    taken = [number for number in _ENDING if signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, _tell)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Let what is under way end: an interrupt is raised behind the block, a second one at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    seen: list[int] = []

    def hold(number: int, frame: FrameType | None) -> None:
        if seen:
            signal.default_int_handler(number, frame)
        seen.append(number)

    before = signal.signal(signal.SIGINT, hold)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if seen:
        raise KeyboardInterrupt


def status_of(interruption: KeyboardInterrupt) -> int:
    """The exit status that tells a signal."""
    return _SIGNALLED + (interruption.number if isinstance(interruption, Ended) else signal.SIGINT)


def _tell(number: int, _: FrameType | None) -> None:
    raise Ended(number)
