"""All exchanges of a run as one HTTP Archive 1.2, without secrets, which the judge can judge again."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from poolcontract import harfield
from poolcontract.exchange import Exchange, Headers, Request, Response
from poolcontract.exchangemask import ExchangeMask
from poolcontract.harfield import Sent
from poolcontract.record import Record, Result

_UNKNOWN = -1
"""What a HAR has for a size that nobody knows."""


def recording(record: Record, *, url: str, version: str) -> Iterator[str]:
    """The text of the recording, an entry a line: every request that was sent, in the order of sending.

    `url` is that of the target, `version` our own. What was not sent stands in report.json alone.
    """
    creator = json.dumps({"name": "poolcontract", "version": version})
    yield f'{{"log": {{"version": "1.2", "creator": {creator}, "entries": ['
    lead = "\n"
    operation = record.contract.operations[0].id
    for scenario, result in record.decided():
        if result.exchange is not None:
            mask = ExchangeMask(record.mask, result.exchange)
            sent = _sent(result, result.exchange, scenario, operation, mask)
            yield lead + json.dumps(_entry(result, result.exchange, sent, mask, url))
            lead = ",\n"
    yield "\n]}}\n"


def _sent(result: Result, exchange: Exchange, scenario: str, operation: str, mask: ExchangeMask) -> Sent:
    return Sent(
        scenario=scenario,
        operation=operation,
        target=mask.text(exchange.request.target),
        known=exchange.known,
        flaw=exchange.flaw if result.findings else None,
    )


def _entry(result: Result, exchange: Exchange, sent: Sent, mask: ExchangeMask, url: str) -> dict[str, Any]:
    seconds = exchange.duration or 0.0
    milliseconds = round(seconds * 1000, 3)
    return {
        "startedDateTime": (result.at - timedelta(seconds=seconds)).isoformat(timespec="milliseconds"),
        "time": milliseconds,
        "request": _request(exchange.request, sent.target, mask, url),
        "response": _response(exchange, mask),
        "cache": {},
        "timings": {"send": 0, "wait": milliseconds, "receive": 0},
        harfield.NAME: harfield.written(sent),
    }


def _request(request: Request, target: str, mask: ExchangeMask, url: str) -> dict[str, Any]:
    _, _, query = target.partition("?")
    parts = [each.partition("=") for each in query.split("&") if each]
    told: dict[str, Any] = {
        "method": request.method,
        "url": target if "://" in target else f"{url}/{target.removeprefix('/')}",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _headers(request.headers, mask),
        "queryString": [{"name": name, "value": value} for name, _, value in parts],
        "headersSize": _UNKNOWN,
        "bodySize": len(request.body),
    }
    if request.body:
        text = mask.text(request.body.decode("utf-8", errors="replace"))
        told["postData"] = {"mimeType": request.header("content-type") or "", "text": text}
    return told


def _response(exchange: Exchange, mask: ExchangeMask) -> dict[str, Any]:
    """The answer; where none came the status is 0, as in recordings of browsers, and why."""
    response = exchange.response or Response(status=0, http_version="1.1")
    told: dict[str, Any] = {
        "status": response.status,
        "statusText": "",
        "httpVersion": f"HTTP/{response.http_version}",
        "cookies": [],
        "headers": _headers(response.headers, mask),
        "content": _content(response, mask),
        "redirectURL": mask.text(response.header("location") or ""),
        "headersSize": _UNKNOWN,
        "bodySize": len(response.body) if exchange.response else _UNKNOWN,
    }
    return told if exchange.fault is None else {**told, "_error": exchange.fault}


def _content(response: Response, mask: ExchangeMask) -> dict[str, Any]:
    told = {"size": len(response.body), "mimeType": response.header("content-type") or ""}
    body = mask.body(response.body)
    if body is None:
        return told  # a size without a text: there was one that is not told
    try:
        return {**told, "text": body.decode("utf-8")}
    except UnicodeDecodeError:
        return {**told, "text": b64encode(body).decode("ascii"), "encoding": "base64"}


def _headers(headers: Headers, mask: ExchangeMask) -> list[dict[str, str]]:
    return [{"name": mask.text(name), "value": mask.header(name, value)} for name, value in headers]
