"""In the specification of a physical pool maxCount equals count.

The page says that both are the same in a physical pool. Neither member is mandatory, so that only resources
with both are compared.

Set maxCount to count, or look which of the two the service really means.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import items, member
from poolcontract.rules._pool import has_both_counts, is_physical, physical_pool, shown_count, spec_counts


def _pool(count: int, most: int) -> dict[str, Any]:
    return physical_pool(spec={"resources": [{"count": count, "maxCount": most}]})


RULE = Rule(
    severity=Severity.WARNING,
    source=Source(8, "maxCount"),
    schema="Pool",
    good=(_pool(2, 2),),
    bad=(
        _pool(2, 3),
        _pool(2, 1),
    ),
)


def applies(pool: Any) -> bool:
    """A physical pool has a resource with both counts."""
    return is_physical(pool) and any(spec_counts(pool))


def check(pool: Any) -> Iterator[tuple[str, str]]:
    """The place of each maxCount that breaks it."""
    for place, count, most in spec_counts(pool):
        if most != count:
            given = f"maxCount {shown_count(most)} differs from count {shown_count(count)}"
            yield place, f"{given}; in a physical pool they are the same"


def silent(pool: Any) -> bool:
    """True where the pool is not physical, or every maxCount is its count."""
    return not is_physical(pool) or all(
        member(resource, "maxCount") == member(resource, "count") or not has_both_counts(resource)
        for resource in items(member(pool, "spec", "resources"))
    )
