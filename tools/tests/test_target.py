"""Where a run may send, what leaves byte for byte, what comes back, and what is never sent."""

from __future__ import annotations

import ast
import gzip
import ipaddress
import re
import socket
import threading
import time
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from poolcontract.errors import BudgetSpentError, TargetError, UsageError
from poolcontract.exchange import Exchange, Request
from poolcontract.framing import FLAWS
from poolcontract.limits import Limits
from poolcontract.target import Client, Ledger, Target, checked_name
from poolcontract.target.guard import Guard
from poolcontract.target.ledger import ABSENT_PREFIX

from .raw_server import Answer, RawServer, answered, reset, sized

PACKAGE = Path(__file__).resolve().parents[1] / "poolcontract"
TARGET = "/v2/p/pools/pool-1"
TIGHT = Limits(response=1000, headers=5, header_bytes=2000)

ACCEPTED = {
    "http://localhost:8080": ("localhost", 8080, ""),
    "http://localhost": ("localhost", 80, ""),
    "http://localhost/": ("localhost", 80, ""),
    "HTTP://LocalHost:1": ("localhost", 1, ""),
    "http://127.0.0.1:65535": ("127.0.0.1", 65535, ""),
    "http://127.255.255.254:80": ("127.255.255.254", 80, ""),
    "http://[::1]:8080": ("::1", 8080, ""),
    "http://[0:0:0:0:0:0:0:1]:8080": ("0:0:0:0:0:0:0:1", 8080, ""),
    "http://localhost:8080/base": ("localhost", 8080, "/base"),
    "http://localhost:8080/a/b-c_d.e~f/": ("localhost", 8080, "/a/b-c_d.e~f"),
}
NOT_LOOPBACK = "is not loopback"
NO_URL = "is no URL: write it as http://localhost:8080"
NO_PORT = "is no port: there are 1 to 65535"
NO_BASE = "is no base path"
NO_MORE = "a URL to be tested has no user, password, query or fragment"
REFUSED = {
    "http://example.com": NOT_LOOPBACK,
    "https://example.com": NOT_LOOPBACK,
    "https://modelarts.eu-west-101.myhuaweicloud.eu/": NOT_LOOPBACK,
    "http://localhost.evil.com": NOT_LOOPBACK,
    "http://localhost.": NOT_LOOPBACK,
    "http://127.0.0.1.": NOT_LOOPBACK,
    "http://127.0.0.1.nip.io": NOT_LOOPBACK,
    "http://0.0.0.0:8080": NOT_LOOPBACK,
    "http://[::]:8080": NOT_LOOPBACK,
    "http://[::ffff:127.0.0.1]:8080": NOT_LOOPBACK,
    "http://[::ffff:10.0.0.1]": NOT_LOOPBACK,
    "http://[::1%25eth0]": NOT_LOOPBACK,
    "http://[127.0.0.1]": NOT_LOOPBACK,
    "http://::1": "no host is not loopback",
    "http://10.0.0.1": NOT_LOOPBACK,
    "http://126.255.255.255": NOT_LOOPBACK,
    "http://128.0.0.1": NOT_LOOPBACK,
    "http://[::2]": NOT_LOOPBACK,
    "http://2130706433": NOT_LOOPBACK,
    "http://0177.0.0.1": NOT_LOOPBACK,
    "http://0x7f.0.0.1": NOT_LOOPBACK,
    "http://0x7f000001": NOT_LOOPBACK,
    "http://127.1": NOT_LOOPBACK,
    "http://127.0.0.01": NOT_LOOPBACK,
    "http://127.0.0.1%00.evil.com": NOT_LOOPBACK,
    "http://１２７.0.0.1": NOT_LOOPBACK,
    "http://ｌocalhost": NOT_LOOPBACK,
    "http://locаlhost": NOT_LOOPBACK,
    "http://xn--loclhost-2fd": NOT_LOOPBACK,
    "http://local host": NOT_LOOPBACK,
    "http://localhost@evil.com": NOT_LOOPBACK,
    "http://localhost:80@evil.com": NOT_LOOPBACK,
    "http://localhost\\@evil.com": NOT_LOOPBACK,
    "http://evil.com\\@localhost": NO_MORE,
    "http:///localhost": "no host is not loopback",
    "http://": "no host is not loopback",
    "https://localhost": "https: only http is spoken, write the URL as http://localhost:8080",
    "ftp://localhost": "ftp: only http is spoken",
    "file://localhost/etc/passwd": "file: only http is spoken",
    "http://user:hunter2@localhost": NO_MORE,
    "http://user@localhost": NO_MORE,
    "http://localhost?token=hunter2": NO_MORE,
    "http://localhost:80/#hunter2": NO_MORE,
    "http://localhost:0": NO_PORT,
    "http://localhost:65536": NO_PORT,
    "http://localhost:99999": NO_PORT,
    "http://localhost:": "nothing is no port",
    "http://localhost:-1": NO_PORT,
    "http://localhost:８０": NO_PORT,
    "http://localhost:80 ": NO_PORT,
    "http://localhost:80\n": NO_PORT,
    "http://localhost/a b": NO_BASE,
    "http://localhost//": NO_BASE,
    "http://localhost/a/../b": NO_BASE,
    "http://localhost/..": NO_BASE,
    "http://localhost/%2e%2e": NO_BASE,
    "http://localhost/é": NO_BASE,
    "http://localhost/a\r\nX: y": NO_BASE,
    "http://localhost\n": NOT_LOOPBACK,
    " http://localhost": NO_URL,
    "http:localhost": NO_URL,
    "http:/localhost": NO_URL,
    "localhost:8080": NO_URL,
    "//localhost": NO_URL,
    "nonsense": NO_URL,
    "": "an empty text is no URL",
}


