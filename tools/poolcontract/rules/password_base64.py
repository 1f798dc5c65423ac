"""The password of a node login is Base64.

The page says that the password comes salted, encrypted and encoded in Base64. A text that is not Base64 is
at best wrongly encoded and at worst the password itself; alphabet and padding are judged, nothing else. The
value is never shown. An empty text is not judged.

Encode the encrypted password in standard Base64 with padding, or leave it out of answers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import pointer, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMBER = "password"
_PRIVILEGED = {"labels": {"os.modelarts/privileged": "true"}}
_NETWORK = {"vpcId": "vpc-1", "subnetId": "subnet-1"}


def _pool(password: str) -> dict[str, Any]:
    spec = {"network": _NETWORK, "userLogin": {MEMBER: password}}
    return {"kind": "Pool", "metadata": _PRIVILEGED, "spec": spec}


RULE = Rule(
    severity=Severity.WARNING,
    source=Source(13, MEMBER),
    schema="PoolUserLogin",
    good=(_pool("c2FsdGVkLWFuZC1lbmNyeXB0ZWQ="),),
    bad=(
        _pool("not base64"),
        _pool("c2FsdGVk="),
    ),
)

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")


def applies(value: Any) -> bool:
    """A text stands there."""
    return text_of(value, MEMBER) != ""


def check(value: Any) -> Iterator[tuple[str, str]]:
    """The place of a password that is not Base64; its value stays unsaid."""
    text = text_of(value, MEMBER)
    if not _BASE64.fullmatch(text):
        yield pointer(MEMBER), "the password is not Base64; it comes salted, encrypted and encoded in Base64"


def silent(value: Any) -> bool:
    """True where the text is Base64, as an empty one is."""
    return bool(_BASE64.fullmatch(text_of(value, MEMBER)))
