"""Keeps secrets and control characters out of every text that people or files get to see."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from poolcontract.finding import Excerpt
from poolcontract.secretplaces import around, is_secret_name, members, merged, secrets_of

__all__ = [
    "MASK",
    "Mask",
    "clip",
    "is_secret_name",
    "mask_value",
    "narrowed",
    "printable",
    "secrets_of",
    "shown",
]

MASK = "***"
_TAB = "  "  # indentation is shown, not escaped; a tab in the marked place is what is meant
_CONTEXT = 10_000  # characters of a line, on each side of the place, that are looked at


def mask_value(value: Any) -> Any:
    """A JSON value whose secret members, at any depth, are masked."""
    if isinstance(value, dict):
        return {key: MASK if is_secret_name(str(key)) else mask_value(item) for key, item in value.items()}
    if isinstance(value, list):
        return [mask_value(item) for item in value]
    return value


class Mask:
    """Hides known secrets, in the spellings a text may hold them, and the values of secret members."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        spellings = {form for secret in secrets if secret for form in _spellings(secret)}
        longest_first = sorted(spellings, key=len, reverse=True)
        self._secrets = re.compile("|".join(map(re.escape, longest_first))) if spellings else None

    def __repr__(self) -> str:
        return "Mask(***)"

    def text(self, text: str) -> str:
        """The text without secrets."""
        return _without(self._hidden(text), text, 0, len(text))

    def value(self, value: Any) -> Any:
        """A JSON value without secrets, in keys and strings alike."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.text(str(key)): self.value(item) for key, item in mask_value(value).items()}
        if isinstance(value, list | tuple):
            return [self.value(item) for item in value]
        return value

    def excerpt(
        self, line: str, start: int, length: int, *, secret: bool = False, width: int = 100
    ) -> Excerpt:
        """A line of text made fit to print: masked, escaped, then clipped around the place that is marked.

        `start` counts from 0. `secret` says that the marked place itself must not be read.
        """
        end = min(start + min(length, _CONTEXT), len(line))
        left, right = max(start - _CONTEXT, 0), min(end + _CONTEXT, len(line))
        known = self._secrets.finditer(line, left, right) if self._secrets else ()
        marked_secret = [(start, end)] if secret else []
        hidden = merged([*around(line, start), *(each.span() for each in known), *marked_secret])
        near = [(begin, stop) for begin, stop in hidden if begin < right and left < stop]
        for begin, stop in near:  # the marked place grows by the secrets that reach into it
            left, right = min(left, begin), max(right, stop)
            if begin < end and start < stop:
                start, end = min(start, begin), max(end, stop)
        room = width + 2  # more is cut off anyway, and that it is must stay to be seen
        before = printable(_without(near, line, left, start)[-room:].replace("\t", _TAB))
        marked = printable(_without(near, line, start, end)[:room])
        after = printable(_without(near, line, end, right)[:room].replace("\t", _TAB))
        return _clipped(before, marked, after, width)

    def _hidden(self, text: str) -> list[tuple[int, int]]:
        """Where the secrets of a text stand, in order, without overlaps."""
        known = self._secrets.finditer(text) if self._secrets else ()
        return merged([*members(text), *(match.span() for match in known)])


def narrowed(excerpt: Excerpt, width: int) -> Excerpt:
    """An excerpt of at most `width` characters."""
    start, end = excerpt.start, excerpt.start + excerpt.length
    return _clipped(excerpt.text[:start], excerpt.text[start:end], excerpt.text[end:], width)


def printable(text: str) -> str:
    """Text that cannot steer a terminal: control, format and bidirectional characters are escaped."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(char) for char in text)


def clip(text: str, length: int) -> str:
    """Text of at most `length` characters, its end cut off with an ellipsis."""
    return text if len(text) <= length else text[: length - 1] + "…"


def shown(value: Any, length: int = 60) -> str:
    """A JSON value as one short, masked, printable text for a message."""
    return clip(printable(json.dumps(mask_value(value), ensure_ascii=False)), length)


def _without(hidden: list[tuple[int, int]], text: str, start: int, end: int) -> str:
    """A part of a text, each of the hidden places in it a mask; none of them reaches beyond the part."""
    parts = []
    for begin, stop in hidden:
        if start <= begin and stop <= end:
            parts += [text[start:begin], MASK]
            start = stop
    return "".join((*parts, text[start:end]))


def _clipped(before: str, marked: str, after: str, width: int) -> Excerpt:
    if len(before) + len(marked) + len(after) > width:
        marked = clip(marked, width - width // 4)
        room = width - len(marked)
        left = min(len(before), max(room // 2, room - len(after)))
        before = before if left == len(before) else "…" + before[len(before) - left + 1 :]
        after = clip(after, max(room - len(before), 1))
    return Excerpt(before + marked + after, len(before), len(marked))


def _spellings(secret: str) -> set[str]:
    encoded = {quote(secret, safe=safe, errors="surrogatepass") for safe in ("", "/")}
    return {secret, json.dumps(secret)[1:-1], *encoded}


def _escaped(char: str) -> str:
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"}:
        code = ord(char)
        return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004  the end of the BMP
    return char
