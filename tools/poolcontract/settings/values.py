"""Single values as a person types them: text → value, or one sentence that says what is expected."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError

from poolcontract.masking import clip, printable

_LONGEST_EXCHANGE = 3600.0
_FASTEST = 5.0
_HIGHEST_PORT = 65535
_MEANING = re.compile("[1-5][0-9]{2}=(error|warning|info|inconclusive)")
_MINIMUM = re.compile("([1-5][0-9]{2})=([0-9]{1,9})")
_NO_TIME = re.compile(r"0(\.0)?")
_WHOLE = re.compile("-?[0-9]{1,18}")


def seconds(text: str) -> float:
    """How long one exchange may take."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= _LONGEST_EXCHANGE:  # false for NaN too
        raise ArgumentTypeError(
            f"{_shown(text)}: seconds are expected, above 0 and at most {_LONGEST_EXCHANGE:.0f}"
        )
    return value


def duration(text: str) -> float:
    """How long something takes; 0 for no time at all."""
    return 0.0 if _NO_TIME.fullmatch(text) else seconds(text)


def requests(text: str) -> int:
    """How many requests may be sent."""
    if not _WHOLE.fullmatch(text) or int(text) < 1:
        raise ArgumentTypeError(f"{_shown(text)}: a whole number from 1 is expected")
    return int(text)


def rate(text: str) -> float:
    """How many requests a second a real service may be sent."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= _FASTEST:  # false for NaN too
        raise ArgumentTypeError(
            f"{_shown(text)}: requests a second are expected, above 0 and at most {_FASTEST:.0f}"
        )
    return value


def seed(text: str) -> int:
    """From what all that is generated follows."""
    if not _WHOLE.fullmatch(text) or int(text) < 0:
        raise ArgumentTypeError(f"{_shown(text)}: a whole number from 0 is expected")
    return int(text)


def port(text: str) -> int:
    """Where to listen; 0 takes a free one."""
    if not _WHOLE.fullmatch(text) or not 0 <= int(text) <= _HIGHEST_PORT:
        raise ArgumentTypeError(f"{_shown(text)}: a port is expected, 0 to {_HIGHEST_PORT}")
    return int(text)


def minimum(text: str) -> tuple[str, int]:
    """A status, and how many answers with it must have been judged."""
    match = _MINIMUM.fullmatch(text)
    if not match:
        raise ArgumentTypeError(f"{_shown(text)}: write it as STATUS=N, such as 200=20")
    return match[1], int(match[2])


def meaning(text: str) -> str:
    """A status, and what it means where nothing provoked it."""
    if not _MEANING.fullmatch(text):
        raise ArgumentTypeError(
            f"{_shown(text)}: write it as 409=info, or error, warning, inconclusive instead of info"
        )
    return text


def _shown(text: str) -> str:
    return clip(printable(text), 40) or "nothing"
