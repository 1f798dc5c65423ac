"""Faults of HTTP: the status, the headers, where an answer leads, how large it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Any

from poolcontract.exchange import Exchange, Response
from poolcontract.finding import Source
from poolcontract.mock.fault import Changed, Fault
from poolcontract.mock.service import Service
from poolcontract.statuses import UNDECIDED

_Change = Callable[[Exchange, Response], Response]
_STATUSES = Source("Status Codes")
_RULES = {
    "undocumented-status": (201, 202, 203, 204, 206, 402, 406, 410, 418, 422, 451, 500, 501, 505, 507),
    "undocumented-refusal": (400, 405, 409, 415),
}
_ELSEWHERE = "https://example.com/v2/other/pools/other"
_REDIRECTS = {
    "redirect/elsewhere-301": (301, _ELSEWHERE),
    "redirect/elsewhere-307": (307, _ELSEWHERE),
    "redirect/sign-in-302": (302, "/sign-in?from=here"),
    "redirect/see-other-303": (303, "/"),
    "redirect/other-pool-308": (308, "{path}-other"),
    "redirect/same-place-307": (307, "{path}"),
    "redirect/nowhere-302": (302, None),
    "redirect/choices-300": (300, None),
    "redirect/not-modified-304": (304, None),
}
_MANY, _LONG = 200, 70_000
_LARGE = 9_000_000


def _when_documented(change: _Change) -> Changed:
    """Changes the answer to a good call, where its status is a documented one."""

    def changed(exchange: Exchange, service: Service) -> Response | None:
        response = exchange.response
        assert response is not None
        documented = response.status in service.operation.responses and exchange.known.refusal is None
        return change(exchange, response) if documented else None

    return changed


def _with_status(status: int, _: Exchange, response: Response) -> Response:
    if status in (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED):
        return Response(status=status)
    return replace(response, status=status)


def _redirected(status: int, location: str | None, exchange: Exchange, _: Response) -> Response:
    path = exchange.request.target.partition("?")[0]
    headers = () if location is None else (("location", location.format(path=path)),)
    return Response(status=status, headers=headers)


def _with_more_headers(*headers: tuple[str, str]) -> _Change:
    return lambda _, response: replace(response, headers=(*response.headers, *headers))


def _with_other_headers(*headers: tuple[str, str]) -> _Change:
    return lambda _, response: replace(response, headers=headers)


def _large(_: Exchange, response: Response) -> Response:
    return replace(response, body=response.body + b" " * _LARGE)


def _fault(identifier: str, title: str, change: _Change, **told: Any) -> Fault:
    return Fault(id=identifier, title=title, changed=_when_documented(change), **told)


_HEADERS: dict[str, tuple[str, str, _Change]] = {
    "header/content-type-missing": ("no media type is told", "media-type", _with_other_headers()),
    "header/content-type-empty": (
        "the media type is empty",
        "media-type",
        _with_other_headers(("content-type", "")),
    ),
    "header/content-type-html": (
        "the media type is that of a page",
        "media-type",
        _with_other_headers(("content-type", "text/html; charset=utf-8")),
    ),
    "header/content-type-problem": (
        "the media type is application/problem+json",
        "media-type",
        _with_other_headers(("content-type", "application/problem+json")),
    ),
    "header/content-type-list": (
        "two media types stand in one header",
        "media-type",
        _with_other_headers(("content-type", "application/json, text/html")),
    ),
    "header/content-type-twice": (
        "two media types come in two headers",
        "doubled-header",
        _with_more_headers(("content-type", "text/html")),
    ),
    "header/charset-utf-16": (
        "the charset is said to be utf-16",
        "charset",
        _with_other_headers(("content-type", "application/json; charset=utf-16")),
    ),
    "header/location-twice": (
        "two locations come with the answer",
        "doubled-header",
        _with_more_headers(("location", "/a"), ("location", "/b")),
    ),
}
"""By id: title, rule, change."""

_TOO_LARGE: dict[str, tuple[str, _Change]] = {
    "header/too-many": (f"{_MANY} headers come", _with_more_headers(*[("x-more", "1")] * _MANY)),
    "header/too-long": (f"a header of {_LONG} bytes comes", _with_more_headers(("x-long", "0" * _LONG))),
    "body/too-large": (f"{_LARGE // 1_000_000} MB of blanks follow the body", _large),
}


FAULTS = (
    *(
        _fault(
            f"status/{status}",
            f"good calls are answered with {status}",
            partial(_with_status, status),
            rule=rule,
            source=_STATUSES,
        )
        for rule, statuses in _RULES.items()
        for status in statuses
    ),
    *(
        _fault(
            f"status/{status}",
            f"good calls are answered with {status}",
            partial(_with_status, status),
            undecided=reason,
        )
        for status, reason in UNDECIDED.items()
    ),
    *(
        _fault(
            identifier,
            f"redirects with {status}{f' to {location}' if location else ''}",
            partial(_redirected, status, location),
            rule="redirect",
            source=_STATUSES,
        )
        for identifier, (status, location) in _REDIRECTS.items()
    ),
    *(_fault(identifier, title, change, rule=rule) for identifier, (title, rule, change) in _HEADERS.items()),
    *(
        _fault(identifier, title, change, undecided="too-large")
        for identifier, (title, change) in _TOO_LARGE.items()
    ),
)
