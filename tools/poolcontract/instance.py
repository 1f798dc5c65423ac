"""Reading JSON values whose types nobody has checked yet, and naming places in them (RFC 6901)."""

from __future__ import annotations

import re
from typing import Any, Final

_INDEX = re.compile("0|[1-9][0-9]{0,17}")


class _Absent:
    """The type of `ABSENT`."""

    def __repr__(self) -> str:
        return "ABSENT"

    def __bool__(self) -> bool:
        return False


ABSENT: Final = _Absent()
"""What is not there; false, and not to be confused with null."""


def member(value: Any, *names: str) -> Any:
    """The member reached by names from object to object, or `ABSENT` when a step is missing or no object.

    `member(body, "spec", "type")` never raises, whatever `body` is.
    """
    for name in names:
        if not isinstance(value, dict) or name not in value:
            return ABSENT
        value = value[name]
    return value


def items(value: Any) -> list[Any]:
    """The items of an array; none for anything else."""
    return value if isinstance(value, list) else []


def text_of(value: Any, *names: str) -> str:
    """The text reached by names; "" when it is empty, absent or no text, and there is nothing to judge."""
    text = member(value, *names)
    return text if isinstance(text, str) else ""


def is_blank(value: Any) -> bool:
    """True for what the page calls blank or unavailable: absent, null, "", {}, [] or an object of blanks."""
    if isinstance(value, dict):
        return all(is_blank(item) for item in value.values())
    return value is ABSENT or value is None or value in ("", [])


def is_integer(value: Any) -> bool:
    """True for a JSON integer (2.0 is one, true is none)."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float) and value.is_integer())


def type_of(value: Any) -> str:
    """The JSON type of a value: object, array, string, integer, number, boolean, null."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if is_integer(value):
        return "integer"
    names: dict[type, str] = {dict: "object", list: "array", str: "string", float: "number"}
    return names.get(type(value), type(value).__name__)


def pointer(*tokens: str | int) -> str:
    """The JSON Pointer made of unescaped tokens: `pointer("a/b", 0)` is `/a~1b/0`."""
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)


def tokens_of(place: str) -> list[str]:
    """The unescaped tokens of a JSON Pointer; `tokens_of("")` is empty."""
    return [token.replace("~1", "/").replace("~0", "~") for token in place.split("/")[1:]]


def is_index(token: str) -> bool:
    """True for a token that can name an item of an array: decimal digits without a leading zero."""
    return _INDEX.fullmatch(token) is not None


def resolve(value: Any, place: str) -> Any:
    """The value at a JSON Pointer, or `ABSENT`."""
    for token in tokens_of(place):
        if isinstance(value, dict) and token in value:
            value = value[token]
        elif isinstance(value, list) and is_index(token) and int(token) < len(value):
            value = value[int(token)]
        else:
            return ABSENT
    return value
