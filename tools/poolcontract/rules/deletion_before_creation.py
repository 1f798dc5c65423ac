"""A pool is not deleted before it was created.

Both timestamps stand in the same table; that the deletion does not come first is implied, not said: a
warning. Texts that are no timestamps are left to the rules on their form.

Check the clocks, or whether the two were swapped.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import member, text_of
from poolcontract.textformats import parse_timestamp


def _pool(created: str, deleted: str) -> dict[str, Any]:
    return {"kind": "Pool", "metadata": {"creationTimestamp": created, "deletionTimestamp": deleted}}


RULE = Rule(
    severity=Severity.WARNING,
    source=Source(4, "deletionTimestamp"),
    schema="PoolMetadataDeletion",
    good=(
        _pool("2024-05-14T08:30:00Z", "2024-05-14T08:30:00Z"),
        _pool("2024-05-14T08:30:00Z", "2024-05-14T09:30:01+01:00"),
    ),
    bad=(
        _pool("2024-05-14T08:30:00Z", "2024-05-14T08:29:59.999Z"),
        _pool("2024-05-14T08:30:00Z", "2024-05-14T09:29:59+01:00"),
    ),
)


def applies(metadata: Any) -> bool:
    """Both timestamps are there and can be read."""
    return None not in _moments(metadata)


def check(metadata: Any) -> Iterator[tuple[str, str]]:
    """The deletion's timestamp when it is the earlier one."""
    created, deleted = _moments(metadata)
    if created and deleted and deleted < created:
        yield (
            "/deletionTimestamp",
            f"deleted at {deleted.isoformat()}, before it was created at {created.isoformat()}",
        )


def silent(metadata: Any) -> bool:
    """True where no deletion is told, or the two are in order."""
    return not text_of(metadata, "deletionTimestamp") or _are_in_order(
        text_of(metadata, "creationTimestamp"), text_of(metadata, "deletionTimestamp")
    )


def _moments(metadata: Any) -> tuple[datetime | None, datetime | None]:
    created, deleted = member(metadata, "creationTimestamp"), member(metadata, "deletionTimestamp")
    return _moment(created), _moment(deleted)


def _moment(text: Any) -> datetime | None:
    return parse_timestamp(text) if isinstance(text, str) else None


def _are_in_order(created: str, deleted: str) -> bool:
    first, second = parse_timestamp(created), parse_timestamp(deleted)
    return first is None or second is None or first <= second
