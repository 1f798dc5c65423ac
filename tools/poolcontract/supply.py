"""Living pools on purpose: spent ones that came back to life, and fresh ones of the user's own making."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from poolcontract.errors import FreshPoolError
from poolcontract.record import Result
from poolcontract.target import Ledger

NEEDS_POOL = "needs-pool"
NEEDS_SECOND_POOL = "needs-second-pool"
NO_FRESH_POOL = "no-fresh-pool"
"""Why a scenario is not run, as reason codes."""

_PATIENCE = 3
"""So often may looking for a pool come to nothing before it is given up."""

_DELETIONS = 5
"""What it takes at most until a deleted pool is known to be back: gone, there, gone, there, gone again."""


@dataclass(kw_only=True)
class Supply:
    """Brings living pools into a ledger; `delete` sends one good deletion of a pool, and has it judged.

    `trouble` is the sentence that tells why the user's own way of making pools made none.
    """

    ledger: Ledger
    delete: Callable[[str], Result]
    trouble: str | None = field(default=None, init=False)
    _in_vain: int = field(default=0, init=False)
    _not_made: int = field(default=0, init=False)

    def provide(self, count: int) -> bool:
        """See that so many different living pools are here; False where they cannot be had."""
        while not self.ledger.has(count):
            if not (self.look() or self._made()):
                return False
        return True

    def lack(self) -> str:
        """Why there were not as many as were needed, as a reason code."""
        if self.trouble is not None:
            return NO_FRESH_POOL
        return NEEDS_SECOND_POOL if self.ledger.has(1) else NEEDS_POOL

    def look(self) -> bool:
        """Ask for a spent pool, if there is any that may live again; True when it was seen to.

        A deletion is the only call that every target answers; the one that is told 404 brings the pool back,
        where pools come back at all.
        """
        name = self.ledger.spent()
        if name is None or self._in_vain >= _PATIENCE:
            return False
        for _ in range(_DELETIONS):
            result = self.delete(name)
            if self.ledger.state(name) == "living":
                return True
            if result.exchange is None or self.ledger.comes_back is False:
                return False
        self._in_vain += 1
        return False

    def _made(self) -> bool:
        """True when a fresh pool was made."""
        if self._not_made >= _PATIENCE:
            return False
        try:
            made = self.ledger.make()
        except FreshPoolError as error:
            self.trouble = str(error)
            self._not_made = _PATIENCE if error.is_final else self._not_made + 1
            return False
        self._not_made = 0
        return made