@pytest.mark.parametrize("url", ACCEPTED)
def test_loopback_is_accepted(url: str) -> None:
    host, port, base = ACCEPTED[url]
    target = Target.parse(url)
    assert (target.host, target.port, target.base) == (host, port, base)
    assert target.authority == (f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
    assert Target.parse(target.url) == target


@pytest.mark.parametrize("url", REFUSED)
def test_all_else_is_refused_in_one_sentence(url: str) -> None:
    with pytest.raises(TargetError) as refusal:
        Target.parse(url)
    sentence = str(refusal.value)
    assert REFUSED[url] in sentence
    assert sentence.isprintable()
    assert "hunter2" not in sentence
    assert len(sentence) < 200


PIECES = st.sampled_from(
    [
        "http",
        "https",
        "://",
        "//",
        "/",
        "localhost",
        "127.0.0.1",
        "[::1]",
        "@",
        ":",
        "80",
        "?",
        "#",
        "evil.com",
    ]
)


@given(st.lists(PIECES, max_size=8).map("".join) | st.text() | st.text().map("http://localhost".__add__))
@example("http://localhost:80/a")
def test_any_text_is_refused_or_loopback(text: str) -> None:
    try:
        target = Target.parse(text)
    except TargetError:
        return
    assert target.host == "localhost" or ipaddress.ip_address(target.host).is_loopback
    assert 0 < target.port < 65536
    assert re.fullmatch(r"(/[\w.~-]+)*", target.base, re.ASCII)


def test_what_is_typed_as_loopback_must_lead_there(monkeypatch: pytest.MonkeyPatch) -> None:
    guard = Guard(Target("localhost", 80), 10)
    for peer in ("10.0.0.1", "::ffff:127.0.0.1", "", "localhost"):
        with pytest.raises(TargetError, match="which is not loopback"):
            guard.admit(head(guard), peer)
    assert guard.sent == 0
    with RawServer(sized(b"")) as server:  # as if a hosts file gave the name another meaning
        monkeypatch.setattr("poolcontract.target.address.is_loopback", lambda _: False)
        with pytest.raises(TargetError, match="which is not loopback"):
            Client(Target("localhost", server.port)).send(deletion())
    assert server.requests == []


def head(guard: Guard, **changed: bytes) -> list[bytes]:
    lines = {"line": b"DELETE /v2 HTTP/1.1", "host": b"Host: " + guard.target.authority.encode()}
    return [value for value in {**lines, **changed}.values() if value]


BAD_HEADS: list[dict[str, bytes]] = [
    {"host": b""},
    {"host": b"Host: evil.com"},
    {"host": b"Host: localhost:81"},
    {"host": b"Host: localhost:80, evil.com"},
    {"more": b"Host: localhost:80"},
    {"more": b"host: evil.com"},
    {"more": b"X: y\r\nX-Evil: z"},
    {"more": b"X: y\nX-Evil: z"},
    {"more": b"X: y\rz"},
    {"more": b"X: y\0"},
    {"more": b"X: y\r\n\r\nDELETE /other HTTP/1.1"},
    {"more": b"X : y"},
    {"more": b": y"},
    {"more": b" X: y"},
    {"more": b"X"},
    {"line": b"DELETE /v2\r\nX: y HTTP/1.1"},
    {"line": b"DELETE /v2 HTTP/1.1\r\n\r\nDELETE /x HTTP/1.1"},
    {"line": b"DELETE /v2 x HTTP/1.1"},
    {"line": b"DELETE /v2\t HTTP/1.1"},
    {"line": b"DELETE  HTTP/1.1"},
    {"line": b" /v2 HTTP/1.1"},
    {"line": b"DE LETE /v2 HTTP/1.1"},
    {"line": b"DELETE v2 HTTP/1.1"},
    {"line": b"DELETE http://evil.com/v2 HTTP/1.1"},
    {"line": b"CONNECT evil.com:80 HTTP/1.1"},
    {"line": b"OPTIONS * HTTP/1.1"},
]


@pytest.mark.parametrize("changed", BAD_HEADS, ids=str)
def test_a_head_that_is_not_what_was_meant_does_not_leave(changed: dict[str, bytes]) -> None:
    guard = Guard(Target("localhost", 80), 10)
    with pytest.raises(TargetError, match="nothing was sent"):
        guard.admit(head(guard, **changed), "127.0.0.1")
    assert guard.sent == 0
    assert guard.admit(head(guard), "127.0.0.1") == b"DELETE /v2 HTTP/1.1\r\nHost: localhost:80\r\n\r\n"
    assert guard.sent == 1


def test_a_target_outside_the_base_does_not_leave() -> None:
    guard = Guard(Target("localhost", 80, "/base"), 10)
    with pytest.raises(TargetError, match="no path of the URL"):
        guard.admit(head(guard, line=b"DELETE /v2 HTTP/1.1"), "::1")
    with pytest.raises(TargetError, match="no path of the URL"):
        guard.admit(head(guard, line=b"DELETE /base2/x HTTP/1.1"), "::1")
    assert guard.admit(head(guard, line=b"DELETE /base/v2 HTTP/1.1"), "::1")


HOSTILE: list[dict[str, Any]] = [
    {"method": "DELETE /evil HTTP/1.1\r\nX:"},
    {"target": TARGET + "\r\nX: y"},
    {"target": TARGET + " "},
    {"target": "http://evil.com/"},
    {"target": ""},
    {"headers": (("X", "a\r\nX-Evil: b"),)},
    {"headers": (("X\r\nX-Evil", "b"),)},
    {"headers": (("Host ", "evil.com"),)},
    {"headers": (("X", "€"),)},
    {"headers": (("Ж", "a"),)},
    {"target": TARGET + "€"},
]


@pytest.mark.parametrize("given", HOSTILE, ids=str)
def test_the_client_writes_nothing_of_a_hostile_request(given: dict[str, Any]) -> None:
    with RawServer(sized(b"")) as server:
        client = Client(Target.parse(server.url))
        with pytest.raises(TargetError, match="nothing was sent"):
            client.send(Request(**{"method": "DELETE", "target": TARGET, **given}))
        client.send(deletion())
    assert len(server.requests) == 1
    assert client.guard.sent == 1


def deletion(target: str = TARGET, **more: Any) -> Request:
    return Request(method="DELETE", target=target, **more)


def test_no_more_requests_leave_than_the_budget_allows() -> None:
    with RawServer(sized(b"")) as server:
        client = Client(Target.parse(server.url), max_requests=2)
        assert [sent(client).fault for _ in range(2)] == [None, None]
        with pytest.raises(BudgetSpentError, match=r"^2 requests were sent \(--max-requests\)$"):
            client.send(deletion())
    assert (len(server.requests), server.connections) == (2, 2)


def sent(client: Client, request: Request | None = None) -> Exchange:
    return client.send(request or deletion())


SENT = [
    (deletion(), b"DELETE /v2/p/pools/pool-1 HTTP/1.1\r\nHost: HOST\r\n", b""),
    (deletion("/v2/p/pools/.."), b"DELETE /v2/p/pools/.. HTTP/1.1\r\nHost: HOST\r\n", b""),
    (
        deletion("/v2/p/pools/a%2F..%00%zz;x=1,'\"|?q=%20#f"),
        b"DELETE /v2/p/pools/a%2F..%00%zz;x=1,'\"|?q=%20#f HTTP/1.1\r\nHost: HOST\r\n",
        b"",
    ),
    (deletion("//evil.com/\xe9"), b"DELETE //evil.com/\xe9 HTTP/1.1\r\nHost: HOST\r\n", b""),
    (
        deletion(headers=(("X-Auth-Token", "t"), ("b", "2"), ("A", " 1 "), ("b", ""), ("l", "\xff"))),
        (
            b"DELETE /v2/p/pools/pool-1 HTTP/1.1\r\nHost: HOST\r\n"
            b"X-Auth-Token: t\r\nb: 2\r\nA:  1 \r\nb: \r\nl: \xff\r\n"
        ),
        b"",
    ),
    (
        deletion(headers=(("Content-Type", "application/json"),), body=b'{ }\r\n\r\n"\xff'),
        b"DELETE /v2/p/pools/pool-1 HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n",
        b'Content-Length: 9\r\n\r\n{ }\r\n\r\n"\xff',
    ),
    (
        deletion(headers=(("content-type", "text/plain"),)),
        b"DELETE /v2/p/pools/pool-1 HTTP/1.1\r\nHost: HOST\r\ncontent-type: text/plain\r\n",
        b"Content-Length: 0\r\n\r\n",
    ),
    (
        deletion(
            headers=(
                ("HOST", "evil.com"),
                ("content-length", "7"),
                ("Transfer-Encoding", "chunked"),
                ("Connection", "keep-alive"),
                ("Accept-encoding", "br"),
            )
        ),
        b"DELETE /v2/p/pools/pool-1 HTTP/1.1\r\nHost: HOST\r\n",
        b"",
    ),
    (Request(method="FROB", target=TARGET), b"FROB /v2/p/pools/pool-1 HTTP/1.1\r\nHost: HOST\r\n", b""),
]


@pytest.mark.parametrize(("request_", "begin", "end"), SENT)
def test_what_leaves_is_exactly_what_was_asked(request_: Request, begin: bytes, end: bytes) -> None:
    with RawServer(sized(b"")) as server:
        exchange = Client(Target.parse(server.url)).send(request_)
    host = f"127.0.0.1:{server.port}".encode()
    expected = begin.replace(b"HOST", host) + b"Accept-Encoding: identity\r\nConnection: close\r\n"
    assert server.requests == [expected + (end or b"\r\n")]
    assert exchange.request == request_


def test_the_base_stands_before_every_target() -> None:
    with RawServer(sized(b"")) as server:
        exchange = Client(Target.parse(server.url + "/base/1/")).send(deletion())
    assert server.requests[0].startswith(b"DELETE /base/1/v2/p/pools/pool-1 HTTP/1.1\r\n")
    assert exchange.request.target == TARGET


BODY = bytes(range(256)) * 3
GZIPPED = gzip.compress(BODY)
HEADERS = ("X-Two: 1", "x-two: \xe9", "Content-Length: 768")


def chunks(body: bytes, size: int) -> bytes:
    pieces = (body[at : at + size] for at in range(0, len(body), size))
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)


