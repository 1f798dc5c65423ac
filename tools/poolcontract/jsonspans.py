"""Where the values of a JSON text stand, found by reading past the others; the text was read before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]  # the decoder's own, since Python 2.6

from poolcontract.instance import tokens_of
from poolcontract.jsonscan import BLANK


def span(text: str, pointer: str, start: int = 0, *, unique: bool = False) -> tuple[int, int]:
    """Where the value at the pointer begins and ends; stops at the last step that is there.

    `unique`: no key stands twice in an object, so that nothing behind the value needs to be read.
    """
    start = _skip(text, start)
    for token in tokens_of(pointer):
        found = _step(text, start, token, unique)
        if found is None:
            break
        start = found
    try:
        return start, _after(text, start)
    except (StopIteration, ValueError, RecursionError):
        return start, start + 1


def _step(text: str, start: int, token: str, unique: bool) -> int | None:  # noqa: FBT001  handed on
    """Where the member or item named by one token begins; the last one when a key stands twice."""
    try:
        if text[start : start + 1] == "{":
            return _member(text, start + 1, token, unique)
        if text[start : start + 1] == "[" and token.isdigit():
            return _item(text, start + 1, int(token))
    except (StopIteration, ValueError, RecursionError):
        pass  # the text breaks off on the way: the ancestor is the best place there is
    return None


def _member(text: str, at: int, name: str, unique: bool) -> int | None:  # noqa: FBT001  handed on
    found = None
    at = _skip(text, at)
    while text[at : at + 1] == '"':
        key, at = scanstring(text, at + 1, True)
        at = _skip(text, _skip(text, at) + 1)
        if key == name:
            found = at
            if unique:
                break
        at = _skip(text, _after(text, at))
        at = _skip(text, at + 1)
    return found


def _item(text: str, at: int, index: int) -> int | None:
    at = _skip(text, at)
    while index and text[at : at + 1] not in ("", "]"):
        at = _skip(text, _skip(text, _after(text, at)) + 1)
        index -= 1
    return at if text[at : at + 1] not in ("", "]") else None


def item_starts(text: str, start: int, count: int) -> Iterator[int]:
    """Where each of the items of the array begins that begins at an offset."""
    at = _skip(text, start + 1)
    for _ in range(count):
        yield at
        at = _skip(text, _skip(text, _after(text, at)) + 1)


_scan_once = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # public by name, not in the stubs


def _after(text: str, at: int) -> int:
    end: int = _scan_once(text, at)[1]
    return end


def _skip(text: str, at: int) -> int:
    if text[at : at + 1] > " ":
        return at
    blank = BLANK.match(text, at)
    return blank.end() if blank else at
