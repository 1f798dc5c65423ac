"""The root of a physical pool is the pool itself.

The page gives a physical pool's own name as its root; every published example shows the name of the
metadata there, not the one that the user chose. A blank root is not judged.

Compare the root with metadata.name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import ABSENT, is_blank, member
from poolcontract.masking import shown
from poolcontract.rules._pool import NAME, is_physical, physical_pool

RULE = Rule(
    severity=Severity.WARNING,
    source=Source(14, "root"),
    schema="Pool",
    good=(physical_pool(status={"root": NAME}),),
    bad=(physical_pool(status={"root": "pool-b"}),),
)


def applies(pool: Any) -> bool:
    """A physical pool has a name and a root."""
    name, root = member(pool, "metadata", "name"), member(pool, "status", "root")
    return is_physical(pool) and isinstance(name, str) and isinstance(root, str) and not is_blank(root)


def check(pool: Any) -> Iterator[tuple[str, str]]:
    """The place of a root that is another name."""
    name, root = pool["metadata"]["name"], pool["status"]["root"]
    if root != name:
        yield "/status/root", f"root is {shown(root)}; for a physical pool it is its name {shown(name)}"


def silent(pool: Any) -> bool:
    """True where the pool is not physical, has no root or no name, or where the two are the same."""
    return (
        not is_physical(pool)
        or is_blank(member(pool, "status", "root"))
        or member(pool, "metadata", "name") in (member(pool, "status", "root"), ABSENT)
    )
