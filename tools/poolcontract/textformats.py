"""Forms of text that no keyword asserts: pure functions, linear in the length of the text."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_TIMESTAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d++))?(?:[Zz]|([+-])(\d\d):(\d\d))\Z", re.ASCII
)
_USUAL = re.compile(
    r"[12][0-9]{3}-(?:(?:0[13-9]|1[0-2])-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
)
"""The timestamps that nearly everybody writes; there are others."""

_LEAP_SECOND = 60
_MINUTES = 60
_HOURS = 24


def is_timestamp(text: str) -> bool:
    """True for a text that `parse_timestamp` understands; quicker."""
    return _USUAL.fullmatch(text) is not None or parse_timestamp(text) is not None


def parse_timestamp(text: str) -> datetime | None:
    """The moment that an RFC 3339 timestamp names, in UTC; None for any other text.

    A leap second counts as the second after; fractions beyond a microsecond are cut.
    """
    match = _TIMESTAMP.match(text)
    if not match:
        return None
    *numbers, fraction, sign, hours, minutes = match.groups()
    year, month, day, hour, minute, second = map(int, numbers)
    leap = second == _LEAP_SECOND
    offset = timedelta()
    if sign:
        if int(hours) >= _HOURS or int(minutes) >= _MINUTES:
            return None
        offset = timedelta(hours=int(hours), minutes=int(minutes)) * (1 if sign == "+" else -1)
    microsecond = int((fraction or "0")[:6].ljust(6, "0"))
    try:
        local = datetime(year, month, day, hour, minute, second - leap, microsecond, timezone(offset))
        return local.astimezone(UTC) + timedelta(seconds=leap)
    except (ValueError, OverflowError):
        return None
