"""A logical pool has no resources of its own.

The page leaves the resources blank for logical pools, since nothing is created for them. Absent, empty, and
empty lists by state all count as blank.

Check the pool's type, or leave the member out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import is_blank, member
from poolcontract.masking import shown
from poolcontract.rules._pool import is_logical, logical_pool

RULE = Rule(
    severity=Severity.WARNING,
    source=Source(14, "resources"),
    schema="Pool",
    good=(logical_pool(status={"resources": {"available": [], "creating": {}}}),),
    bad=(logical_pool(status={"resources": {"available": [{"count": 1}]}}),),
)


def applies(pool: Any) -> bool:
    """A logical pool has the member, be it blank."""
    return is_logical(pool) and isinstance(member(pool, "status", "resources"), dict)


def check(pool: Any) -> Iterator[tuple[str, str]]:
    """The place of the member when it is not blank."""
    found = member(pool, "status", "resources")
    if not is_blank(found):
        yield "/status/resources", f"status resources is {shown(found)}; a logical pool has none"


def silent(pool: Any) -> bool:
    """True where the pool is not logical, or the member is blank."""
    return not is_logical(pool) or is_blank(member(pool, "status", "resources"))
