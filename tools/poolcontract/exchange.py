"""One request and its answer, as they were on the wire, and what the sender knew: frozen values."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Literal

from poolcontract.instance import ABSENT

Headers = tuple[tuple[str, str], ...]
PoolState = Literal["living", "absent", "deleting", "deleted", "unknown"]
JSON: Headers = (("content-type", "application/json"),)


def header(headers: Headers, name: str) -> str | None:
    """The first value of a header, its name in any case; None when it is not there."""
    return next((value for key, value in headers if key.lower() == name.lower()), None)


def parsed(body: bytes) -> Any:
    """The JSON value of a body, or `ABSENT` when it holds none."""
    try:
        return json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return ABSENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request: `target` byte for byte as sent (path, query and all), headers in order, body raw."""

    method: str
    target: str
    headers: Headers = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)

    def header(self, name: str) -> str | None:
        """The first value of a header, or None."""
        return header(self.headers, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer: headers in order (doubled ones twice), body without its transfer framing."""

    status: int
    headers: Headers = ()
    body: bytes = field(default=b"", repr=False)
    http_version: str = "1.1"

    def header(self, name: str) -> str | None:
        """The first value of a header, or None."""
        return header(self.headers, name)

    @property
    def value(self) -> Any:
        """The body as a JSON value, or `ABSENT`; defects of the text are not this property's concern."""
        return parsed(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the sender knew before the answer came; a recording knows nothing and leaves the defaults.

    `pool` tells whether the pool named was there; `deleted`: it was, until this run deleted it; `deleting`:
    this run deleted it so lately that it may be there still. `refusal` says why the request deserves to be
    refused (`no token`, `wrong token`, `malformed body`, `media type`, `foreign body`, `method`, `name`),
    None when nothing provoked a refusal.
    """

    pool: PoolState = "unknown"
    refusal: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request with its answer, or with the `fault` that kept the answer away.

    `fault` is a reason code of the transport: connect, timeout, reset, framing, too-large; with framing
    `flaw` says what was wrong with the message (an id of `framing.FLAWS`). `duration` is in seconds.
    """

    request: Request
    response: Response | None = None
    known: Circumstances = Circumstances()
    fault: str | None = None
    flaw: str | None = None
    duration: float | None = None

    @classmethod
    def of(
        cls,
        line: str,
        status: int,
        body: Any = b"",
        *,
        headers: Headers = JSON,
        request_headers: Headers = (),
        request_body: bytes = b"",
        known: Circumstances = Circumstances(),
    ) -> Exchange:
        """An exchange written in one line: `Exchange.of("DELETE /v2/p/pools/a", 200, {"kind": "Pool"})`.

        A body that is not bytes is written as JSON.
        """
        method, target = line.split(" ", 1)
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return cls(
            request=Request(method=method, target=target, headers=request_headers, body=request_body),
            response=Response(status=status, headers=headers, body=content),
            known=known,
        )
