"""A pool that is not privileged has no subnet.

The page keeps the subnet to privileged pools, which it tells by the label `os.modelarts/privileged`.
Services are known whose privileged pools carry no such label; the profile `observed` therefore makes an
info of it.

Check whether the label is missing, or the member out of place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import is_blank, member
from poolcontract.rules._pool import (
    METADATA,
    PRIVILEGED_METADATA,
    PRIVILEGED_NETWORK,
    is_ordinary,
    is_privileged,
)

RULE = Rule(
    severity=Severity.WARNING,
    source=Source(9, "subnetId"),
    schema="Pool",
    good=(
        {"kind": "Pool", "metadata": METADATA, "spec": {"network": {"subnetId": ""}}},
        {"kind": "Pool", "metadata": PRIVILEGED_METADATA, "spec": {"network": PRIVILEGED_NETWORK}},
    ),
    bad=({"kind": "Pool", "metadata": METADATA, "spec": {"network": {"subnetId": "subnet-1"}}},),
)


def applies(pool: Any) -> bool:
    """A pool without the label has the member, be it blank."""
    return isinstance(member(pool, "spec", "network", "subnetId"), str) and is_ordinary(pool)


def check(pool: Any) -> Iterator[tuple[str, str]]:
    """The place of the member when it is not blank."""
    if not is_blank(member(pool, "spec", "network", "subnetId")):
        yield "/spec/network/subnetId", "only privileged pools have a subnet, and this one lacks the label"


def silent(pool: Any) -> bool:
    """True where the member is blank, or the label is there."""
    return is_blank(member(pool, "spec", "network", "subnetId")) or is_privileged(pool)
