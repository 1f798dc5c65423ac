"""Secrets that are known by their value, and the spellings in which a text may hold them."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from string import ascii_letters, digits
from urllib.parse import quote

_SHORTEST_ENCODED = 8
_PERCENT = re.compile("%[0-9A-F]{2}")
_URL_SAFE = str.maketrans("+/", "-_")
_LONG = 64
_OF_A_RUN = f"{digits}{ascii_letters}+/_-"
_RUN = re.compile(rf"[{_OF_A_RUN}]{{{_LONG},}}")
"""What may hold a signature in some spelling."""

_CUT = "…"
_BEGINNING = 16
_LONGEST_RUN = 500


class KnownSecrets:
    """Finds secrets in texts; false when there are none."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets if secret for form in spellings(secret)}
        self._forms = sorted(forms, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, self._forms)))
        self._signatures: dict[int, set[str]] = {}
        self._beginnings: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self._forms or self._signatures)

    def add_signature(self, signature: str) -> None:
        """Learn one more secret, of letters and digits and as long as a signature; there may be thousands."""
        if len(signature) >= _LONG:
            for form in spellings(signature):
                self._signatures.setdefault(len(form), set()).add(form)
                self._beginnings.add(form[:_BEGINNING])

    def spans(self, text: str, left: int = 0, right: int | None = None) -> Iterator[tuple[int, int]]:
        """Where they stand in a part of a text; two may overlap."""
        end = len(text) if right is None else right
        if any(text.find(form, left, end) >= 0 for form in self._forms):  # quicker than the pattern
            yield from (match.span() for match in self._pattern.finditer(text, left, end))
        if self._signatures:
            yield from self._spans_of_signatures(text, left, end)
        if _CUT in text:
            yield from self._spans_cut_off(text, left, end)

    def _spans_of_signatures(self, text: str, left: int, right: int) -> Iterator[tuple[int, int]]:
        for run in _RUN.finditer(text, left, right):
            for length, known in self._signatures.items():
                for start in range(run.start(), run.end() - length + 1):
                    if text[start : start + length] in known:
                        yield start, start + length

    def _spans_cut_off(self, text: str, left: int, right: int) -> Iterator[tuple[int, int]]:
        """Where a text that was clipped ends in the beginning of a secret: most of one is as good as all."""
        at = text.find(_CUT, left, right)
        while at >= 0:
            for form in self._forms:
                shortest = form[:_SHORTEST_ENCODED]
                start = text.find(shortest, max(left, at - len(form)), at)
                while start >= 0 and not form.startswith(text[start:at]):
                    start = text.find(shortest, start + 1, at)
                if start >= 0:
                    yield start, at
            if self._beginnings:
                yield from self._beginnings_before(text, max(left, at - _LONGEST_RUN), at)
            at = text.find(_CUT, at + 1, right)

    def _beginnings_before(self, text: str, left: int, end: int) -> Iterator[tuple[int, int]]:
        begin = left + len(text[left:end].rstrip(_OF_A_RUN))
        for start in range(begin, end - _BEGINNING + 1):
            if text[start : start + _BEGINNING] in self._beginnings:
                yield start, end


def spellings(secret: str) -> set[str]:
    """The ways a text may hold a secret; what is short would be met everywhere in hexadecimal or Base64."""
    encoded = {quote(secret, safe=safe, errors="surrogatepass") for safe in ("", "/")}
    lower = {_PERCENT.sub(lambda match: match[0].lower(), each) for each in encoded}
    spelled = {secret, json.dumps(secret)[1:-1], *encoded, *lower}
    if len(secret) < _SHORTEST_ENCODED:
        return spelled
    data = secret.encode("utf-8", errors="surrogatepass")
    return spelled | {data.hex(), data.hex().upper()} | _in_base64(data)


def _in_base64(data: bytes) -> set[str]:
    """What Base64 makes of some bytes wherever they begin in what is encoded, in both of its alphabets."""
    found = set()
    for before in range(3):
        whole = b64encode(bytes(before) + data).decode("ascii")
        first = (0, 2, 3)[before]  # characters that hang on the bytes before
        last = (before + len(data)) * 8 // 6  # characters that hang on no byte behind
        found |= {whole[first:last], whole[first:last].translate(_URL_SAFE)}
    return found
