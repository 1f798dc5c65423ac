"""Whether any of some words stands in a text: asked of nearly every text, and hardly ever true.

The first texts are searched by `re`. Once that adds up, the search goes over to the regular expressions of
jsonschema-rs, which need a hundredth of the time, and whose import would be too much for one small file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable

_ENOUGH = 50_000
"""So many characters take `re` as long as the import of jsonschema-rs takes."""


class Search:
    """Looks for words in texts, lower and upper case alike where that is asked for.

    `found_in` is true of a text that holds one of the words; it is replaced once there is a quicker one.
    """

    def __init__(self, words: Iterable[str], *, ignore_case: bool = False) -> None:
        self._words = tuple(words)
        self._pattern = re.compile("|".join(map(re.escape, self._words)), re.IGNORECASE if ignore_case else 0)
        self._left: float = _ENOUGH
        self.found_in: Callable[[str], bool] = self._at_first if self._words else _never

    def _at_first(self, text: str) -> bool:
        self._left -= len(text)
        if self._left < 0:
            self._left = math.inf
            self.found_in = self._quicker() or self._at_first
        return self._pattern.search(text) is not None

    def _quicker(self) -> Callable[[str], bool] | None:
        try:
            from jsonschema_rs import RegexOptions, validator_for  # noqa: PLC0415  see the module's docstring
        except ImportError:
            return None
        case = "(?i)" if self._pattern.flags & re.IGNORECASE else ""
        pattern = case + "|".join(re.sub(r"\W", _escaped, word) for word in self._words)
        search = validator_for({"type": "string", "pattern": pattern}, pattern_options=RegexOptions())
        quick: Callable[[str], bool] = search.is_valid
        return quick


def _never(_: str) -> bool:
    return False


def _escaped(match: re.Match[str]) -> str:
    """A character that may mean something in a pattern, as itself in any dialect."""
    return f"\\x{ord(match[0]):02x}"
