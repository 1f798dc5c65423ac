"""What the rules between the parts of a pool share: which kind it is, and where its counts stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.instance import is_integer, items, member, pointer

PRIVILEGED = "os.modelarts/privileged"
STATES = ("creating", "available", "abnormal", "deleting")
PHYSICAL, LOGICAL = "Dedicate", "Logical"

NAME = "pool-a"
METADATA = {"name": NAME}
PRIVILEGED_METADATA = {"name": NAME, "labels": {PRIVILEGED: "true"}}
NETWORK = {"name": "network-a"}


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


def has_labels(pool: Any) -> bool:
    """True where the labels are there, so that it can be told whether the pool is privileged."""
    return isinstance(member(pool, "metadata", "labels"), dict)


def is_privileged(pool: Any) -> bool:
    """True when the label is there, whatever its value: the page says that its presence decides."""
    return has_labels(pool) and PRIVILEGED in pool["metadata"]["labels"]


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


def _counts(resource: Any, place: str) -> Iterator[tuple[str, int, int]]:
    count, most = member(resource, "count"), member(resource, "maxCount")
    if is_integer(count) and is_integer(most):
        yield place + pointer("maxCount"), count, most
