"""An interrupt that waits for what is under way, and one that does not."""

from __future__ import annotations

import signal
import threading

import pytest

from poolcontract.interruption import interrupts_held


def interrupted(times: int, steps: list[str]) -> None:
    with interrupts_held():
        for _ in range(times):
            signal.raise_signal(signal.SIGINT)
        steps.append("went on")


def test_an_interrupt_is_raised_behind_the_block() -> None:
    steps: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted(1, steps)
    assert steps == ["went on"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_one_is_raised_at_once() -> None:
    steps: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted(2, steps)
    assert steps == []
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_an_interrupt_nothing_is_raised() -> None:
    with interrupts_held():
        pass
    with pytest.raises(ValueError, match="another"), interrupts_held():
        raise ValueError("another")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_in_another_thread_signals_are_left_alone() -> None:
    done = []

    def held() -> None:
        with interrupts_held():
            done.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=held)
    thread.start()
    thread.join()
    assert done == [signal.default_int_handler]
