"""A physical pool has a network.

The page calls the network mandatory for physical pools, and the service refuses to create one without it.
In an answer nothing is mandatory by the tables, so that an absent network is a warning.

Check whether the answer lost the network.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import ABSENT, is_blank, member
from poolcontract.rules._pool import METADATA, PHYSICAL, is_physical, physical_pool

RULE = Rule(
    severity=Severity.WARNING,
    source=Source(7, "network"),
    schema="Pool",
    good=(physical_pool(), {"kind": "Pool", "metadata": METADATA, "spec": {"type": "Logical"}}),
    bad=(
        {"kind": "Pool", "metadata": METADATA, "spec": {"type": PHYSICAL}},
        physical_pool(spec={"network": {}}),
    ),
)


def applies(pool: Any) -> bool:
    """A physical pool has no network, or one of the right type."""
    network = member(pool, "spec", "network")
    return is_physical(pool) and (network is ABSENT or isinstance(network, dict))


def check(pool: Any) -> Iterator[tuple[str, str]]:
    """The spec without a network, or the blank network."""
    if is_blank(member(pool, "spec", "network")):
        place = "/spec/network" if "network" in pool["spec"] else "/spec"
        yield place, "a physical pool has a network, this one has none"


def silent(pool: Any) -> bool:
    """True where the pool is not physical, or the network is not blank."""
    return not is_physical(pool) or not is_blank(member(pool, "spec", "network"))
