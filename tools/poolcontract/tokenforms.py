"""Credentials that can be told by their form alone, wherever they stand; nothing is guessed from randomness.

Every pattern begins at a border and has bounded or possessive parts, so that the search stays linear.
"""

from __future__ import annotations

import re

_SHORTEST = 20
MARKS = (
    "eyJ",
    "MII",
    "AKIA",
    "ASIA",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "PRIVATE KEY",
    "SDK-HMAC-SHA256",
)
"""Every credential of a known form holds one of these."""

_FORMS = re.compile(
    r"""
      (?P<JSON_Web_Token>   (?<![\w-]) eyJ [\w-]++ \. eyJ [\w-]++ \. [\w-]*+ )
    | (?P<IAM_token>        (?<![\w+/-]) MII [\w+/=-]{198} [\w+/=-]*+ )
    | (?P<AWS_access_key>   (?<!\w) (?:AKIA|ASIA) [A-Z0-9]{16} (?!\w) )
    | (?P<GitHub_token>     (?<!\w) gh[pousr]_ [A-Za-z0-9]{36,255}+ )
    | (?P<private_key>      -----BEGIN\ [A-Z0-9 ]{0,40}PRIVATE\ KEY (?:-----[^-]*+)? )
    | (?P<request_signature> SDK-HMAC-SHA256\ (?:Access|Credential)=[^\s]*+ )
    """,
    re.VERBOSE | re.ASCII,
)


def token_form(text: str) -> str | None:
    """The kind of credential a text holds, in words (`IAM token`, `private key` …); None when it has none."""
    if not _may_hold_one(text):
        return None
    found = _FORMS.search(text)
    return found.lastgroup.replace("_", " ") if found and found.lastgroup else None


def without_tokens(text: str) -> str:
    """The text with every credential of a known form replaced by three stars."""
    return _FORMS.sub("***", text) if _may_hold_one(text) else text


def _may_hold_one(text: str) -> bool:
    """A quick look, for nearly every text holds none."""
    return len(text) >= _SHORTEST and any(mark in text for mark in MARKS)
