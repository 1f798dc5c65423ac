"""What the rules on members beyond the tables share: which there are, what they resemble, what they hide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from poolcontract.rules._spelling import slips, words_of
from poolcontract.tokenforms import token_form

_SECRET_WORD = re.compile(
    "keys?|tokens?|passwords?|passwd|pwd|passphrase|secrets?|credentials?|apikey|accesskey|secretkey",
    re.IGNORECASE,
)


def listed(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The members that a schema lists; none for a map of any keys."""
    properties = schema.get("properties")
    return properties if isinstance(properties, Mapping) else {}


def known(schema: Mapping[str, Any]) -> frozenset[str]:
    """The unlisted members that other editions of the page document."""
    return frozenset(schema.get("x-known-members", ()))


def unlisted(value: dict[str, Any], schema: Mapping[str, Any]) -> list[str]:
    """The names of an object's members that its schema does not list, where it lists any."""
    properties = listed(schema)
    if not properties or value.keys() <= properties.keys():
        return []
    return [name for name in value if name not in properties]


def misspellings(value: dict[str, Any], schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The unlisted members that resemble a listed one: (name, the name probably meant).

    What other editions document is no misspelling.
    """
    beyond = unlisted(value, schema)
    if beyond:
        harmless = known(schema)
        yield from slips((name for name in beyond if name not in harmless), listed(schema))


def secret(name: str, item: Any) -> str | None:
    """Why an unlisted member seems to hold a secret, as the end of a sentence; None when it does not."""
    if token_form(name):
        return "has a credential for a name"
    if isinstance(item, str | dict | list) and item and _is_named_like_a_secret(name):
        return "is named like a secret"
    form = next(filter(None, map(token_form, _texts_in(item))), None)
    return f"holds what looks like a credential ({form})" if form else None


def _is_named_like_a_secret(name: str) -> bool:
    return any(_SECRET_WORD.fullmatch(word) for word in words_of(name))


def _texts_in(value: Any) -> Iterator[str]:
    """Every text in a value, keys included, at any depth."""
    stack = [value]
    while stack:
        value = stack.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            stack.extend(value)
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)
