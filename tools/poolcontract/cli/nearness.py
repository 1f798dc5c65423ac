"""Names that a person may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MOST = 4


def near(name: str, known: Iterable[str]) -> list[str]:
    """Up to four known names that hold a name, or resemble it, whatever their case and hyphens."""
    from difflib import get_close_matches  # noqa: PLC0415  for a mistyped name alone

    plain = {_plain(each): each for each in known}
    wanted = _plain(name)
    holding = [each for each in plain if wanted and wanted in each]
    alike = get_close_matches(wanted, plain, n=_MOST, cutoff=0.5)
    return [plain[each] for each in dict.fromkeys((*holding, *alike))][:_MOST]


def question(names: list[str]) -> str:
    """A question for one or more names: "do you mean a, b or c?"."""
    listed = " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"do you mean {listed}?"


def _plain(name: str) -> str:
    return re.sub(r"[-_ ]", "", name.lower())
