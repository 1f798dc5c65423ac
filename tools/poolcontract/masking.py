"""Keeps secrets and control characters out of every text that people or files get to see."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from poolcontract.finding import Excerpt

MASK = "***"
_SECRET_WORDS = r"(?:password|passwd|secret|token|credential|authorization|private_?key)"  # noqa: S105  names
_SECRET_NAME = re.compile(_SECRET_WORDS, re.IGNORECASE)
_SECRET_MEMBER = re.compile(
    rf'"[^"\\]{{0,100}}{_SECRET_WORDS}[^"\\]{{0,100}}"\s*:\s*("(?:[^"\\]|\\.)*+"?|\[[^\]]*+\]?|[^\s,}}\]"]++)',
    re.IGNORECASE,
)


def is_secret_name(name: str) -> bool:
    """True for the name of a member or header whose value nobody should read in a report."""
    return bool(_SECRET_NAME.search(name))


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
        parts, at = [], 0
        for start, end in self._hidden(text):
            parts += [text[at:start], MASK]
            at = end
        return "".join((*parts, text[at:]))

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
        hidden = [(start, start + length)] if secret else self._hidden(line)
        for begin, end in hidden:  # a secret that reaches into the marked place becomes the marked place
            if begin <= start < end:
                start, length = begin, end - begin
        before = printable(self.text(line[:start]))
        secret = secret or any(begin <= start < end for begin, end in hidden)
        marked = MASK if secret else printable(self.text(line[start : start + length]))
        after = printable(self.text(line[start + length :]))
        return _clipped(before, marked, after, width)

    def _hidden(self, text: str) -> list[tuple[int, int]]:
        """Where the secrets of a text stand, in order, without overlaps."""
        spans = [match.span(1) for match in _SECRET_MEMBER.finditer(text)]
        if self._secrets:
            spans += [match.span() for match in self._secrets.finditer(text)]
        merged: list[tuple[int, int]] = []
        for start, end in sorted(spans):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return merged


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


def _clipped(before: str, marked: str, after: str, width: int) -> Excerpt:
    marked = clip(marked, width)
    room = width - len(marked)
    if len(before) + len(after) > room:
        left = min(len(before), max(room // 2, room - len(after)))
        before = "…" + before[-left + 1 :] if left < len(before) else before
        after = clip(after, max(room - len(before), 1))
    return Excerpt(before + marked + after, len(before), len(marked))


def _spellings(secret: str) -> set[str]:
    return {secret, json.dumps(secret)[1:-1], quote(secret, safe=""), quote(secret)}


def _escaped(char: str) -> str:
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"}:
        code = ord(char)
        return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004  the end of the BMP
    return char
