"""One keyword that a value violates, whoever noticed it."""

from __future__ import annotations

from typing import Any, NamedTuple

Place = tuple[str | int, ...]
"""The members and items that lead to a value."""


class Broken(NamedTuple):
    """A keyword of a schema, what it asks for, the place of the value, and the value.

    `missing` names the member that `required` asks for.
    """

    keyword: str
    wanted: Any
    place: Place
    value: Any
    schema: Any
    missing: str = ""
