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

    The one other request is the list of the project's pools. It is read first, and nothing else leaves before
    `open` says that it was as it must be; when it is read for the second time nothing leaves any more.
    """

    def __init__(self, plan: Plan, *, destroyable: Iterable[str], base: str = "") -> None:
        """`destroyable` are the names that were typed; `base` is the path that every target follows."""
        self._planned = {
            f"{each.request.method} {base}{each.request.target} HTTP/1.1".encode(): each.request.body
            for each in plan.entries
        }
        self._planned_listing = f"GET {base}{plan.listing} HTTP/1.1".encode()
        names = "|".join([ABSENT_NAME, *map(re.escape, destroyable)])
        before, after = plan.around_name()
        self._line = re.compile(
            re.escape(f"{plan.method} {base}{before}") + f"(?P<name>{names})" + re.escape(f"{after} HTTP/1.1")
        )
        self._listing = f"GET {base}{before.removesuffix('/')} HTTP/1.1".encode()
        self._spent: set[str] = set()
        self._readings = 0
        self._is_open = False

    def open(self) -> None:
        """Let the planned requests leave; raises `TargetError` unless the list was read, and once."""
        if self._readings != 1:
            raise TargetError("the list of pools was not read; nothing was sent")
        self._is_open = True

    def spend(self, line: bytes, body: bytes) -> None:
        """Count a request as sent; raises `TargetError` when it may not be."""
        if line == self._listing:
            self._read(body)
        else:
            self._delete(line, body)

    def _read(self, body: bytes) -> None:
        if self._planned_listing != self._listing or body:
            raise TargetError("the request is not in the plan; nothing was sent")
        if self._readings and not self._is_open:
            raise TargetError("the list of pools was read already; nothing was sent")
        self._readings += 1
        self._is_open = False

    def _delete(self, line: bytes, body: bytes) -> None:
        match = self._line.fullmatch(line.decode("latin-1"))
        if match is None:
            raise TargetError("the request is not for a pool that may be named; nothing was sent")
        if not self._is_open:
            raise TargetError("a pool is named only between two readings of the list; nothing was sent")
        if match["name"] in self._spent:
            raise TargetError(f"{match['name']} was named in a request already; nothing was sent")
        if self._planned.get(line) != body:
            raise TargetError("the request is not in the plan; nothing was sent")
        self._spent.add(match["name"])
