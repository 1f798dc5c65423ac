"""The vendor's signature of requests, `SDK-HMAC-SHA256`: what a request claims, and what it should be.

A request is brought into one canonical text (method, path, query, the headers that are signed, the digest of
the body), and HMAC over that text's digest and the date is the signature. The path is signed as it reads once
percent-decoded: `%2f`, `%2F` and `/` are the same to it, by the vendor's own definition.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote, unquote_to_bytes

from poolcontract.exchange import Request

ALGORITHM = "SDK-HMAC-SHA256"
DATE = "x-sdk-date"
_DIGEST = "x-sdk-content-sha256"
_NO_DIGEST = "UNSIGNED-PAYLOAD"
"""What a signer writes for the digest of a body that it does not sign: one that is no JSON."""

_CLAIM = re.compile(
    rf"{ALGORITHM} Access=(?P<access_key>[^,\s]+), ?"
    r"SignedHeaders=(?P<names>[^,\s]+), ?Signature=(?P<signature>[0-9A-Za-z]+)"
)
_DATE = re.compile("[0-9]{8}T[0-9]{6}Z")
_TARGET = re.compile("(?:[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*|(?=/))([^?#]*)(?:[?]([^#]*))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a signed request claims: whose it is, the names of the headers that are signed, and since when."""

    access_key: str
    names: tuple[str, ...]
    signature: str = field(repr=False)
    date: datetime


def claim(request: Request) -> Claim | None:
    """What the headers of a request claim; None when they lack a part, or hold one that cannot be read.

    The date must be one of the signed headers, or an old signature could be given a new one.
    """
    match = _CLAIM.fullmatch(request.header("authorization") or "")
    date = _moment(request.header(DATE) or "")
    if match is None or date is None:
        return None
    names = tuple(match["names"].split(";"))
    if DATE not in names:
        return None
    return Claim(access_key=match["access_key"], names=names, signature=match["signature"], date=date)


def canonical(request: Request, names: tuple[str, ...]) -> str | None:
    """The text that is signed, each byte one character; None where the request has no such text.

    It has none where a signed header is missing or stands twice, or where the target is none of a path.
    """
    target = _TARGET.fullmatch(request.target)
    headers = [_header(request, name) for name in names]
    if target is None or None in headers:
        return None
    path, query = target[1], target[2] or ""
    lines = [f"{name}:{value}" for name, value in zip(names, headers, strict=True)]
    return "\n".join(
        (request.method, _path(path), _query(query), *lines, "", ";".join(names), _digest(request))
    )


def signature(secret_key: str, date: datetime, text: str) -> str:
    """The signature of a canonical text: 64 hexadecimal digits in lower case."""
    digest = hashlib.sha256(text.encode("latin-1")).hexdigest()
    signed = "\n".join((ALGORITHM, written(date), digest))
    return hmac.new(secret_key.encode(), signed.encode(), hashlib.sha256).hexdigest()


def written(date: datetime) -> str:
    """A moment as the vendor writes it."""
    return date.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _moment(text: str) -> datetime | None:
    try:
        return (
            datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if _DATE.fullmatch(text) else None
        )
    except ValueError:  # the 31st of February
        return None


def _header(request: Request, name: str) -> str | None:
    """The value of a header that stands exactly once; a signature does not tell two of them apart."""
    values = [value for key, value in request.headers if key.lower() == name]
    return values[0].strip(" \t") if len(values) == 1 else None


def _path(path: str) -> str:
    decoded = quote(unquote_to_bytes(path.encode("latin-1")), safe="~/")
    return decoded if decoded.endswith("/") else f"{decoded}/"


def _query(query: str) -> str:
    """The query in the one order that is signed, by name and then by value."""
    parts = [part.partition(b"=") for part in query.encode("latin-1").split(b"&") if part]
    pairs = sorted((unquote_to_bytes(name), unquote_to_bytes(value)) for name, _, value in parts)
    return "&".join(f"{quote(name, safe='~')}={quote(value, safe='~')}" for name, value in pairs)


def _digest(request: Request) -> str:
    if request.body and request.header(_DIGEST) == _NO_DIGEST:
        return _NO_DIGEST
    return hashlib.sha256(request.body).hexdigest()
