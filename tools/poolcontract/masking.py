"""Keeps secrets and control characters out of every text that people or files get to see."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Any

from poolcontract.finding import Excerpt
from poolcontract.knownsecrets import KnownSecrets
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
        self._secrets = KnownSecrets(secrets)

    def __repr__(self) -> str:
        return "Mask(***)"

    def add_signature(self, signature: str) -> None:
        """Learn the signature of a request, which is a secret too."""
        self._secrets.add_signature(signature)

    def text(self, text: str) -> str:
        """The text without secrets."""
        return _without(self._hidden(text), text, 0, len(text))

    def known(self, text: str) -> str:
        """The text without the secrets that are known by their value; what is secret by its name stays."""
        return _without(merged(self._secrets.spans(text)), text, 0, len(text))

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
        start, end = min(start, len(line)), start + length
        hidden = around(line, start)
        room = width + 2  # more is cut off anyway, and that it is must stay to be seen
        if hidden or secret or self._secrets:
            before, marked, after = self._masked(line, start, end, hidden, secret=secret)
            before, after = before[-room:], after[:room]
        else:
            left = max(start - room, 0)
            before, marked, after = line[left:start], line[start:end], line[end : end + room]
        marked = marked[:room]
        if not _is_printable(before + marked + after):
            before, after = (printable(each.replace("\t", _TAB)) for each in (before, after))
            marked = printable(marked)
        return _clipped(before, marked, after, width)

    def _masked(
        self, line: str, start: int, end: int, hidden: list[tuple[int, int]], *, secret: bool
    ) -> tuple[str, str, str]:
        """What stands in a line before, in and after a marked place, near it, without what is hidden."""
        end = min(end, start + _CONTEXT, len(line))
        left, right = max(start - _CONTEXT, 0), min(end + _CONTEXT, len(line))
        known = self._secrets.spans(line, left, right)
        marked_secret = [(start, end)] if secret else []
        hidden = merged([*hidden, *known, *marked_secret])
        near = [(begin, stop) for begin, stop in hidden if begin < right and left < stop]
        for begin, stop in near:  # the marked place grows by the secrets that reach into it
            left, right = min(left, begin), max(right, stop)
            if begin < end and start < stop:
                start, end = min(start, begin), max(end, stop)
        bounds = pairwise((left, start, end, right))
        before, marked, after = (_without(near, line, *each) for each in bounds)
        return before, marked, after

    def _hidden(self, text: str) -> list[tuple[int, int]]:
        """Where the secrets of a text stand, in order, without overlaps."""
        known = self._secrets.spans(text)
        return merged([*members(text), *known])


def narrowed(excerpt: Excerpt, width: int) -> Excerpt:
    """An excerpt of at most `width` characters."""
    start, end = excerpt.start, excerpt.start + excerpt.length
    return _clipped(excerpt.text[:start], excerpt.text[start:end], excerpt.text[end:], width)


def printable(text: str) -> str:
    """Text that cannot steer a terminal: control, format and bidirectional characters are escaped."""
    if _is_printable(text):
        return text
    return "".join(map(_escaped, text))


def _is_printable(text: str) -> bool:
    return text.isascii() and text.isprintable()


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
        left = max(room // 2, room - len(after))
        if left < len(before):
            before = "…" + before[len(before) - left + 1 :]
        after = clip(after, max(room - len(before), 1))
    return Excerpt(before + marked + after, len(before), len(marked))


@lru_cache(maxsize=4096)  # a text has few different characters; one that has all of them fills no memory
def _escaped(char: str) -> str:
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"}:
        code = ord(char)
        return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004  the end of the BMP
    return char
