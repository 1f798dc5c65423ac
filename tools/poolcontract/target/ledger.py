"""Which pools a run has: living ones that may be spent, deleted ones, and names that cannot exist.

Servers for tests bring spent pools back to life, some of them: once a pool was answered with 404, nobody
knows what the next deletion of it deserves until this server was seen to do the one or the other.
"""

from __future__ import annotations

import re
import secrets
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus

from poolcontract.errors import FreshPoolError, UsageError
from poolcontract.exchange import PoolState
from poolcontract.masking import clip, printable

ABSENT_PREFIX = "zz-contract-absent-"
ABSENT_NAME = f"{ABSENT_PREFIX}[0-9a-f]{{8}}-[0-9a-f]{{32}}"
"""The form of a name that cannot exist, as a regular expression: the vendor's own, behind the prefix."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,252}")
_SUCCESS = 2
"""First digit of a status."""

_SEEN_OFTEN_ENOUGH = 2
"""So often must pools have come back before they are counted on: once may be chance."""


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


@dataclass(slots=True)
class _Pool:
    """`gone` says that its last answer was the 404 of a pool that is not there."""

    state: PoolState = "living"
    gone: bool = False


class Ledger:
    """The pools of one run by name.

    `living` are those that may be spent; raises `UsageError` for what cannot be a pool's name. `fresh` makes
    one more living pool where the target can. Each is spent once, unless `may_come_back` says that the target
    may bring spent pools back to life.
    """

    def __init__(
        self,
        living: Iterable[str] = (),
        fresh: Callable[[], str] | None = None,
        *,
        may_come_back: bool = False,
    ) -> None:
        self._living = deque(dict.fromkeys(checked_name(name) for name in living))
        self._pools = {name: _Pool() for name in self._living}
        self._fresh = fresh
        self._may_come_back = may_come_back
        self._came_back = self._stayed_away = 0
        self._run = secrets.token_hex(4)

    @property
    def comes_back(self) -> bool | None:
        """Whether a spent pool lives again after one 404, as it was seen; None while nobody can tell."""
        if not self._may_come_back or self._stayed_away:
            return False
        return True if self._came_back >= _SEEN_OFTEN_ENOUGH else None

    @property
    def is_scarce(self) -> bool:
        """True where pools come to an end: none can be made, and none is known to come back."""
        return self._fresh is None and self.comes_back is not True

    def has(self, count: int) -> bool:
        """True when so many different living pools are here."""
        return len(self._living) >= count

    def can_give(self, count: int) -> bool:
        """True when so many different living pools are here, or can be made."""
        return self._fresh is not None or self.has(count)

    def make(self) -> bool:
        """Make one more living pool where the target can; raises `FreshPoolError` where there came none."""
        if self._fresh is None:
            return False
        name = self._fresh()
        if name in self._pools:
            raise FreshPoolError(f"the pool {clip(name, 60)} was made before: a fresh one is expected")
        self._add(name)
        return True

    def living(self) -> str | None:
        """Take a living pool to be spent; None when there is none left."""
        if not self._living:
            self.make()
        return self._living.popleft() if self._living else None

    def peek(self, suits: Callable[[str], bool] = lambda _: True) -> str | None:
        """A living pool whose name suits a request that must not harm it; it stays in the ledger."""
        if not self._living:
            self.make()
        return next(filter(suits, self._living), None)

    def knows(self, name: str) -> bool:
        """True for the name of a pool that is in the ledger, living or not."""
        return name in self._pools

    def spent(self) -> str | None:
        """The pool that has been spent for the longest time and may live again, or might after its 404."""
        names = (name for name, pool in self._pools.items() if pool.state in ("deleted", "unknown"))
        return None if self.comes_back is False else next(names, None)

    def gone_for_good(self) -> list[str]:
        """The deleted pools, in the order of their names' coming, where such were seen to stay away."""
        if not (self._may_come_back and self._stayed_away) or self._came_back:
            return []
        return [name for name, pool in self._pools.items() if pool.state == "deleted"]

    def note(self, name: str, status: int | None, *, refusal: str | None = None) -> None:
        """Keep what an answer to a deletion says of the pool it named; `status` None means that none came.

        `refusal` is the reason for which the call deserved to be refused.
        """
        pool = self._pools.get(name)
        if pool is None:
            return
        if status is not None and status // 100 == _SUCCESS:
            self._came_back += pool.gone
            self.mark(name, "deleted")
        elif pool.state == "living":
            if refusal is None:  # a good request that failed: nobody can tell what it did
                self.mark(name, "unknown")
                pool.gone = status == HTTPStatus.NOT_FOUND
        elif refusal is None:
            self._note_absence(name, pool, status)

    def mark(self, name: str, state: PoolState) -> None:
        """Note what became of a pool; it stays in the ledger only as a living one."""
        if state != "living" and name in self._living:
            self._living.remove(name)
        if name in self._pools:
            self._pools[name].state, self._pools[name].gone = state, False

    def state(self, name: str) -> PoolState:
        """What is known of a name."""
        if name not in self._pools:
            return "absent" if name.startswith(ABSENT_PREFIX) else "unknown"
        pool = self._pools[name]
        stays_away = not self._may_come_back or (self._stayed_away and not self._came_back)
        return "unknown" if pool.gone and not stays_away else pool.state

    def absent_name(self) -> str:
        """A name that no pool can have: a reserved prefix and 128 random bits."""
        return f"{ABSENT_PREFIX}{self._run}-{secrets.token_hex(16)}"

    def _note_absence(self, name: str, pool: _Pool, status: int | None) -> None:
        """Keep that a good deletion of a spent pool did not succeed."""
        if status != HTTPStatus.NOT_FOUND:
            if self._may_come_back:  # it may have got its 404, and nobody saw it
                self.mark(name, "unknown")
            return
        self._stayed_away += pool.gone
        if self.comes_back is True:
            self._add(name)
        else:
            pool.gone = True

    def _add(self, name: str) -> None:
        self._pools.pop(name, None)  # the youngest comes last
        self._pools[name] = _Pool()
        self._living.append(name)
