"""maxCount is not negative.

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
    source=Source(8, "maxCount"),
    schema="PoolResourceFlavorCount",
    good=({"kind": "Pool", "spec": {"resources": [{"maxCount": 0}]}},),
    bad=({"kind": "Pool", "spec": {"resources": [{"maxCount": -1}]}},),
)


def applies(resource: Any) -> bool:
    """There is a number."""
    return is_integer(member(resource, "maxCount"))


def check(resource: Any) -> Iterator[tuple[str, str]]:
    """The place of a negative number."""
    count = resource["maxCount"]
    if count < 0:
        yield "/maxCount", f"maxCount is {shown_count(count)}; it counts nodes"


def silent(resource: Any) -> bool:
    """True where there is no number, or none below zero."""
    return not is_integer(member(resource, "maxCount")) or member(resource, "maxCount") >= 0
