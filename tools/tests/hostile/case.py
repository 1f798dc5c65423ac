"""What a hostile case is, and the bodies that cases are made of."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

CLEAN = "clean"
NOT_RECOGNISED = "not-recognised"
NOTHING = "nothing to judge"
UNREADABLE = "unreadable"
UNDECIDED = "undecided"
PASSED_OVER = "passed over"

POOL: dict[str, Any] = {
    "kind": "Pool",
    "apiVersion": "v2",
    "metadata": {"name": "pool-a", "labels": {}},
    "spec": {"type": "Dedicate", "network": {"name": "network-a"}},
    "status": {"phase": "Running"},
}
GONE_POOL: dict[str, Any] = {**POOL, "status": {"phase": "Gone"}}
BODY = json.dumps(POOL).encode()
GONE = json.dumps(GONE_POOL).encode()
SECRET = "hunter2!hunter2"  # noqa: S105  the one that must not be seen
UNPRINTABLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\U000e0000-\U000e007f]"
)
TARGET = "/v2/0a1b2c3d/pools/pool-a"


class Hostile(NamedTuple):
    """A file with a name, and what is to come of it.

    `expected` is one of the classes above; the id of a finding (exit status 1); or `--limit NAME`, an archive
    that is refused by that limit (2). `data` may be made when it is wanted; where that is said by `count`, of
    so many parts, and fewer show the same sooner.
    """

    id: str
    name: str
    data: bytes | Callable[..., bytes]
    expected: str
    options: tuple[str, ...] = ()
    heavy: bool = False
    count: int = 0

    @property
    def content(self) -> bytes:
        """The bytes of the file."""
        if isinstance(self.data, bytes):
            return self.data
        return self.data(self.count) if self.count else self.data()


def each(
    name: str, cases: Mapping[str, list[bytes]], prefix: str = "", options: tuple[str, ...] = ()
) -> Iterator[Hostile]:
    """Cases of one kind of file, by the class they belong to."""
    for expected, contents in cases.items():
        for content in contents:
            yield Hostile(
                f"{prefix or name}: {content[:40]!r} {len(content)}", name, content, expected, options
            )
