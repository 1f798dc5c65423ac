"""The answer says something.

No member of the answer is mandatory, so `{}` conforms. It says nothing either: not which pool is deleted,
nor in what state it is.

Answer with the pool, as the page's example does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolcontract.finding import Rule, Severity, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

RULE = Rule(
    severity=Severity.INFO,
    source=Source(3),
    schema="Pool",
    good=({"kind": "Pool"},),
    bad=({},),
)


def applies(value: Any) -> bool:
    """An object is the body."""
    return isinstance(value, dict)


def check(value: Any) -> Iterator[tuple[str, str]]:
    """The body, when it has no member."""
    if not value:
        yield "", "{} names no pool and no state; nothing is mandatory, but nothing is said either"
