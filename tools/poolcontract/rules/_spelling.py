"""Which listed name a name was probably meant to be, if any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

ONE_EDIT_FROM = 4
TWO_EDITS_FROM = 8
ABBREVIATION = 3
LONGEST_NAME = 128
"""Sizes in letters: of listed names that may be one or two edits away, of short words, of names looked at."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")


def words_of(name: str) -> list[str]:
    """The words of a name in camel case, or with dots, slashes, hyphens or underscores between them."""
    return _WORD.findall(name)


def slips(names: Iterable[str], listed: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The names that differ from a listed one as by a slip of the pen: (name, the nearest listed one).

    That is: in case, underscores and hyphens alone, or by one edit (a letter added, dropped, replaced, or two
    swapped) in a listed name of four letters or more, or by two in one of eight or more.
    """
    wanted: tuple[str, ...] = ()
    for name in names:
        wanted = wanted or tuple(listed)
        meant = _meant(name, wanted) if len(name) <= LONGEST_NAME else None
        if meant is not None:
            yield name, meant


@lru_cache(maxsize=1000)
def _meant(name: str, listed: tuple[str, ...]) -> str | None:
    """The name that a name was probably meant to be; what is misspelt once is misspelt often."""
    return _nearest(_Name.of(name), [_Name.of(each) for each in listed])


class _Form(NamedTuple):
    """A name as written, and as compared: in lower case without underscores and hyphens."""

    written: str
    folded: str
    letters: frozenset[str]

    @classmethod
    def of(cls, text: str) -> _Form:
        folded = text.lower().replace("_", "").replace("-", "")
        return cls(text, folded, frozenset(folded))


class _Name(NamedTuple):
    """A name, what stands before its last slash, and what follows."""

    whole: _Form
    head: str
    tail: _Form

    @classmethod
    def of(cls, name: str) -> _Name:
        head, slash, tail = name.rpartition("/")
        whole = _Form.of(name)
        return cls(whole, head, _Form.of(tail) if slash else whole)


def _nearest(name: _Name, wanted: list[_Name]) -> str | None:
    """The first listed name at the fewest edits, where those are few enough."""
    nearest, fewest = None, 3
    for each in wanted:
        # under the same prefix only the rest is compared: a long prefix makes any two names look alike
        given, meant = (name.tail, each.tail) if name.head == each.head else (name.whole, each.whole)
        edits = _edits(given, meant)
        if edits is not None and edits < fewest:
            nearest, fewest = each.whole.written, edits
    return nearest


def _edits(given: _Form, meant: _Form) -> int | None:
    """The number of edits between two names; None when they are too many, or make another word."""
    allowed = (len(meant.written) >= ONE_EDIT_FROM) + (len(meant.written) >= TWO_EDITS_FROM)
    name, wanted = given.folded, meant.folded
    # both cheap tests spare the comparison for nearly every pair
    if abs(len(name) - len(wanted)) > allowed or len(given.letters ^ meant.letters) > 2 * allowed:
        return None
    edits = next((few for few in range(allowed + 1) if _within(name, wanted, few)), None)
    is_other = bool(edits) and (_has_prefix(name, wanted) or _has_other_abbreviation(given, meant))
    return None if is_other else edits


def _within(name: str, wanted: str, edits: int) -> bool:
    """True when so many insertions, deletions, substitutions or transpositions lead from one to the other."""
    pairs = zip(name, wanted, strict=False)
    same = next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(name), len(wanted)))
    name, wanted = name[same:], wanted[same:]
    if not name or not wanted:
        return len(name) + len(wanted) <= edits
    return edits > 0 and (
        _within(name[1:], wanted[1:], edits - 1)
        or _within(name[1:], wanted, edits - 1)
        or _within(name, wanted[1:], edits - 1)
        or (name[:2] == wanted[1::-1] and _within(name[2:], wanted[2:], edits - 1))
    )


def _has_prefix(name: str, wanted: str) -> bool:
    """True for two letters more or fewer in front: `unavailable` is no slip for `available`."""
    return abs(len(name) - len(wanted)) > 1 and (name.endswith(wanted) or wanted.endswith(name))


def _has_other_abbreviation(given: _Form, meant: _Form) -> bool:
    """True when a short word or number comes, goes or changes: `minCount` is no slip for `maxCount`."""
    fewer, more = sorted((words_of(given.written), words_of(meant.written)), key=len)
    if len(fewer) == len(more):
        pairs = zip(fewer, more, strict=True)
        return any(len(one) == len(other) and _is_other(one, other) for one, other in pairs)
    whole = "".join(fewer).lower()
    return any(len(word) <= ABBREVIATION and word.lower() not in whole for word in more)


def _is_other(word: str, wanted: str) -> bool:
    return len(word) <= ABBREVIATION and sorted(word.lower()) != sorted(wanted.lower())
