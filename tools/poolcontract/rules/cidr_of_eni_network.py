"""The container network of an eni cluster has no address range of its own.

The page offers the address range with the models overlay_l2 and vpc-router only. Where the model is absent
nothing can be told.

Drop the range, or check the network model.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import member, text_of
from poolcontract.masking import shown

_WITHOUT_RANGE = "eni"

RULE = Rule(
    severity=Severity.WARNING,
    source=Source(10, "cidr"),
    schema="PoolClusterContainerNetwork",
    good=(
        {"kind": "Pool", "spec": {"containerNetwork": {"mode": _WITHOUT_RANGE, "cidr": ""}}},
        {"kind": "Pool", "spec": {"containerNetwork": {"mode": "overlay_l2", "cidr": "172.16.0.0/16"}}},
        {"kind": "Pool", "spec": {"containerNetwork": {"mode": "vpc-router", "cidr": "172.16.0.0/16"}}},
    ),
    bad=({"kind": "Pool", "spec": {"containerNetwork": {"mode": _WITHOUT_RANGE, "cidr": "172.16.0.0/16"}}},),
)


def applies(network: Any) -> bool:
    """The model is eni, and a range stands there, be it blank."""
    return member(network, "mode") == _WITHOUT_RANGE and isinstance(member(network, "cidr"), str)


def check(network: Any) -> Iterator[tuple[str, str]]:
    """The place of a range that is not blank."""
    cidr = network["cidr"]
    if cidr:
        yield "/cidr", f"cidr is {shown(cidr)}; it goes with overlay_l2 and vpc-router, not with eni"


def silent(network: Any) -> bool:
    """True where the model is another, or no range stands there."""
    return member(network, "mode") != _WITHOUT_RANGE or not text_of(network, "cidr")
