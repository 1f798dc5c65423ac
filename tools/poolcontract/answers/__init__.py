"""The answers that HTTP clients hand back → exchanges for the judge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from poolcontract.answers.clients import Told, told_by
from poolcontract.errors import InputError, LimitError, UsageError
from poolcontract.exchange import Circumstances, Exchange, Request, Response, header
from poolcontract.limits import DEFAULT, Limits
from poolcontract.payloads.contents import unpacked
from poolcontract.payloads.exchanges import target_of

__all__ = ["exchanges_of"]

UNKNOWN = Circumstances()


def exchanges_of(
    answer: Any,
    *,
    method: str | None = None,
    url: str | None = None,
    body: bytes | None = None,
    known: Circumstances = UNKNOWN,
    limits: Limits = DEFAULT,
) -> Iterator[Exchange]:
    """The exchange behind an answer, after those that redirected to it, in the order of time.

    The answer is one of requests, httpx, aiohttp (its body read), urllib3, urllib.request, http.client or
    Schemathesis, or an `Exchange` already. `method` and `url` say what the answer does not (http.client keeps
    no URL); `body` is given where it was read before, `known` is what the sender knew. Raises `UsageError`
    where something is lacking.
    """
    if isinstance(answer, Exchange):
        yield replace(answer, known=answer.known if known == UNKNOWN else known)
        return
    told = told_by(answer, body)
    for each in told.earlier:  # each has a history of its own, which is told already
        yield _exchange(told_by(each, b""), method, None, known, limits)
    yield _exchange(told, method, url, known, limits)


def _exchange(
    told: Told, method: str | None, url: str | None, known: Circumstances, limits: Limits
) -> Exchange:
    method, url = told.method or method, told.url or url
    if url is None or method is None:
        lacking = " and ".join(name for name, value in (("method", method), ("url", url)) if value is None)
        raise UsageError(f"the answer does not tell the {lacking} of its request: give it, {lacking}=…")
    request = Request(
        method=method.upper(), target=target_of(url), headers=told.request_headers, body=told.request_body
    )
    coding = header(told.headers, "content-encoding") if told.packed else None
    try:
        content = unpacked(told.body, coding or "", limits)
    except LimitError:
        return Exchange(request=request, known=known, fault="too-large", duration=told.duration)
    except InputError:
        flaw = "framing/content-encoding"
        return Exchange(request=request, known=known, fault="framing", flaw=flaw, duration=told.duration)
    response = Response(
        status=told.status, headers=told.headers, body=content, http_version=told.http_version
    )
    return Exchange(request=request, response=response, known=known, duration=told.duration)
