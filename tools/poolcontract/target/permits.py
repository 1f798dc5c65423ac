"""What may leave for a target that is not to be harmed: each planned request once, each name once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from poolcontract.errors import TargetError
from poolcontract.target.ledger import ABSENT_NAME
from poolcontract.target.plan import Plan


class Permits:
    """Looks at a request twice, and the two looks know nothing of one another.

    The request line and the body are those of a planned request; and the line itself is the operation, in the
    project of the run, for a name that cannot exist or one that was typed. So a mistake in the plan cannot
    name a pool that nobody typed, and a mistake here cannot send what nobody planned.
    """

    def __init__(self, plan: Plan, *, destroyable: Iterable[str], base: str = "") -> None:
        """`destroyable` are the names that were typed; `base` is the path that every target follows."""
        self._planned = {
            f"{each.request.method} {base}{each.request.target} HTTP/1.1".encode(): each.request.body
            for each in plan.entries
        }
        names = "|".join([ABSENT_NAME, *map(re.escape, destroyable)])
        before, after = plan.around_name()
        self._line = re.compile(
            re.escape(f"{plan.method} {base}{before}") + f"(?P<name>{names})" + re.escape(f"{after} HTTP/1.1")
        )
        self._spent: set[str] = set()

    def spend(self, line: bytes, body: bytes) -> None:
        """Count a request as sent; raises `TargetError` when it may not be."""
        match = self._line.fullmatch(line.decode("latin-1"))
        if match is None:
            raise TargetError("the request is not for a pool that may be named; nothing was sent")
        if match["name"] in self._spent:
            raise TargetError(f"{match['name']} was named in a request already; nothing was sent")
        if self._planned.get(line) != body:
            raise TargetError("the request is not in the plan; nothing was sent")
        self._spent.add(match["name"])
