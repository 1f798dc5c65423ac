"""What the answers of each HTTP client tell: found by what an answer has, read by what its library documents.

No client library is imported, and none need be installed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from poolcontract.errors import UsageError
from poolcontract.exchange import Headers

_ENCODING = "latin-1"
"""Gives every byte a character of its own, in both directions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an answer tells; None and empty where it does not.

    `earlier` are the answers that redirected here, in any form that can be read, but for their bodies, which
    few libraries keep; `packed` says that the body still has its content encoding.
    """

    status: int
    headers: Headers
    body: bytes = b""
    http_version: str = "1.1"
    method: str | None = None
    url: str | None = None
    request_headers: Headers = ()
    request_body: bytes = b""
    duration: float | None = None
    earlier: tuple[Any, ...] = ()
    packed: bool = False


def told_by(answer: Any, body: bytes | None = None) -> Told:
    """What an answer tells, its body given where it was read before; raises `UsageError` for what is none."""
    if isinstance(answer, Told):
        return answer
    for marks, read in _READERS:
        if all(hasattr(answer, mark) for mark in marks):
            return read(answer, body)
    kind = type(answer)
    raise UsageError(
        "an answer of requests, httpx, aiohttp, urllib3 or http.client is expected, "
        f"not {kind.__module__}.{kind.__qualname__}"
    )


def _of_httpx(answer: Any, body: bytes | None) -> Told:
    request = _unless_lacking(lambda: answer.request)
    elapsed = _unless_lacking(lambda: answer.elapsed)
    return Told(
        status=answer.status_code,
        headers=_texts(answer.headers.raw),
        body=_body(body, lambda: answer.content),
        http_version=answer.http_version.removeprefix("HTTP/"),
        method=request and request.method,
        url=request and request.url.raw_path.decode(_ENCODING),
        request_headers=_texts(request.headers.raw) if request else (),
        request_body=(request and _unless_lacking(lambda: request.content)) or b"",
        duration=_seconds(elapsed),
        earlier=tuple(answer.history),
    )


def _of_requests(answer: Any, body: bytes | None) -> Told:
    # requests joins headers that come twice; below it urllib3 has them apart
    headers = getattr(answer.raw, "headers", None) or answer.headers
    request = answer.request
    return Told(
        status=answer.status_code,
        headers=_texts(headers.items()),
        body=_body(body, lambda: answer.content),
        http_version=_version(getattr(answer.raw, "version", None)),
        method=request and request.method,
        url=request and request.path_url,
        request_headers=_texts(request.headers.items()) if request else (),
        request_body=_bytes(request.body) if request else b"",
        duration=_seconds(answer.elapsed),
        earlier=tuple(answer.history),
    )


def _of_aiohttp(answer: Any, body: bytes | None) -> Told:
    request, version = answer.request_info, answer.version
    return Told(
        status=answer.status,
        headers=_texts(answer.raw_headers),
        body=_body(body, lambda: _at_once(answer.text(encoding=_ENCODING)).encode(_ENCODING)),
        http_version=f"{version.major}.{version.minor}" if version else "1.1",
        method=request.method,
        url=request.url.raw_path_qs,
        request_headers=_texts(request.headers.items()),
        earlier=tuple(answer.history),
    )


def _of_urllib3(answer: Any, body: bytes | None) -> Told:
    history = answer.retries.history if answer.retries else ()
    content = _body(body, lambda: answer.data)
    if body is None and not content and answer.tell():
        raise UsageError("the body of the answer was read before: give it, body=…")
    return Told(
        status=answer.status,
        headers=_texts(answer.headers.items()),
        body=content,
        http_version=_version(answer.version),
        url=answer.geturl(),
        earlier=tuple(map(_redirect, (each for each in history if each.redirect_location))),
    )


def _redirect(step: Any) -> Told:
    """What urllib3 keeps of an answer that it followed elsewhere: no body, and one header."""
    location = (("Location", step.redirect_location),)
    return Told(status=step.status, headers=location, method=step.method, url=step.url)


def _of_http_client(answer: Any, body: bytes | None) -> Told:
    if body is None and answer.isclosed():
        raise UsageError("the body of the answer was read before: give it, body=…")
    return Told(
        status=answer.status,
        headers=_texts(answer.headers.items()),
        body=_body(body, answer.read),
        http_version=_version(answer.version),
        url=getattr(answer, "url", None),  # set by urllib.request alone
        packed=True,
    )


def _of_schemathesis(answer: Any, body: bytes | None) -> Told:
    request = answer.request
    return Told(
        status=answer.status_code,
        headers=tuple((name, value) for name, values in answer.headers.items() for value in values),
        body=_body(body, lambda: answer.content),
        http_version=answer.http_version,
        method=request.method,
        url=request.path_url,
        request_headers=_texts(request.headers.items()),
        request_body=_bytes(request.body),
        duration=answer.elapsed,
    )


_Reader = Callable[[Any, bytes | None], Told]
_READERS: tuple[tuple[tuple[str, ...], _Reader], ...] = (
    (("status_code", "http_version", "history", "extensions"), _of_httpx),
    (("status_code", "raw", "request", "history"), _of_requests),
    (("status_code", "content_size", "request", "elapsed"), _of_schemathesis),
    (("status", "raw_headers", "request_info"), _of_aiohttp),
    (("status", "data", "retries", "geturl"), _of_urllib3),
    (("status", "read", "isclosed", "headers"), _of_http_client),
)
"""By which attributes the answer of a library is known, and how it is read."""


def _body(given: bytes | None, read: Callable[[], bytes]) -> bytes:
    """The body as it was given, or as the library reads it, which may refuse once the stream is spent."""
    if given is not None:
        return given
    try:
        return read()
    except RuntimeError as error:
        raise UsageError("the body of the answer was not kept: read it first, or give it, body=…") from error


def _at_once(reading: Any) -> str:
    """What a coroutine gives that has nothing to wait for; `RuntimeError` when it has."""
    try:
        reading.send(None)
    except StopIteration as ended:
        return str(ended.value)
    finally:
        reading.close()
    raise RuntimeError("the body has not come yet")


def _unless_lacking(read: Callable[[], Any]) -> Any:
    """A value that httpx raises for when it is not there; None then."""
    try:
        return read()
    except RuntimeError:
        return None


def _texts(pairs: Iterable[tuple[Any, Any]]) -> Headers:
    return tuple((_text(name), _text(value)) for name, value in pairs)


def _text(value: Any) -> str:
    return value.decode(_ENCODING) if isinstance(value, bytes) else str(value)


def _bytes(body: Any) -> bytes:
    """A request's body; one that was streamed is gone."""
    return body if isinstance(body, bytes) else body.encode() if isinstance(body, str) else b""


def _version(number: int | None) -> str:
    """`1.1` for 11, as http.client and urllib3 count."""
    return "1.1" if not number else f"{number // 10}.{number % 10}"


def _seconds(elapsed: Any) -> float | None:
    return elapsed.total_seconds() if isinstance(elapsed, timedelta) else None
