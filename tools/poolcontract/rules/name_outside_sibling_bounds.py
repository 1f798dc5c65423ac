"""The name of a pool has 4 to 128 characters.

The page gives the name of a pool no bounds; the sibling pages of the same edition, which take the same
name, say 4 to 128 characters. A name outside them may be refused by the other operations on the pool. Later
editions are narrower still (36 to 63), which is not held against anyone here.

Nothing needs to be done for this operation alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import member, pointer
from poolcontract.rules._texts import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST, LONGEST = 4, 128

RULE = Rule(
    severity=Severity.INFO,
    source=Source(4, "name"),
    schema="PoolMetadataDeletion",
    good=(
        {"kind": "Pool", "metadata": {"name": "auto-pool-os-86c13962597848eeb29c5861153a391f"}},
        {"kind": "Pool", "metadata": {"name": "p" * LONGEST}},
    ),
    bad=(
        {"kind": "Pool", "metadata": {"name": "abc"}},
        {"kind": "Pool", "metadata": {"name": "p" * (LONGEST + 1)}},
    ),
)


def applies(value: Any) -> bool:
    """A name stands there."""
    return isinstance(member(value, "name"), str)


def check(value: Any) -> Iterator[tuple[str, str]]:
    """The name, when it is too short or too long."""
    name = member(value, "name")
    if not SHORTEST <= len(name) <= LONGEST:
        expected = f"the sibling pages ask for {SHORTEST} to {LONGEST}"
        yield pointer("name"), f"{quoted(name)} has {len(name)} characters; {expected}"
