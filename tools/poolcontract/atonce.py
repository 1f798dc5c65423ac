"""Does one thing several times at the same moment, each time in a thread of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

_Result = TypeVar("_Result")


def at_once(action: Callable[[], _Result], times: int) -> list[_Result]:
    """What came of each; none begins before all can. Raises what the action raises."""
    start = threading.Barrier(times)

    def act() -> _Result:
        start.wait()
        return action()

    with ThreadPoolExecutor(times) as pool:
        futures = [pool.submit(act) for _ in range(times)]
        return [each.result() for each in futures]
