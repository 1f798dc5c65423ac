"""Where secrets stand in a text, told by the names before them: members, settings, headers of recordings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from poolcontract.textsearch import Search

_CHUNK = 60_000  # characters of a line that are searched at once, and half as many on each side
_SECRET_WORDS = r"(?:password|passwd|secret|token|credential|authorization|private_?key)"  # noqa: S105  names
_PLAIN_WORDS = (
    *("password", "passwd", "secret", "token"),
    *("credential", "authorization", "private_key", "privatekey"),
)
_WORDS = Search(_PLAIN_WORDS, ignore_case=True)
_COOKIE = Search(("cookie",), ignore_case=True)
_SECRET_NAME = re.compile(_SECRET_WORDS, re.IGNORECASE)
_SECRET_MEMBER = re.compile(rf'{_SECRET_WORDS}[^"\\]{{0,100}}\\*+"\s*:\s*', re.IGNORECASE)
_SECRET_SETTING = re.compile(rf"{_SECRET_WORDS}[\w.$-]{{0,100}}'?\s*[:=]\s*", re.IGNORECASE)  # in no JSON
_SECRET_HEADER = re.compile(rf"{_SECRET_WORDS}|cookie", re.IGNORECASE)
_CREDENTIALS = ("x-auth-token", "x-security-token", "authorization", "cookie", "proxy-authorization")
_LONG = 8  # characters from which the value of a header with such a name is taken for a secret
_GAP = r"\s{0,200}"
_NAME = rf'"name"{_GAP}:{_GAP}"[^"\\]{{0,100}}(?i:{_SECRET_WORDS}|cookie)[^"\\]{{0,100}}"'
_VALUE = rf'"value"{_GAP}:{_GAP}'
_NAME_THEN_VALUE = re.compile(rf"{_NAME}{_GAP},{_GAP}{_VALUE}")  # as recordings write headers
_VALUE_THEN_NAME = re.compile(rf'{_VALUE}("(?:[^"\\]|\\.)*+"){_GAP},{_GAP}{_NAME}', re.DOTALL)
_ESCAPED_STRING = re.compile(r'(\\++)"(?:(?!(?<!\\)\1").)*+(?:\1"|\Z)', re.DOTALL)
_STRING = re.compile(r"""(["'])(?:(?!\1)[^\\]|\\.)*+(?:\1|\\?\Z)""", re.DOTALL)
_BRACKET_OR_STRING = re.compile(r"""[{}\[\]]|"(?:[^"\\]|\\.)*+"?""", re.DOTALL)
_WORD = re.compile(r"""[^\s,}\]"']*+""")


def is_secret_name(name: str) -> bool:
    """True for the name of a member or header whose value nobody should read in a report."""
    return bool(_SECRET_NAME.search(name))


def secrets_of(headers: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The values of those headers that carry a credential or a session."""
    for name, value in headers:
        if name.lower() in _CREDENTIALS or (_SECRET_HEADER.search(name) and len(value) >= _LONG):
            yield value


def members(text: str) -> Iterator[tuple[int, int]]:
    """Where the values of secret JSON members stand."""
    return _values_named(_SECRET_MEMBER, text)


def around(line: str, place: int) -> list[tuple[int, int]]:
    """Where secret values of any spelling stand in the chunk of a line that holds a place."""
    if len(line) <= _CHUNK and not _may_hide(line):  # as nearly every line
        return []
    return _in_chunk(line, place // _CHUNK)


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Places in order, overlapping ones made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@lru_cache(maxsize=2)
def _in_chunk(line: str, chunk: int) -> list[tuple[int, int]]:
    """Where values stand that are secret by the names before them, in and around a chunk of a line."""
    begin = max(chunk * _CHUNK - _CHUNK // 2, 0)
    text = line[begin : (chunk + 1) * _CHUNK + _CHUNK // 2]
    patterns = (_SECRET_MEMBER, _SECRET_SETTING)
    spans = [span for pattern in patterns for span in _values_named(pattern, text)]
    return [(start + begin, end + begin) for start, end in (*spans, *_values_of_headers(text))]


def _values_named(name: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where the values stand that follow a name which begins with a secret word, and its colon.

    In plain text the words are looked for first, which is quicker by far than the pattern.
    """
    if not _may_name_one(text):
        return
    if not text.isascii():
        yield from _values_after(name, text)
        return
    lowered = text.lower()
    for word in _PLAIN_WORDS:
        at = lowered.find(word)
        while at >= 0:
            match = name.match(text, at)
            end = _value_end(text, match.end()) if match else at
            if match and end > match.end():
                yield match.end(), end
            at = lowered.find(word, at + len(word))


def _may_hide(text: str) -> bool:
    """A quick look, for nearly every text hides nothing: it names no secret, and no cookie."""
    return _may_name_one(text) or _may_hold(text, _COOKIE)


def _may_name_one(text: str) -> bool:
    return _may_hold(text, _WORDS)


def _may_hold(text: str, words: Search) -> bool:
    try:
        return words.found_in(text)
    except UnicodeEncodeError:  # half a surrogate pair, which is no text outside Python
        return True


def _values_after(name: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where the values stand that follow a name and its colon."""
    for match in name.finditer(text):
        end = _value_end(text, match.end())
        if end > match.end():
            yield match.end(), end


def _values_of_headers(text: str) -> Iterator[tuple[int, int]]:
    """Where the values of secret headers stand that are written down as a name and a value."""
    if '"value"' in text:
        yield from _values_after(_NAME_THEN_VALUE, text)
        yield from (match.span(1) for match in _VALUE_THEN_NAME.finditer(text))


def _value_end(text: str, at: int) -> int:
    """Where the value that begins at an offset ends, or the text when the value is not closed."""
    if string := _STRING.match(text, at) or _ESCAPED_STRING.match(text, at):
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