WHOLE: dict[str, tuple[bytes, bytes]] = {
    "sized": (answered(*HEADERS, body=BODY), BODY),
    "chunked": (answered("Transfer-Encoding: chunked", body=chunks(BODY, 100) + b"0\r\n\r\n"), BODY),
    "chunked with trailers": (
        answered("Transfer-Encoding: chunked", body=chunks(BODY, 700) + b"0\r\nX: y\r\n\r\n"),
        BODY,
    ),
    "until the end": (answered("Connection: close", body=BODY), BODY),
    "of HTTP/1.0": (b"HTTP/1.0 200 OK\r\n\r\n" + BODY, BODY),
    "after early hints": (
        b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 3 + sized(BODY),
        BODY,
    ),
    "after a continue": (b"HTTP/1.1 100 Continue\r\n\r\n" + sized(BODY), BODY),
    "gzipped": (sized(GZIPPED, "Content-Encoding: gzip"), BODY),
    "gzipped, chunked": (
        answered(
            "Content-Encoding: GZIP", "Transfer-Encoding: chunked", body=chunks(GZIPPED, 50) + b"0\r\n\r\n"
        ),
        BODY,
    ),
    "nothing, gzipped": (sized(b"", "Content-Encoding: gzip"), b""),
    "coded as nobody knows": (sized(BODY, "Content-Encoding: utf-8"), BODY),
    "no content": (answered(status="204 No Content"), b""),
    "without a reason": (b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}", b"{}"),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_an_answer_comes_back_byte_for_byte(kind: str) -> None:
    wire, body = WHOLE[kind]
    exchange = exchanged(wire)
    assert exchange.fault is None
    assert exchange.response is not None
    assert exchange.response.body == body
    assert exchange.response.status == (204 if kind == "no content" else 200)
    assert exchange.response.http_version == ("1.0" if kind == "of HTTP/1.0" else "1.1")
    assert 0 < (exchange.duration or 0) < 5


def exchanged(answer: Answer, *, timeout: float = 5.0, limits: Limits | None = None, **of: Any) -> Exchange:
    with RawServer(answer) as server:
        client = Client(Target.parse(server.url), timeout=timeout, limits=limits or Limits())
        exchange = client.send(Request(**{"method": "DELETE", "target": TARGET, **of}))
    assert len(server.requests) == 1, "sent once, whatever came of it"
    assert server.connections == 1
    return exchange


def test_headers_come_back_in_order_as_they_were_written() -> None:
    response = exchanged(answered(*HEADERS, body=BODY)).response
    assert response is not None
    assert response.headers == (("X-Two", "1"), ("x-two", "\xe9"), ("Content-Length", "768"))


def test_a_head_has_no_body_whatever_it_says() -> None:
    wire = answered("Content-Length: 100", "Content-Encoding: gzip")
    response = exchanged(wire, method="HEAD").response
    assert response is not None
    assert response.body == b""


LONG = "x" * 3000
SPLIT = ("Content-Length: 2", "Transfer-Encoding: chunked")
FLAWED: dict[str, tuple[Answer, str]] = {
    "status line cut": (b"HTTP/1.1 20", "head-cut"),
    "first byte alone": (b"H", "head-cut"),
    "head cut": (b"HTTP/1.1 200 OK\r\nContent-Le", "head-cut"),
    "head cut behind a line": (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", "head-cut"),
    "head cut behind hints": (b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n", "head-cut"),
    "body cut": (answered("Content-Length: 10", body=b"{}"), "body-cut"),
    "no byte of the body": (answered("Content-Length: 10"), "body-cut"),
    "chunk cut": (answered("Transfer-Encoding: chunked", body=b"5\r\nab"), "chunks-cut"),
    "last chunk missing": (answered("Transfer-Encoding: chunked", body=b"2\r\n{}\r\n"), "chunks-cut"),
    "size of a chunk is none": (answered("Transfer-Encoding: chunked", body=b"zz\r\n"), "chunk"),
    "size of a chunk is too small": (
        answered("Transfer-Encoding: chunked", body=b"1\r\n{}\r\n0\r\n\r\n"),
        "chunk",
    ),
    "two sizes": (answered("Content-Length: 2", "Content-Length: 3", body=b"{} "), "content-length"),
    "size is none": (answered("Content-Length: two", body=b"{}"), "content-length"),
    "size is negative": (answered("content-length: -2", body=b"{}"), "content-length"),
    "size and chunks": (answered(*SPLIT, body=b"2\r\n{}\r\n0\r\n\r\n"), "length-and-chunks"),
    "encoding that is none": (answered("Transfer-Encoding: zip", body=b"{}"), "transfer-encoding"),
    "status is none": (b"HTTP/1.1 abc OK\r\n\r\n", "status-line"),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.6\r\n", "status-line"),
    "no head": (b'{"kind": "Pool"}', "status-line"),
    "HTTP/2": (b"HTTP/2 200 OK\r\n\r\n", "status-line"),
    "HTTP/2.0": (b"HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\n{}", "status-line"),
    "status line of two, then cut": (b"HTTP/1.1 OK\r\n", "status-line"),
    "header without a colon": (answered("X"), "header"),
    "blank before the colon": (answered("X : y"), "header"),
    "NUL in a header": (answered("X: \0"), "header"),
    "false gzip": (sized(b"{}", "Content-Encoding: gzip"), "content-encoding"),
    "gzip cut": (sized(GZIPPED[:-10], "Content-Encoding: gzip"), "content-encoding"),
    "switched protocols": (b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", "provisional"),
    "hints without an end": (b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000, "provisional"),
    "body longer than its size": (answered("Content-Length: 2", body=b"{}}"), "more-bytes"),
    "a byte behind nothing": (answered("Content-Length: 0", body=b"0"), "more-bytes"),
    "body of a status without one": (answered(status="204 No Content", body=b"{}"), "more-bytes"),
    "bytes behind the last chunk": (
        answered("Transfer-Encoding: chunked", body=b"0\r\n\r\n\r\n"),
        "more-bytes",
    ),
    "a second answer": (sized(b"{}") * 2, "more-bytes"),
}


@pytest.mark.parametrize("kind", FLAWED)
def test_what_is_no_whole_message_is_a_flaw_and_never_asked_for_again(kind: str) -> None:
    answer, flaw = FLAWED[kind]
    exchange = exchanged(answer, limits=TIGHT)
    assert (exchange.response, exchange.fault, exchange.flaw) == (None, "framing", f"framing/{flaw}")


def test_every_flaw_is_met() -> None:
    assert {f"framing/{flaw}" for _, flaw in FLAWED.values()} == set(FLAWS)


FAULTY: dict[str, tuple[Answer, str]] = {
    "closed at once": (b"", "reset"),
    "reset": (reset, "reset"),
    "closed after early hints": (b"HTTP/1.1 103 Early Hints\r\n\r\n", "reset"),
    "header too large": (answered(f"X: {LONG}", f"Y: {LONG}" * 30), "too-large"),
    "too many headers": (answered(*["X: y"] * 6), "too-large"),
    "body too large": (sized(b"x" * 1001), "too-large"),
    "body large once unpacked": (sized(gzip.compress(b"x" * 1001), "Content-Encoding: gzip"), "too-large"),
}


@pytest.mark.parametrize("kind", FAULTY)
def test_a_faulty_answer_is_a_fault_and_never_asked_for_again(kind: str) -> None:
    answer, fault = FAULTY[kind]
    exchange = exchanged(answer, limits=TIGHT)
    assert (exchange.response, exchange.fault, exchange.flaw) == (None, fault, None)


def test_the_body_of_a_head_is_a_flaw() -> None:
    exchange = exchanged(sized(b"{}"), method="HEAD")
    assert (exchange.response, exchange.flaw) == (None, "framing/more-bytes")


def test_bytes_that_come_a_little_later_are_a_flaw_too() -> None:
    with RawServer() as server:
        server.answer = server.drip(iter([sized(b"{}"), b"{}"]), 0.01)
        exchange = Client(Target.parse(server.url)).send(deletion())
    assert exchange.flaw == "framing/more-bytes"


def test_a_server_that_keeps_connections_open_is_waited_for_once() -> None:
    def keep_open(connection: socket.socket) -> None:
        connection.sendall(sized(b"{}"))
        connection.recv(1)  # until the client closes

    with RawServer(keep_open) as server:
        client = Client(Target.parse(server.url))
        began = time.monotonic()
        answers = [client.send(deletion()) for _ in range(30)]
        assert time.monotonic() - began < 4, "it takes 6 seconds to wait for each"
    assert [(each.fault, each.flaw) for each in answers] == [(None, None)] * 30


def test_a_reset_behind_a_whole_answer_changes_nothing() -> None:
    def answer_and_reset(connection: socket.socket) -> None:
        connection.sendall(sized(b"{}"))
        time.sleep(0.05)  # the answer is to be read before
        reset(connection)

    exchange = exchanged(answer_and_reset)
    assert exchange.response is not None
    assert (exchange.response.body, exchange.fault) == (b"{}", None)


@pytest.mark.parametrize("size", [999, 1000])
def test_an_answer_at_the_limit_is_read(size: int) -> None:
    body = b"x" * size
    for wire in (sized(body), sized(gzip.compress(body), "Content-Encoding: gzip")):
        response = exchanged(wire, limits=TIGHT).response
        assert response is not None
        assert response.body == body


@pytest.mark.parametrize(
    "headers",
    [
        ("Location: http://127.0.0.1:1/v2/p/pools/other",),
        ("Location: /v2/p/pools/other",),
        ("Retry-After: 0",),
        (),
    ],
)
@pytest.mark.parametrize("status", ["307 Moved", "308 Moved", "429 Slow", "503 Busy", "401 No", "500 Oh"])
def test_no_status_makes_a_second_request(status: str, headers: tuple[str, ...]) -> None:
    response = exchanged(sized(b"{}", *headers, status=status)).response
    assert response is not None
    assert response.status == int(status[:3])


ENDLESS: dict[str, Iterator[bytes]] = {
    "one byte at a time": (bytes([byte]) for byte in sized(b"{}" * 100)),
    "a body that goes on": chain([answered("Content-Length: 100")], repeat(b" ")),
    "chunks that go on": chain([answered("Transfer-Encoding: chunked")], repeat(b"1\r\n \r\n")),
    "a header that goes on": chain([b"HTTP/1.1 200 OK\r\nX: "], repeat(b"y")),
}


@pytest.mark.parametrize("kind", ENDLESS)
def test_the_deadline_is_for_the_whole_exchange(kind: str) -> None:
    with RawServer() as server:
        server.answer = server.drip(ENDLESS[kind], 0.05)
        exchange = timed(server, 0.25)
    assert (exchange.response, exchange.fault) == (None, "timeout")


def timed(server: RawServer, timeout: float) -> Exchange:
    began = time.monotonic()
    exchange = Client(Target.parse(server.url), timeout=timeout).send(deletion())
    assert timeout <= time.monotonic() - began < timeout + 2.5
    assert timeout <= (exchange.duration or 0) < timeout + 2.5
    assert len(server.requests) == 1
    return exchange


def test_silence_ends_at_the_deadline() -> None:
    with RawServer() as server:
        server.answer = server.silent
        assert timed(server, 0.2).fault == "timeout"


def test_a_body_without_an_end_is_read_up_to_the_limit() -> None:
    with RawServer() as server:
        server.answer = server.drip(chain([answered()], repeat(b"x" * 500)), 0)
        client = Client(Target.parse(server.url), limits=TIGHT)
        assert client.send(deletion()).fault == "too-large"


def test_a_request_that_is_not_read_ends_at_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        client = Client(Target("127.0.0.1", listening.getsockname()[1]), timeout=0.2)
        assert client.send(deletion(body=b"x" * 20_000_000)).fault == "timeout"


@pytest.mark.parametrize("reads_on", [True, False])
def test_a_refusal_that_comes_before_the_body_was_read_is_the_answer(*, reads_on: bool) -> None:
    def refuse(listening: socket.socket) -> None:
        with listening.accept()[0] as connection:
            connection.recv(100)
            connection.sendall(sized(b"{}", status="413 Too Large"))
            while reads_on and connection.recv(65536):
                pass  # else: what was not read makes the close a reset

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=refuse, args=(listening,))
        thread.start()
        client = Client(Target("127.0.0.1", listening.getsockname()[1]))
        response = client.send(deletion(body=b"x" * 10_000_000)).response
        thread.join()
    assert response is not None
    assert response.status == 413


def test_a_closed_port_is_told_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    for host in ("127.0.0.1", "localhost", "::1"):
        exchange = Client(Target(host, port)).send(deletion())
        assert (exchange.response, exchange.fault) == (None, "connect")
        assert (exchange.duration or 0) < 1


def test_the_environment_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login evil password hunter2\n", encoding="utf-8")
    with RawServer(sized(b"proxied")) as proxy, RawServer(sized(b"direct")) as server:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
        response = Client(Target.parse(server.url)).send(deletion()).response
    assert response is not None
    assert response.body == b"direct"
    assert proxy.requests == []
    assert b"uthorization" not in server.requests[0]


WEB = {"socket", "ssl", "http", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "asyncio", "h11"}
WEB |= {"socketserver", "ftplib", "smtplib", "uvicorn", "starlette", "websockets", "xmlrpc"}
HARMLESS = {"http.HTTPStatus"}


def web_imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and "import" in ast.dump(node.func).lower():
            found |= {each.value for each in node.args if isinstance(each, ast.Constant)}
    parts = (name.split(".") for name in found - HARMLESS)
    return {name for each in parts for name in (each[0], ".".join(each[:2])) if name in WEB}


def test_nothing_else_opens_a_socket() -> None:
    files = {file.relative_to(PACKAGE).as_posix(): web_imports(file) for file in PACKAGE.rglob("*.py")}
    using = {name: found for name, found in files.items() if found}
    assert using == {
        "harmless.py": {"socket"},  # asks for the addresses of a name, and connects to none
        "target/client.py": {"ssl"},
        "target/connection.py": {"socket", "ssl"},
        "target/answer.py": {"socket", "h11"},
        "mock/application.py": {"asyncio", "starlette"},
        "mock/server.py": {"socket", "uvicorn"},
        "mock/wire.py": {"asyncio", "socket", "uvicorn"},
    }


GOOD_NAMES = ["a", "pool-1", "0", "A.b_c-d", "x" * 253, "mock-pool-0901aa3ae0494252cc668a62e052e52f"]
BAD_NAMES = [
    "",
    ".",
    "..",
    "-a",
    "_a",
    ".a",
    "a b",
    "a/b",
    "a\\b",
    "a%2Fb",
    "a\n",
    "\na",
    "a\0",
    "ä",
    "a?",
    "a#b",
]
BAD_NAMES += ["x" * 254, "a;b", "a,b", "*", '"a"', f"{ABSENT_PREFIX}1", "\u202ea", "a\u200b"]


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_a_name_that_stands_for_itself_is_taken(name: str) -> None:
    assert checked_name(name) == name
    assert Ledger([name]).living() == name


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_a_path_may_change_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match=r'^pool ".*": a name is of letters') as refusal:
        Ledger([name])
    assert str(refusal.value).isprintable()
    with pytest.raises(UsageError, match=r"^project "):
        checked_name(name, "project")


def test_a_named_pool_is_given_once() -> None:
    ledger = Ledger(["a", "b", "a"])
    assert ledger.can_give(2)
    assert not ledger.can_give(3)
    assert [ledger.peek(), ledger.living(), ledger.peek(), ledger.living()] == ["a", "a", "b", "b"]
    assert (ledger.peek(), ledger.living(), ledger.can_give(1)) == (None, None, False)


def test_a_ledger_knows_what_became_of_its_pools() -> None:
    ledger = Ledger(["a", "b", "c"])
    assert ledger.state("a") == "living"
    assert ledger.living() == "a"
    ledger.mark("a", "deleted")
    ledger.mark("b", "unknown")
    ledger.mark("c", "living")
    ledger.mark("stranger", "living")
    assert [ledger.state(name) for name in ("a", "b", "c", "stranger")] == [
        "deleted",
        "unknown",
        "living",
        "unknown",
    ]
    assert (ledger.living(), ledger.living()) == ("c", None)


def test_a_ledger_makes_pools_where_it_can() -> None:
    fresh = iter(["n1", "n2", "n3"])
    ledger = Ledger(["a"], fresh=lambda: next(fresh))
    assert ledger.can_give(100)
    assert [ledger.living(), ledger.peek(), ledger.peek(), ledger.living(), ledger.living()] == [
        "a",
        "n1",
        "n1",
        "n1",
        "n2",
    ]
    assert ledger.state("n1") == "living"


def test_an_absent_name_is_fresh_and_has_the_vendors_form() -> None:
    ledger = Ledger()
    names = {ledger.absent_name() for _ in range(100)}
    assert len(names) == 100
    assert all(re.fullmatch("zz-contract-absent-[0-9a-f]{8}-[0-9a-f]{32}", name) for name in names)
    assert len({name[:27] for name in names}) == 1
    assert {ledger.state(name) for name in names} == {"absent"}
    assert not names & {Ledger().absent_name() for _ in range(100)}
