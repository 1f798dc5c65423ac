"""Which pools a run has: living ones that may be spent, deleted ones, and names that cannot exist."""

from __future__ import annotations

import re
import secrets
from collections import deque
from collections.abc import Callable, Iterable
from typing import Literal

from poolcontract.errors import UsageError
from poolcontract.masking import clip, printable

State = Literal["living", "absent", "deleted", "unknown"]
ABSENT_PREFIX = "zz-contract-absent-"
ABSENT_NAME = f"{ABSENT_PREFIX}[0-9a-f]{{8}}-[0-9a-f]{{32}}"
"""The form of a name that cannot exist, as a regular expression: the vendor's own, behind the prefix."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,252}")


def checked_name(name: str, what: str = "pool") -> str:
    """A name that stands in a path as it is; raises `UsageError` for one that a path could turn into another.

    The reserved prefix of the names that cannot exist is no name either.
    """
    if not _NAME.fullmatch(name) or name.startswith(ABSENT_PREFIX):
        raise UsageError(
            f'{what} "{clip(printable(name), 60)}": a name is of letters, digits, - _ . (253 at most), '
            f"and begins with a letter or digit, not with {ABSENT_PREFIX}"
        )
    return name


class Ledger:
    """The pools of one run, each spent once at most.

    `living` are those that may be spent; raises `UsageError` for what cannot be a pool's name. `fresh` makes
    one more living pool where the target can (the built-in mock).
    """

    def __init__(self, living: Iterable[str] = (), fresh: Callable[[], str] | None = None) -> None:
        self._living = deque(dict.fromkeys(checked_name(name) for name in living))
        self._states: dict[str, State] = dict.fromkeys(self._living, "living")
        self._fresh = fresh
        self._run = secrets.token_hex(4)

    def can_give(self, count: int) -> bool:
        """True when so many different living pools can be taken."""
        return self._fresh is not None or len(self._living) >= count

    def living(self) -> str | None:
        """Take a living pool to be spent; None when there is none left."""
        if not self._living:
            self._refill()
        return self._living.popleft() if self._living else None

    def peek(self) -> str | None:
        """A living pool for a request that must not harm it; it stays in the ledger."""
        if not self._living:
            self._refill()
        return self._living[0] if self._living else None

    def mark(self, name: str, state: State) -> None:
        """Note what became of a pool; it stays in the ledger only as a living one."""
        if state != "living" and name in self._living:
            self._living.remove(name)
        if name in self._states:
            self._states[name] = state

    def state(self, name: str) -> State:
        """What is known of a name."""
        return self._states.get(name, "absent" if name.startswith(ABSENT_PREFIX) else "unknown")

    def absent_name(self) -> str:
        """A name that no pool can have: a reserved prefix and 128 random bits."""
        return f"{ABSENT_PREFIX}{self._run}-{secrets.token_hex(16)}"

    def _refill(self) -> None:
        if self._fresh is not None:
            name = self._fresh()
            self._living.append(name)
            self._states[name] = "living"
