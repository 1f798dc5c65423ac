"""Keeps secrets and control characters out of every text that people or files get to see."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from poolcontract.finding import Excerpt

MASK = "***"
_TAB = "  "  # indentation is shown, not escaped; a tab in the marked place is what is meant
_CONTEXT = 30_000  # characters of a line, on each side of the place, that are searched for secrets
_SECRET_WORDS = r"(?:password|passwd|secret|token|credential|authorization|private_?key)"  # noqa: S105  names
_SECRET_NAME = re.compile(_SECRET_WORDS, re.IGNORECASE)
_SECRET_MEMBER = re.compile(rf'{_SECRET_WORDS}[^"\\]{{0,100}}"\s*:\s*', re.IGNORECASE)
_SECRET_SETTING = re.compile(rf"{_SECRET_WORDS}[\w.$-]{{0,100}}'?\s*[:=]\s*", re.IGNORECASE)  # in no JSON
_STRING = re.compile(r"""(["'])(?:(?!\1)[^\\]|\\.)*+(?:\1|\\?\Z)""", re.DOTALL)
_BRACKET_OR_STRING = re.compile(r"""[{}\[\]]|"(?:[^"\\]|\\.)*+"?""", re.DOTALL)
_WORD = re.compile(r"""[^\s,}\]"']*+""")


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
        first = max(start - _CONTEXT, 0)
        line, start = line[first : start + length + _CONTEXT], start - first
        end = min(start + length, len(line))
        hidden = [*self._hidden(line), *_values_after(_SECRET_SETTING, line)]
        hidden = _merged([*hidden, (start, end)] if secret else hidden)
        for begin, stop in hidden:  # the marked place grows by the secrets that reach into it
            if begin < end and start < stop:
                start, end = min(start, begin), max(end, stop)
        before = printable(_without(hidden, line, 0, start).replace("\t", _TAB))
        marked = printable(_without(hidden, line, start, end))
        after = printable(_without(hidden, line, end, len(line)).replace("\t", _TAB))
        return _clipped(before, marked, after, width)

    def _hidden(self, text: str) -> list[tuple[int, int]]:
        """Where the secrets of a text stand, in order, without overlaps."""
        known = self._secrets.finditer(text) if self._secrets else ()
        return _merged([*_values_after(_SECRET_MEMBER, text), *(match.span() for match in known)])


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


def _values_after(name: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where the values stand that follow a name and its colon."""
    for match in name.finditer(text):
        end = _value_end(text, match.end())
        if end > match.end():
            yield match.end(), end


def _value_end(text: str, at: int) -> int:
    """Where the value that begins at an offset ends, or the text when the value is not closed."""
    if string := _STRING.match(text, at):
        return string.end()
    if text[at : at + 1] not in ("{", "["):
        word = _WORD.match(text, at)
        return word.end() if word else at
    depth = 0
    for token in _BRACKET_OR_STRING.finditer(text, at):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token.group(), 0)
        if depth == 0:
            return token.end()
    return len(text)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places in order, overlapping ones made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _clipped(before: str, marked: str, after: str, width: int) -> Excerpt:
    if len(before) + len(marked) + len(after) > width:
        marked = clip(marked, width - width // 4)
        room = width - len(marked)
        left = min(len(before), max(room // 2, room - len(after)))
        before = before if left == len(before) else "…" + before[len(before) - left + 1 :]
        after = clip(after, max(room - len(before), 1))
    return Excerpt(before + marked + after, len(before), len(marked))


def _spellings(secret: str) -> set[str]:
    return {secret, json.dumps(secret)[1:-1], quote(secret, safe=""), quote(secret)}


def _escaped(char: str) -> str:
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"}:
        code = ord(char)
        return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004  the end of the BMP
    return char
