"""What one file may become: shared by all the layers of archives and compression in it."""

from __future__ import annotations

from poolcontract.errors import LimitError
from poolcontract.limits import Limits


class Budget:
    """Counts what a file becomes; each method raises `LimitError` over its limit."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._bytes = self._members = 0

    def spend(self, count: int, given: int, taken: int) -> None:
        """Count bytes that a layer gave; `given` and `taken` are its own so far, out of it and into it."""
        limits = self.limits
        self._bytes += count
        if self._bytes > limits.expansion:
            raise LimitError(f"it becomes more than {limits.expansion} bytes (--limit expansion=N)")
        if given > limits.document and given > limits.ratio * max(taken, 1):
            message = f"it becomes more than {limits.ratio} times as large as it is (--limit ratio=N)"
            raise LimitError(message)

    def member(self) -> None:
        """Count one entry of an archive."""
        self._members += 1
        if self._members > self.limits.members:
            raise LimitError(f"it holds more than {self.limits.members} entries (--limit members=N)")

    def layer(self, number: int) -> None:
        """Enter a layer of archives or compression, counted from 1."""
        if number > self.limits.archives:
            message = f"more than {self.limits.archives} layers of archives and compression"
            raise LimitError(f"{message} (--limit archives=N)")
