"""In the specification of a logical pool maxCount is not below count.

The page gives a logical pool an elastic limit, maxCount, that may lie above count but never under it. Neither
member is mandatory, so that only resources with both are compared.

Set maxCount to count, or look which of the two the service really means.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import items, member
from poolcontract.rules._pool import has_both_counts, is_logical, logical_pool, shown_count, spec_counts


def _pool(count: int, most: int) -> dict[str, Any]:
    return logical_pool(spec={"resources": [{"count": count, "maxCount": most}]})


RULE = Rule(
    severity=Severity.WARNING,
    source=Source(8, "maxCount"),
    schema="Pool",
    good=(
        _pool(2, 2),
        _pool(2, 3),
    ),
    bad=(_pool(2, 1),),
)


def applies(pool: Any) -> bool:
    """A logical pool has a resource with both counts."""
    return is_logical(pool) and any(spec_counts(pool))


def check(pool: Any) -> Iterator[tuple[str, str]]:
    """The place of each maxCount that breaks it."""
    for place, count, most in spec_counts(pool):
        if most < count:
            given = f"maxCount {shown_count(most)} is below count {shown_count(count)}"
            yield place, f"{given}; in a logical pool it is at least that"


def silent(pool: Any) -> bool:
    """True where the pool is not logical, or no maxCount is below its count."""
    return not is_logical(pool) or all(
        not has_both_counts(resource) or member(resource, "maxCount") >= member(resource, "count")
        for resource in items(member(pool, "spec", "resources"))
    )
