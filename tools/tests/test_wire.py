"""What is written of an answer byte by byte, and how calls and the mock end when it is no whole one."""

from __future__ import annotations

import gzip
import itertools
import resource
import socket
import time
import zlib
from contextlib import closing

import pytest

from poolcontract.exchange import Response
from poolcontract.mock import Mock
from poolcontract.mock.wire import Wire

from .fault_trials import CONTRACT, FAULTS
from .raw_calls import called

WRITTEN = [identifier for identifier, fault in FAULTS.items() if fault.written]
BODY = b'{"error_code":"X","error_msg":"' + b"m" * 100 + b'"}'
RESPONSE = Response(status=404, headers=(("a", "1"),), body=BODY)
BEGUN = b"HTTP/1.1 404 Not Found\r\na: 1\r\n"
CLOSE = b"Connection: close\r\n\r\n"
RIGHT = BEGUN + b"Content-Length: 133\r\n" + CLOSE + BODY
CHUNKED = BEGUN + b"Transfer-Encoding: chunked\r\n" + CLOSE
CHUNKS = b"42\r\n" + BODY[:66] + b"\r\n43\r\n" + BODY[66:] + b"\r\n0\r\n\r\n"
HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"


def with_lines(*lines: str, body: bytes = BODY) -> bytes:
    return BEGUN + b"".join(line.encode() + b"\r\n" for line in lines) + CLOSE + body


def coded(coding: str, body: bytes) -> bytes:
    return with_lines(f"Content-Encoding: {coding}", f"Content-Length: {len(body)}", body=body)


