"""A logical pool names no job types.

The page rules out job types where a pool is logical. Clients are known that send them all the same, and an
older edition speaks of training jobs there: hence a warning.

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
    source=Source(7, "scope"),
    schema="Pool",
    good=(logical_pool(spec={"scope": []}),),
    bad=(logical_pool(spec={"scope": ["Train"]}),),
)


def applies(pool: Any) -> bool:
    """A logical pool has the member, be it blank."""
    return is_logical(pool) and isinstance(member(pool, "spec", "scope"), list)


def check(pool: Any) -> Iterator[tuple[str, str]]:
    """The place of the member when it is not blank."""
    found = member(pool, "spec", "scope")
    if not is_blank(found):
        yield "/spec/scope", f"scope is {shown(found)}; a logical pool has none"


def silent(pool: Any) -> bool:
    """True where the pool is not logical, or the member is blank."""
    return not is_logical(pool) or is_blank(member(pool, "spec", "scope"))
