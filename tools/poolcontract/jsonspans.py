"""Where the values of a JSON text stand, found by reading past the others; the text was read before."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from poolcontract.instance import is_index, tokens_of
from poolcontract.jsonscan import BLANK, BLANK_CHARACTERS

_BLANK = r"[ \t\n\r]*+"
_KEY = re.compile(rf'{_BLANK}"([^"\\]*+(?:\\.[^"\\]*+)*+)"{_BLANK}:{_BLANK}', re.DOTALL)
_COMMA = re.compile(f"{_BLANK},{_BLANK}")
_NEXT_KEY = re.compile(_COMMA.pattern + _KEY.pattern, re.DOTALL)
_PAST_SCALAR = re.compile(r'(?:"[^"\\]*+"|[-+.0-9A-Za-z]++)' + _NEXT_KEY.pattern, re.DOTALL)


def span(text: str, pointer: str, start: int = 0, *, unique: bool = False) -> tuple[int, int]:
    """Where the value at the pointer begins and ends; stops at the last step that is there.

    `unique`: no key stands twice in an object, so that nothing behind the value needs to be read.
    """
    start = skip(text, start)
    for token in tokens_of(pointer):
        found = _step(text, start, token, unique)
        if found is None:
            break
        start = found
    return start, _end(text, start)


def span_of(text: str, place: Sequence[str | int]) -> tuple[int, int]:
    """Where the value begins and ends that members and items lead to, in a text that holds it.

    The text must be without defects. A member whose name stands nowhere else in it is found at once.
    """
    start, begun = _begin(text, place)
    for token in place[begun:]:
        found = _step(text, start, token, unique=True)
        if found is None:
            break
        start = found
    return start, _end(text, start)


def member_span(text: str, name: str, start: int, end: int) -> tuple[int, int] | None:
    """What has to be cut out so that a member is gone whose value begins and ends at offsets; its comma too.

    None where the name is written with escapes that it does not need, and where a comma is amiss beside it,
    so that what is left would be better than the whole.
    """
    at = text.rfind(json.dumps(name, ensure_ascii=False), 0, start)
    key = _KEY.match(text, at) if at >= 0 else None
    if key is None or key.end() != start:
        return None
    before = text[:at].rstrip(BLANK_CHARACTERS)
    if comma := _COMMA.match(text, end):
        is_between = before.endswith(("{", ",")) and text.startswith('"', comma.end())
        return (at, comma.end()) if is_between else None
    if not text.startswith("}", skip(text, end)):
        return None
    if before.endswith("{"):
        return len(before), end
    rest = before.removesuffix(",").rstrip(BLANK_CHARACTERS)
    return (len(before) - 1, end) if before.endswith(",") and not rest.endswith(("{", ",")) else None


def item_starts(text: str, start: int, count: int) -> Iterator[int]:
    """Where each of the items of the array begins that begins at an offset."""
    at = skip(text, start + 1)
    for _ in range(count):
        yield at
        comma = _COMMA.match(text, _after(text, at))
        at = comma.end() if comma else len(text)


def _begin(text: str, place: Sequence[str | int]) -> tuple[int, int]:
    """Where to begin: a value on the way, as near to its end as can be, and how many steps lead there."""
    if "\\" not in text:  # each key stands in the text as it is
        for steps, quoted in _names(tuple(place)):
            last = text.rfind(quoted)
            if text.find(quoted) == last and (key := _KEY.match(text, last)):
                return key.end(), steps
    return skip(text, 0), 0


@lru_cache(maxsize=1000)
def _names(place: tuple[str | int, ...]) -> list[tuple[int, str]]:
    """The names on the way to a place, the last first, each with the number of steps to its value."""
    return [(at, f'"{name}"') for at, name in reversed([*enumerate(place, 1)]) if isinstance(name, str)]


def _step(text: str, start: int, token: str | int, unique: bool) -> int | None:  # noqa: FBT001  handed on
    """Where the member or item named by one token begins; the last one when a key stands twice."""
    try:
        if text.startswith("{", start):
            return _member(text, start + 1, str(token), unique)
        if text.startswith("[", start) and (isinstance(token, int) or is_index(token)):
            return _item(text, start + 1, int(token))
    except (StopIteration, ValueError, RecursionError):
        pass  # the text breaks off on the way: the ancestor is the best place there is
    return None


def _member(text: str, at: int, name: str, unique: bool) -> int | None:  # noqa: FBT001  handed on
    found = None
    key = _KEY.match(text, at)
    while key:
        at = key.end()
        written = key[1]
        if written == name if "\\" not in written else _unescaped(written) == name:
            found = at
            if unique:
                break
        key = _PAST_SCALAR.match(text, at) or _NEXT_KEY.match(text, _after(text, at))
    return found


def _unescaped(key: str) -> str:
    name: str = json.loads(f'"{key}"')
    return name


def _item(text: str, at: int, index: int) -> int | None:
    at = skip(text, at)
    while index and text[at : at + 1] not in ("", "]"):
        comma = _COMMA.match(text, _after(text, at))
        if comma is None:
            return None
        at = comma.end()
        index -= 1
    return at if text[at : at + 1] not in ("", "]") else None


_scan_once = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # public by name, not in the stubs


def _end(text: str, start: int) -> int:
    """Where the value that begins at an offset ends; one character where none can be read."""
    try:
        return _after(text, start)
    except (StopIteration, ValueError, RecursionError):
        return start + 1


def _after(text: str, at: int) -> int:
    end: int = _scan_once(text, at)[1]
    return end


def skip(text: str, at: int) -> int:
    """Where the next character stands that is not blank."""
    blank = BLANK.match(text, at)
    return blank.end() if blank else at
