"""Resources by state come as lists.

The page's table gives one object for each state, its example and every known client a list, and the next
edition corrects the table. Both are accepted; the object is worth a note, since clients that expect the
list lose it.

Expect the list; read the object where it comes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import pointer
from poolcontract.rules._pool import STATES

RULE = Rule(
    severity=Severity.INFO,
    source=Source(15),
    schema="PoolStatusResources",
    good=({"kind": "Pool", "status": {"resources": {"available": [{"count": 1}]}}},),
    bad=(
        {"kind": "Pool", "status": {"resources": {"available": {"count": 1}}}},
        {"kind": "Pool", "status": {"resources": {"deleting": {}}}},
    ),
)


def applies(resources: Any) -> bool:
    """A state has resources."""
    return isinstance(resources, dict) and any(state in resources for state in STATES)


def check(resources: Any) -> Iterator[tuple[str, str]]:
    """Each state whose resources come as an object."""
    for state in STATES:
        if isinstance(resources.get(state), dict):
            yield pointer(state), "one object, as the table has it; the example and the service give a list"
