"""A privileged pool names its VPC.

The page says that the VPC must be specified for a privileged pool. It calls a pool privileged when the
label `os.modelarts/privileged` is there, whatever its value.

Check whether the answer lost the VPC, or whether the label is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import is_blank, member
from poolcontract.rules._pool import PRIVILEGED_METADATA, is_privileged

_NETWORK = {"vpcId": "vpc-1", "subnetId": "subnet-1"}

RULE = Rule(
    severity=Severity.WARNING,
    source=Source(9, "vpcId"),
    schema="Pool",
    good=({"kind": "Pool", "metadata": PRIVILEGED_METADATA, "spec": {"network": _NETWORK}},),
    bad=(
        {"kind": "Pool", "metadata": PRIVILEGED_METADATA, "spec": {"network": {"subnetId": "subnet-1"}}},
        {
            "kind": "Pool",
            "metadata": PRIVILEGED_METADATA,
            "spec": {"network": {**_NETWORK, "vpcId": ""}},
        },
    ),
)


def applies(pool: Any) -> bool:
    """A privileged pool has a spec."""
    return is_privileged(pool) and isinstance(member(pool, "spec"), dict)


def check(pool: Any) -> Iterator[tuple[str, str]]:
    """The nearest place where the VPC is missing."""
    if not is_blank(member(pool, "spec", "network", "vpcId")):
        return
    if member(pool, "spec", "network", "vpcId") == "":
        place = "/spec/network/vpcId"
    else:
        place = "/spec/network" if isinstance(member(pool, "spec", "network"), dict) else "/spec"
    yield place, "a privileged pool names its VPC in vpcId, this one does not"
