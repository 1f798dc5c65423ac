"""In the specification of a physical pool maxCount equals count.

The page says that both are the same in a physical pool. Neither member is mandatory, so that only resources
with both are compared.

Set maxCount to count, or look which of the two the service really means.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.rules._pool import is_physical, physical_pool, shown_count, spec_counts


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
