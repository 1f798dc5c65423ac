"""The options of our markers."""

from __future__ import annotations

from typing import Any

import pytest

from poolcontract.errors import UsageError


def marked(node: pytest.Item, name: str, example: str) -> dict[str, Any]:
    """The options of the markers with a name on a test; the nearest one wins.

    Raises `UsageError` for options without names.
    """
    options: dict[str, Any] = {}
    for marker in reversed(list(node.iter_markers(name))):
        if marker.args:
            raise UsageError(f"the marker takes options by name, such as {example}")
        options |= marker.kwargs
    return options
