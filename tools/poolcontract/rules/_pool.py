"""What the rules between the parts of a pool share: which kind it is, and where its counts stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.instance import ABSENT, is_integer, items, member, pointer

PRIVILEGED = "os.modelarts/privileged"
STATES = ("creating", "available", "abnormal", "deleting")
PHYSICAL, LOGICAL = "Dedicate", "Logical"
_READABLE = 10**20
_DIGITS_PER_BIT = 0.30103

NAME = "pool-a"
METADATA = {"name": NAME}
PRIVILEGED_METADATA = {"name": NAME, "labels": {PRIVILEGED: "true"}}
NETWORK = {"name": "network-a"}
PRIVILEGED_NETWORK = {"vpcId": "vpc-1", "subnetId": "subnet-1"}


def physical_pool(spec: dict[str, Any] | None = None, status: dict[str, Any] | None = None) -> dict[str, Any]:
    """The smallest physical pool, for examples, with members of one's own."""
    return {
        "kind": "Pool",
        "metadata": METADATA,
        "spec": {"type": PHYSICAL, "network": NETWORK, **(spec or {})},
        "status": status or {},
    }


def logical_pool(spec: dict[str, Any] | None = None, status: dict[str, Any] | None = None) -> dict[str, Any]:
    """The smallest logical pool, for examples, with members of one's own."""
    return {
        "kind": "Pool",
        "metadata": METADATA,
        "spec": {"type": LOGICAL, **(spec or {})},
        "status": status or {},
    }


def is_physical(pool: Any) -> bool:
    """True for a pool of type Dedicate."""
    return bool(member(pool, "spec", "type") == PHYSICAL)


def is_logical(pool: Any) -> bool:
    """True for a pool of type Logical."""
    return bool(member(pool, "spec", "type") == LOGICAL)


def is_privileged(pool: Any) -> bool:
    """True when the label is there, whatever its value: the page says that its presence decides."""
    return member(pool, "metadata", "labels", PRIVILEGED) is not ABSENT


def is_ordinary(pool: Any) -> bool:
    """True when the label is absent; where metadata or labels are of another type, nothing can be told."""
    metadata = member(pool, "metadata")
    labels = member(metadata, "labels")
    if isinstance(labels, dict):
        return PRIVILEGED not in labels
    return labels is ABSENT and (metadata is ABSENT or isinstance(metadata, dict))


def without_in_network(pool: Any, name: str) -> str | None:
    """The nearest place that lacks a text of the network; None when it is there, or of another type."""
    network = member(pool, "spec", "network")
    if network is ABSENT:
        return "/spec"
    if not isinstance(network, dict):
        return None
    if name not in network:
        return "/spec/network"
    return pointer("spec", "network", name) if network[name] == "" else None


def spec_counts(pool: Any) -> Iterator[tuple[str, int, int]]:
    """Place, count and maxCount of each resource of the spec that has both."""
    for index, resource in enumerate(items(member(pool, "spec", "resources"))):
        yield from _counts(resource, pointer("spec", "resources", index))


def status_counts(pool: Any) -> Iterator[tuple[str, int, int]]:
    """Place, count and maxCount of each resource of the status that has both, object and array forms."""
    for state in STATES:
        found = member(pool, "status", "resources", state)
        place = pointer("status", "resources", state)
        yield from _counts(found, place)
        for index, resource in enumerate(items(found)):
            yield from _counts(resource, place + pointer(index))


def has_both_counts(resource: Any) -> bool:
    """True for a resource whose count and maxCount are whole numbers."""
    return is_integer(member(resource, "count")) and is_integer(member(resource, "maxCount"))


def shown_count(count: int) -> str:
    """A whole number as a message shows it: one that is too long to read by its order of magnitude."""
    if not isinstance(count, int) or abs(count) < _READABLE:
        return str(count)
    return f"about {'-' if count < 0 else ''}10^{int(count.bit_length() * _DIGITS_PER_BIT)}"


def _counts(resource: Any, place: str) -> Iterator[tuple[str, int, int]]:
    count, most = member(resource, "count"), member(resource, "maxCount")
    if is_integer(count) and is_integer(most):
        yield place + pointer("maxCount"), count, most
