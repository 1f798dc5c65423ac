"""The label of a privileged pool does not say false.

The page makes a pool privileged by the label's presence. A value of false looks as if it said the opposite,
and a reader may take it so.

Leave the label out of pools that are not privileged.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import member, pointer
from poolcontract.masking import shown
from poolcontract.rules._pool import PRIVILEGED, PRIVILEGED_NETWORK

RULE = Rule(
    severity=Severity.INFO,
    source=Source(5, PRIVILEGED),
    schema="PoolMetaLabels",
    good=(
        {
            "kind": "Pool",
            "metadata": {"labels": {PRIVILEGED: "true"}},
            "spec": {"network": PRIVILEGED_NETWORK},
        },
    ),
    bad=(
        {
            "kind": "Pool",
            "metadata": {"labels": {PRIVILEGED: "False"}},
            "spec": {"network": PRIVILEGED_NETWORK},
        },
    ),
)


def applies(labels: Any) -> bool:
    """The label is there with a text."""
    return isinstance(member(labels, PRIVILEGED), str)


def check(labels: Any) -> Iterator[tuple[str, str]]:
    """The label when it says false."""
    value = labels[PRIVILEGED]
    if value.lower() == "false":
        yield (
            pointer(PRIVILEGED),
            f"the label is {shown(value)}, but its presence alone makes the pool privileged",
        )
