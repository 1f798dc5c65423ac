"""How much room a text takes on a terminal."""

from __future__ import annotations

import unicodedata

_INDENT = "    "
_LEAST = 24  # columns; where fewer are left beside what a line begins with, the sentence begins below


def columns(text: str) -> int:
    """How many columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(char) for char in text)


def wrapped(sentence: str, width: int | None, taken: int = 0) -> str:
    """A sentence broken between words into lines of `width` columns, of which the first has `taken` fewer.

    Lines after the first are indented; a word that fits into no line stands in one of its own. Where the
    width is None nothing is broken.
    """
    if width is None:
        return sentence
    lines = [""]
    room = width - taken
    if room < min(_LEAST, columns(sentence)):
        lines, room = ["", ""], width - len(_INDENT)
    for word in sentence.split(" "):
        if lines[-1] and columns(f"{lines[-1]} {word}") > room:
            lines.append(word)
            room = width - len(_INDENT)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return f"\n{_INDENT}".join(lines)


def _columns_of(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
