"""A privileged pool names its VPC.

The page says that the VPC must be specified for a privileged pool. It calls a pool privileged when the
label `os.modelarts/privileged` is there, whatever its value.

Check whether the answer lost the VPC, or whether the label is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import ABSENT, member, text_of
from poolcontract.rules._pool import (
    PRIVILEGED_METADATA,
    PRIVILEGED_NETWORK,
    is_privileged,
    without_in_network,
)

RULE = Rule(
    severity=Severity.WARNING,
    source=Source(9, "vpcId"),
    schema="Pool",
    good=({"kind": "Pool", "metadata": PRIVILEGED_METADATA, "spec": {"network": PRIVILEGED_NETWORK}},),
    bad=(
        {"kind": "Pool", "metadata": PRIVILEGED_METADATA, "spec": {"network": {"subnetId": "subnet-1"}}},
        {
            "kind": "Pool",
            "metadata": PRIVILEGED_METADATA,
            "spec": {"network": {**PRIVILEGED_NETWORK, "vpcId": ""}},
        },
    ),
)


def applies(pool: Any) -> bool:
    """A privileged pool has a spec."""
    return is_privileged(pool) and isinstance(member(pool, "spec"), dict)


def check(pool: Any) -> Iterator[tuple[str, str]]:
    """The nearest place where the VPC is missing."""
    place = without_in_network(pool, "vpcId")
    if place is not None:
        yield place, "a privileged pool names its VPC in vpcId, this one does not"


def silent(pool: Any) -> bool:
    """True where the label is absent, the member has a text, or there is no spec."""
    return (
        not is_privileged(pool)
        or bool(text_of(pool, "spec", "network", "vpcId"))
        or member(pool, "spec") is ABSENT
    )