BYTES = {
    "wire/body-cut": RIGHT[:-67],
    "wire/body-missing": RIGHT.removesuffix(BODY),
    "wire/length-too-long": with_lines("Content-Length: 140"),
    "wire/length-too-short": with_lines("Content-Length: 132"),
    "wire/length-zero": with_lines("Content-Length: 0"),
    "wire/length-negative": with_lines("Content-Length: -133"),
    "wire/length-no-number": with_lines("Content-Length: all"),
    "wire/lengths-differ": with_lines("Content-Length: 133", "Content-Length: 134"),
    "wire/length-and-chunks": with_lines("Content-Length: 133", "Transfer-Encoding: chunked", body=CHUNKS),
    "wire/transfer-encoding": with_lines("Transfer-Encoding: zip"),
    "wire/chunk-size": CHUNKED + b"zz\r\n" + BODY,
    "wire/chunk-too-long": CHUNKED + b"1\r\n" + BODY + b"\r\n0\r\n\r\n",
    "wire/chunk-cut": CHUNKED + CHUNKS[: len(CHUNKS) // 2],
    "wire/last-chunk-missing": CHUNKED + CHUNKS[:-5],
    "wire/status-line": b"HTTP/1.1 OK 200" + RIGHT[22:],
    "wire/status-of-four-digits": b"HTTP/1.1 2000 OK" + RIGHT[22:],
    "wire/http-2": b"HTTP/2 200 OK" + RIGHT[22:],
    "wire/http-0.9": BODY,
    "wire/status-line-cut": b"HTTP/1.1 40",
    "wire/head-cut": RIGHT[:36],
    "wire/header-without-colon": RIGHT.replace(b"\r\n", b"\r\nX-Request-Id 17\r\n", 1),
    "wire/header-without-name": RIGHT.replace(b"\r\n", b"\r\n: 17\r\n", 1),
    "wire/header-with-blank": RIGHT.replace(b"\r\n", b"\r\nX-Request-Id : 17\r\n", 1),
    "wire/header-with-nul": RIGHT.replace(b"\r\n", b"\r\nX-Id: a\0b\r\n", 1),
    "wire/bytes-after": RIGHT + b"\n{}",
    "wire/second-answer": RIGHT * 2,
    "wire/gzip-false": coded("gzip", BODY),
    "wire/gzip-cut": coded("gzip", gzip.compress(BODY, mtime=0)[:-9]),
    "wire/gzip-checksum": coded("gzip", gzip.compress(BODY, mtime=0)[:-8] + b"\0" * 8),
    "wire/deflate-false": coded("deflate", BODY),
    "wire/switching-protocols": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\na: 1\r\n" + CLOSE,
    "wire/hints-without-end": HINTS * 50,
    "wire/http-1.0": b"HTTP/1.0" + RIGHT[8:],
    "wire/until-close": with_lines(),
    "wire/chunked": CHUNKED + CHUNKS,
    "wire/chunk-extensions": CHUNKED + b"85;a=b\r\n" + BODY + b"\r\n0\r\nX-Checksum: 17\r\n\r\n",
    "wire/early-hints": HINTS * 2 + RIGHT,
    "wire/continue": b"HTTP/1.1 100 Continue\r\n\r\n" + RIGHT,
    "wire/no-reason": b"HTTP/1.1 404 " + RIGHT[22:],
    "wire/folded-header": RIGHT.replace(b"\r\n", b"\r\nX-Request-Id: 17,\r\n 18\r\n", 1),
    "wire/gzip": coded("gzip", gzip.compress(BODY, mtime=0)),
    "wire/deflate": coded("deflate", zlib.compress(BODY)),
    "wire/closed": b"",
    "wire/reset": b"",
    "wire/reset-in-answer": RIGHT[: len(RIGHT) // 2],
    "wire/endless-body": (CHUNKED + b"ea60\r\n" + b" " * 60_000)[:1000],
    "wire/endless-header": (b"HTTP/1.1 200 OK\r\nX-Request-Id: " + b"0" * 2000)[:1000],
    "time/never": b"",
    "time/head-stops": RIGHT[:20],
    "time/body-stops": RIGHT[:-1],
    "time/slow-body": RIGHT,
}


@pytest.mark.parametrize("identifier", WRITTEN)
def test_the_bytes_of_an_answer(identifier: str) -> None:
    begun = b"".join(itertools.islice(wire_of(identifier).pieces, 200))
    assert begun[: 1000 if "endless" in identifier else None] == BYTES[identifier]


def wire_of(identifier: str) -> Wire:
    written = FAULTS[identifier].written
    assert written is not None
    return written(RESPONSE)


def test_every_answer_that_is_written_is_in_the_table() -> None:
    assert set(BYTES) == set(WRITTEN)


def test_how_connections_end() -> None:
    ends = {identifier: wire_of(identifier).end for identifier in WRITTEN}
    assert {identifier: end for identifier, end in ends.items() if end != "close"} == {
        "wire/reset": "reset",
        "wire/reset-in-answer": "reset",
        "time/never": "silence",
        "time/head-stops": "silence",
        "time/body-stops": "silence",
    }


def test_a_slow_body_comes_byte_by_byte() -> None:
    wire = wire_of("time/slow-body")
    pieces = list(wire.pieces)
    assert [len(piece) for piece in pieces[1:]] == [1] * 100 + [33]
    assert pieces[0] == RIGHT.removesuffix(BODY)
    assert wire.pause == 0.01


@pytest.mark.parametrize("identifier", ["wire/body-cut", "wire/status-line", "time/never"])
def test_a_head_is_answered_rightly(identifier: str) -> None:
    with Mock(contract=CONTRACT, faults=[identifier]) as mock:
        answer = called(mock, mock.pools[0], method="HEAD")
    assert (answer.status, answer.body) == (405, b"")


@pytest.mark.parametrize(
    ("latency", "faults", "waits"),
    [
        (0.0, ["time/slow"], [1.0]),
        (0.0, ["time/slow-body"], [0.6]),
        (0.2, [], [0.2, 0.2]),
        (0.2, ["time/slow@1/2"], [0.2, 1.2]),
    ],
)
def test_latency_and_slow_answers_add_up(latency: float, faults: list[str], waits: list[float]) -> None:
    with Mock(contract=CONTRACT, latency=latency, faults=faults) as mock:
        for wait in waits:
            began = time.monotonic()
            with closing(asked(mock)) as connection:
                connection.settimeout(5)
                received = b""
                while not received.endswith(b'"pool not found"}'):
                    received += connection.recv(100_000)
            assert wait <= time.monotonic() - began < wait + 0.8


@pytest.mark.parametrize("identifier", ["time/never", "time/body-stops", "wire/endless-body"])
def test_a_call_without_an_end_keeps_nobody_waiting(
    identifier: str, caplog: pytest.LogCaptureFixture
) -> None:
    with Mock(contract=CONTRACT, faults=[f"{identifier}@1/2"]) as mock:
        assert called(mock, "nobody").status == 404
        with closing(asked(mock)) as waiting:
            waiting.settimeout(5)
            assert identifier == "time/never" or waiting.recv(10)
            assert called(mock, "nobody").status == 404, "others are served meanwhile"
            began = time.monotonic()
            mock.__exit__(None, None, None)
            assert time.monotonic() - began < 4
    told = [record.getMessage() for record in caplog.records]
    assert told == ["Cancel 1 running task(s), timeout graceful shutdown exceeded"]


def test_what_a_caller_does_not_read_is_not_written() -> None:
    with Mock(contract=CONTRACT, faults=["wire/endless-body"]) as mock, closing(asked(mock)) as waiting:
        assert waiting.recv(10)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        time.sleep(0.5)
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000, "kilobytes"


def asked(mock: Mock) -> socket.socket:
    """A connection on which a call was made, and nothing was read yet."""
    connection = socket.create_connection((mock.host, mock.port), 5)
    line = f"DELETE /v2/{mock.project_id}/pools/nobody HTTP/1.1\r\nHost: x\r\n"
    connection.sendall(line.encode() + f"X-Auth-Token: {mock.token}\r\n\r\n".encode())
    return connection


def test_two_calls_on_one_connection_are_answered_until_it_is_closed() -> None:
    with Mock(contract=CONTRACT, faults=["wire/early-hints@1/2"]) as mock, closing(asked(mock)) as connection:
        connection.settimeout(5)
        first = b""
        while not first.endswith(b'"pool not found"}'):
            first += connection.recv(100_000)
        line = f"DELETE /v2/{mock.project_id}/pools/nobody HTTP/1.1\r\nHost: x\r\n\r\n"
        connection.sendall(line.encode())
        received = b""
        while piece := connection.recv(100_000):
            received += piece
    assert received.startswith(HINTS * 2 + b"HTTP/1.1 401 Unauthorized\r\n")
