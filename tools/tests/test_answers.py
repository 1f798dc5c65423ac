"""The answers of every client library are read for what was on the wire; what is lacking is asked for."""

from __future__ import annotations

import asyncio
import gzip
from typing import Any

import pytest
import requests

from poolcontract.answers import exchanges_of
from poolcontract.errors import UsageError
from poolcontract.exchange import Circumstances, Exchange, Headers, Request, Response

from .http_clients import CLIENTS, by_http_client, by_urllib3_unread, lacking
from .raw_server import RawServer, answered, sized

TARGET = "/v2/p/pools/pool-%2F1?force=true"
TOKEN = {"X-Auth-Token": "sesame-sesame"}
BODY = '{"kind": "Pöol"}'.encode()
TELLS_ITS_REQUEST = {"requests", "httpx", "httpx async"}
TELLS_ITS_HEADERS = {*TELLS_ITS_REQUEST, "aiohttp"}


def lowered(headers: Headers) -> Headers:
    """Headers without the case of their names, which some libraries do not keep."""
    return tuple((name.lower(), value) for name, value in headers)


def read(client: str, server: RawServer, target: str = TARGET) -> list[Exchange]:
    url = server.url + target
    return list(exchanges_of(CLIENTS[client](url, TOKEN), method="DELETE", **lacking(client, url)))


@pytest.mark.parametrize("client", CLIENTS)
def test_an_answer_is_read_as_it_was_sent(client: str) -> None:
    doubled = ("Content-Type: application/json", "X-Request-Id: a", "X-Request-Id: b")
    with RawServer(sized(BODY, *doubled, status="404 Not Found")) as server:
        (exchange,) = read(client, server)
    request, response = exchange.request, exchange.response
    assert response is not None
    assert (request.method, request.target) == ("DELETE", TARGET)
    assert request.header("x-auth-token") == (TOKEN["X-Auth-Token"] if client in TELLS_ITS_HEADERS else None)
    assert request.body == (b"{}" if client in TELLS_ITS_REQUEST else b"")
    assert lowered(response.headers) == (
        ("content-length", str(len(BODY))),
        ("content-type", "application/json"),
        ("x-request-id", "a"),
        ("x-request-id", "b"),
    )
    assert (response.status, response.body, response.http_version) == (404, BODY, "1.1")
    assert exchange.duration is None or 0 < exchange.duration < 5
    assert exchange.known == Circumstances()


@pytest.mark.parametrize("client", CLIENTS)
def test_a_body_is_told_without_its_encoding(client: str) -> None:
    packed = ("Content-Type: application/json", "Content-Encoding: gzip")
    with RawServer(sized(gzip.compress(BODY), *packed)) as server:
        (exchange,) = read(client, server)
    assert exchange.response is not None
    assert exchange.response.body == BODY


@pytest.mark.parametrize("client", sorted(CLIENTS.keys() - {"http.client", "urllib"}))
def test_what_redirected_is_told_before_where_it_led(client: str) -> None:
    steps = iter(["/v2/p/pools/second", "/v2/p/pools/third"])
    with RawServer() as server:

        def answer(connection: Any) -> None:
            to = next(steps, None)
            last = sized(BODY, "Connection: close")
            head = answered(
                f"Location: {to}", "Content-Length: 0", "Connection: close", status="307 Elsewhere"
            )
            connection.sendall(head if to else last)

        server.answer = answer
        told = read(client, server, "/v2/p/pools/first")
    seen = [
        (each.request.method, each.request.target, each.response and each.response.status) for each in told
    ]
    assert seen == [
        ("DELETE", "/v2/p/pools/first", 307),
        ("DELETE", "/v2/p/pools/second", 307),
        ("DELETE", "/v2/p/pools/third", 200),
    ]
    (location,) = [each.response.header("location") for each in told[:1] if each.response]
    assert location == "/v2/p/pools/second"


def test_an_exchange_stays_what_it_is() -> None:
    known = Circumstances(pool="absent")
    exchange = Exchange.of("DELETE /v2/p/pools/a", 404, known=known)
    assert list(exchanges_of(exchange)) == [exchange]
    (other,) = exchanges_of(exchange, known=Circumstances(pool="living"))
    assert (other.known.pool, other.response) == ("living", exchange.response)


