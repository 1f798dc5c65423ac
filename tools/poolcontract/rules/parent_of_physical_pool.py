"""A physical pool has no parent.

The page leaves the parent blank for physical pools: only a logical pool stands inside another one. Blank is
an absent member as well as an empty text.

Check the pool's type, or drop the parent.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import is_blank, member
from poolcontract.masking import shown
from poolcontract.rules._pool import is_physical, logical_pool, physical_pool

RULE = Rule(
    severity=Severity.WARNING,
    source=Source(14, "parent"),
    schema="Pool",
    good=(physical_pool(status={"parent": ""}), physical_pool(), logical_pool(status={"parent": "pool-b"})),
    bad=(physical_pool(status={"parent": "pool-b"}),),
)


def applies(pool: Any) -> bool:
    """A physical pool names a parent, be it blank."""
    return is_physical(pool) and isinstance(member(pool, "status", "parent"), str)


def check(pool: Any) -> Iterator[tuple[str, str]]:
    """The place of a parent that is not blank."""
    parent = member(pool, "status", "parent")
    if not is_blank(parent):
        yield "/status/parent", f"parent is {shown(parent)}; a physical pool has none"


def silent(pool: Any) -> bool:
    """True where the pool is not physical, or the parent is blank."""
    return not is_physical(pool) or is_blank(member(pool, "status", "parent"))
