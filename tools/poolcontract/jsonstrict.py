"""Values of a JSON text in which nothing is wrong, read by the decoder of the library; quick, and no more."""

from __future__ import annotations

import json
from typing import Any

from poolcontract.limits import Limits


class Strict:
    """Reads a text value by value, each only if it is without any defect and within the limits."""

    def __init__(self, text: str, limits: Limits) -> None:
        def whole(digits: str) -> int:
            return int(digits) if len(digits) <= limits.digits else _doubt(digits)

        def fraction(digits: str) -> float:
            return _finite(digits) if len(digits) <= limits.digits else _doubt(digits)

        decoder = json.JSONDecoder(
            object_pairs_hook=_unique, parse_constant=_doubt, parse_int=whole, parse_float=fraction
        )
        self._scan_once: Any = decoder.scan_once  # type: ignore[attr-defined]  # public by name
        self._text = text
        self._has_halves = "\\u" in text and ("\\ud" in text or "\\uD" in text)

    def value(self, at: int, depth: int) -> tuple[Any, int] | None:
        """The value that begins at an offset, nested no deeper, and where it ends.

        None where something may be wrong with it.
        """
        try:
            value, end = self._scan_once(self._text, at)
        except (_Doubtful, StopIteration, ValueError, RecursionError):
            return None
        if self._has_halves and any(self._text.find(half, at, end) >= 0 for half in ("\\ud", "\\uD")):
            return None
        return (value, end) if fits(value, depth) else None


def fits(value: Any, depth: int) -> bool:
    """True for a value whose arrays and objects are nested no deeper."""
    if not isinstance(value, dict | list):
        return True
    inner = value.values() if isinstance(value, dict) else value
    return depth > 0 and all(fits(item, depth - 1) for item in inner)


class _Doubtful(Exception):  # noqa: N818  not an error: a reason to look closer
    """The decoder cannot answer for this value."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise _Doubtful
    return members


def _doubt(_: str) -> Any:
    raise _Doubtful


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise _Doubtful
    return number
