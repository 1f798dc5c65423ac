"""What the list of pools tells of one, and what it takes for a pool to be spent without a second thought."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from poolcontract.instance import member, text_of

MARKER = "zz-disposable-"
"""A pool that is made to be spent has a name of its own, under this label, that begins so."""

_LABEL, _MODE = "os.modelarts/name", "os.modelarts/billing.mode"
_BY_USE = "0"
_YOUNG = timedelta(hours=24)


def doubts(pool: Any, now: datetime | None = None) -> Iterator[str]:
    """Why a pool that will be spent may be another than the one that is meant, as half sentences."""
    created, moment = _moment(text_of(pool, "metadata", "creationTimestamp")), now or datetime.now(UTC)
    if created is None:
        yield "it does not say when it was created"
    elif moment - created > _YOUNG:
        yield f"it was created on {created:%Y-%m-%d}, more than a day ago"
    mode = member(pool, "metadata", "annotations", _MODE)
    if mode != _BY_USE:
        yield f'it is not known to be paid for by use ({_MODE} "0")'
    if not text_of(pool, "metadata", "labels", _LABEL).startswith(MARKER):
        yield f"its name ({_LABEL}) does not begin with {MARKER}"


def is_leaving(pool: Any) -> bool:
    """True when a pool will be gone by itself."""
    return text_of(pool, "status", "phase") == "Deleting"


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