def test_a_body_that_is_not_as_its_encoding_says_is_a_flaw_of_the_message() -> None:
    with RawServer(sized(b"\x1f\x8bnonsense", "Content-Encoding: gzip")) as server:
        url = server.url + TARGET
        (exchange,) = exchanges_of(by_http_client(url, {}), method="DELETE", url=url)
    assert exchange == Exchange(
        request=Request(method="DELETE", target=TARGET),
        fault="framing",
        flaw="framing/content-encoding",
    )


def unread_by_http_client(url: str) -> Any:
    answer = by_http_client(url, {})
    assert answer.read() == BODY
    return answer


def unread_by_urllib3(url: str) -> Any:
    answer = by_urllib3_unread(url, {})
    assert answer.read() == BODY
    return answer


def unread_by_requests(url: str) -> Any:
    answer = requests.delete(url, stream=True, timeout=5)
    assert b"".join(answer.iter_content(7)) == BODY
    return answer


@pytest.mark.parametrize("send", [unread_by_http_client, unread_by_urllib3, unread_by_requests])
def test_a_body_that_was_read_before_is_asked_for(send: Any) -> None:
    with RawServer(sized(BODY)) as server:
        url = server.url + TARGET
        answer = send(url)
        with pytest.raises(UsageError, match=r"the body of the answer was .*: .*give it, body=…"):
            list(exchanges_of(answer, method="DELETE", url=url))
        (exchange,) = exchanges_of(answer, method="DELETE", url=url, body=BODY)
    assert exchange.response is not None
    assert exchange.response.body == BODY


async def streamed_by_aiohttp(url: str) -> None:
    aiohttp = pytest.importorskip("aiohttp")
    async with aiohttp.ClientSession() as session, session.delete(url) as answer:
        with pytest.raises(UsageError, match="was not kept: read it first"):
            list(exchanges_of(answer))


async def read_by_aiohttp(url: str) -> None:
    aiohttp = pytest.importorskip("aiohttp")
    async with aiohttp.ClientSession() as session, session.delete(url) as answer:
        await answer.json(content_type=None)
        (exchange,) = exchanges_of(answer)
        assert exchange.response is not None
        assert exchange.response.body == BODY


async def streamed_by_httpx(url: str) -> None:
    httpx = pytest.importorskip("httpx")
    async with httpx.AsyncClient(verify=False) as client, client.stream("DELETE", url) as answer:
        with pytest.raises(UsageError, match="was not kept: read it first"):
            list(exchanges_of(answer))
        await answer.aread()
        (exchange,) = exchanges_of(answer)
        assert exchange.response is not None
        assert exchange.response.body == BODY


@pytest.mark.parametrize("ask", [streamed_by_aiohttp, read_by_aiohttp, streamed_by_httpx])
def test_a_body_that_has_not_come_is_not_waited_for(ask: Any) -> None:
    with RawServer() as server:
        head, body = sized(BODY)[: -len(BODY)], BODY

        def answer(connection: Any) -> None:
            connection.sendall(head)
            server.over.wait(0.1)
            connection.sendall(body)

        server.answer = answer
        asyncio.run(ask(server.url + TARGET))


def test_what_the_answer_does_not_tell_is_asked_for() -> None:
    with RawServer(sized(BODY)) as server:
        answer = by_http_client(server.url + TARGET, {})
        with pytest.raises(UsageError, match="does not tell the method and url of its request"):
            list(exchanges_of(answer))


def test_an_answer_made_by_hand_is_read_too() -> None:
    answer = requests.Response()
    answer.status_code, answer._content = 200, BODY
    answer.headers["Content-Type"] = "application/json"
    assert list(exchanges_of(answer, method="delete", url="http://localhost/v2/p/pools/a")) == [
        Exchange(
            request=Request(method="DELETE", target="/v2/p/pools/a"),
            response=Response(status=200, headers=(("Content-Type", "application/json"),), body=BODY),
            duration=0.0,
        )
    ]


@pytest.mark.parametrize("nonsense", [None, 200, "200 OK", {"status": 200}, requests.Request("DELETE", "/")])
def test_what_is_no_answer_is_refused(nonsense: Any) -> None:
    with pytest.raises(UsageError, match=f"is expected, not .*{type(nonsense).__name__}$"):
        list(exchanges_of(nonsense))
