"""A logical pool has no service status.

The page rules out the job type of a service status too where a pool is logical; the whole status has then
nothing to speak of.

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
    source=Source(17, "scopeType"),
    schema="Pool",
    good=(logical_pool(status={"scope": []}),),
    bad=(logical_pool(status={"scope": [{"scopeType": "Train", "state": "Disabled"}]}),),
)


def applies(pool: Any) -> bool:
    """A logical pool has the member, be it blank."""
    return is_logical(pool) and isinstance(member(pool, "status", "scope"), list)


def check(pool: Any) -> Iterator[tuple[str, str]]:
    """The place of the member when it is not blank."""
    found = member(pool, "status", "scope")
    if not is_blank(found):
        yield "/status/scope", f"status scope is {shown(found)}; a logical pool has none"


def silent(pool: Any) -> bool:
    """True where the pool is not logical, or the member is blank."""
    return not is_logical(pool) or is_blank(member(pool, "status", "scope"))
