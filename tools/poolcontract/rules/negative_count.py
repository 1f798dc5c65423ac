"""count is not negative.

The page gives no bounds, but counts nodes. A negative number of nodes means nothing.

Check how the number was computed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import is_integer, member
from poolcontract.rules._pool import shown_count

RULE = Rule(
    severity=Severity.WARNING,
    source=Source(8, "count"),
    schema="PoolResourceFlavorCount",
    good=({"kind": "Pool", "spec": {"resources": [{"count": 0}]}},),
    bad=({"kind": "Pool", "spec": {"resources": [{"count": -1}]}},),
)


def applies(resource: Any) -> bool:
    """There is a number."""
    return is_integer(member(resource, "count"))


def check(resource: Any) -> Iterator[tuple[str, str]]:
    """The place of a negative number."""
    count = resource["count"]
    if count < 0:
        yield "/count", f"count is {shown_count(count)}; it counts nodes"


def silent(resource: Any) -> bool:
    """True where there is no number, or none below zero."""
    return not is_integer(member(resource, "count")) or member(resource, "count") >= 0
