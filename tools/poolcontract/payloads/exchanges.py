"""Recorded exchanges of any format: what was written down → one exchange and its place, or why not."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from poolcontract.document import Document, Fault
from poolcontract.errors import InputError, LimitError
from poolcontract.exchange import Circumstances, Exchange, Headers, Request, Response, header
from poolcontract.harfield import Sent
from poolcontract.limits import Limits
from poolcontract.payloads.contents import unpacked
from poolcontract.payloads.embedded import Faulty
from poolcontract.payloads.units import Parsed, PassedOver, Recorded, Unit

NO_ANSWER = "without an answer"
NOT_RECORDED = "without its body"


@dataclass(frozen=True, slots=True)
class Body:
    """A body as a recording holds it: its bytes, the JSON Pointer from the entry, and if it is encoded."""

    data: bytes
    at: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a recording, and where it stands."""

    name: str
    document: Document
    at: str
    record: int
    limits: Limits
    first_line: int = 1

    def recorded(
        self,
        request: tuple[Any, Any, Headers, bytes],
        status: int,
        headers: Headers,
        body: Body,
        sent: Sent | None = None,
    ) -> Unit:
        """The unit for a request (method, URL, headers, body) and its answer.

        Where the sender has told what it `sent` the target is its own, and the body stands as it was judged.
        """
        method, url, request_headers, posted = request
        if not isinstance(method, str) or not isinstance(url, str):
            return self.broken("the entry lacks the method or the address of its request")
        try:
            coding = (header(headers, "content-encoding") or "") if sent is None else ""
            content = unpacked(body.data, coding, self.limits)
        except InputError as error:
            return self.broken(str(error))
        except LimitError as error:
            return self.broken(str(error), "limit/document")
        target = target_of(url) if sent is None else sent.target
        method = method.upper() if sent is None else method
        exchange = Exchange(
            request=Request(method=method, target=target, headers=request_headers, body=posted),
            response=Response(status=status, headers=headers, body=content),
            known=Circumstances() if sent is None else sent.known,
        )
        return Recorded(
            self.name,
            exchange,
            self.document,
            self.at + body.at,
            self.record,
            self.first_line,
            self.at,
            body.hidden,
            "" if sent is None else sent.operation,
        )

    def broken(self, why: str, rule: str = "recording/entry") -> Parsed:
        """The unit for an entry that cannot be judged though it should."""
        fault = Fault(rule, why, self.document.place(self.at))
        return Parsed(self.name, Faulty(self.document, (fault,)), "", self.record, self.first_line)

    def passed_over(self, why: str) -> PassedOver:
        """The unit for an entry that holds nothing to judge."""
        return PassedOver(self.name, self.record, why)


def decoded(text: str, *, encoded: bool) -> bytes:
    """The bytes of a recorded text. Raises `InputError` for base64 that is none."""
    if not encoded:
        return text.encode("utf-8", errors="surrogatepass")
    try:
        return base64.b64decode(text, validate=False)
    except (binascii.Error, ValueError) as error:
        raise InputError(f"the body is no base64: {error}") from error


def target_of(url: str) -> str:
    """The path and query of an absolute URL, byte for byte; a URL without a host as it is."""
    _, scheme, rest = url.partition("://")
    if not scheme:
        return url or "/"
    host = min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))
    target = rest[host:].partition("#")[0]
    return target if target.startswith("/") else "/" + target


def headers_of(told: Any) -> Headers:
    """Headers as HAR has them (name and value in objects), or as a map of names to a value or to values."""
    pairs = _pairs(told.items() if isinstance(told, dict) else _named(told))
    return tuple((name, value) for name, value in pairs if isinstance(name, str) and isinstance(value, str))


def _named(told: Any) -> Iterable[tuple[Any, Any]]:
    objects = [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []
    return [(each.get("name"), each.get("value")) for each in objects]


def _pairs(told: Iterable[tuple[Any, Any]]) -> Iterable[tuple[Any, Any]]:
    for name, values in told:
        for value in values if isinstance(values, list) else [values]:
            yield name, value
