"""How many calls are let through in a second."""

from __future__ import annotations

from collections import deque
from threading import Lock

from poolcontract.mock.pools import Clock

_SECOND = 1.0


class Throttle:
    """Lets through `limit` calls in any second of `clock`; refused calls do not count."""

    def __init__(self, limit: int, clock: Clock) -> None:
        self._let_through = deque[float](maxlen=limit)
        self._limit, self._clock = limit, clock
        self._lock = Lock()

    def is_over(self) -> bool:
        """Count a call; true when it is one too many."""
        with self._lock:
            now = self._clock()
            if len(self._let_through) == self._limit and now - self._let_through[0] < _SECOND:
                return True
            self._let_through.append(now)  # the oldest makes room
            return False

    def reset(self) -> None:
        """Forget the calls that came."""
        with self._lock:
            self._let_through.clear()
