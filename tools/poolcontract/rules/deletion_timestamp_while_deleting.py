"""A pool that is being deleted says since when.

The page lists the time of the deletion, and its own example of an answer to a deletion lacks it; so its
absence is an info, and only where the phase is Deleting.

Nothing needs to be done; do not rely on the member.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import ABSENT, member
from poolcontract.rules._pool import NAME, physical_pool

_METADATA = {"name": NAME, "deletionTimestamp": "2024-05-14T08:30:00Z"}

RULE = Rule(
    severity=Severity.INFO,
    source=Source(4, "deletionTimestamp"),
    schema="Pool",
    good=({"kind": "Pool", "metadata": _METADATA, "status": {"phase": "Deleting"}},),
    bad=(physical_pool(status={"phase": "Deleting"}),),
)


def applies(pool: Any) -> bool:
    """The phase is Deleting."""
    metadata = member(pool, "metadata")
    return member(pool, "status", "phase") == "Deleting" and (
        metadata is ABSENT or isinstance(metadata, dict)
    )


def check(pool: Any) -> Iterator[tuple[str, str]]:
    """The nearest place without the time."""
    if member(pool, "metadata", "deletionTimestamp") is ABSENT:
        place = "/metadata" if "metadata" in pool else ""
        yield place, "the pool is being deleted, but deletionTimestamp is absent"
