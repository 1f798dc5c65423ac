"""Faults of the message: the answer is right, what is written of it is no HTTP; and what looks so and is."""

from __future__ import annotations

import gzip
import zlib
from functools import partial

from poolcontract.mock.fault import Fault, Written
from poolcontract.mock.messages import (
    CHUNKED,
    SIZED,
    Made,
    answer,
    chunk,
    coded,
    half,
    in_chunks,
    with_line,
    with_status_line,
)
from poolcontract.mock.wire import Wire

_HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
_MANY = 50
_ALLOWED = "HTTP allows it, and any client has to read it"

_RIGHT = answer(SIZED)
_gzipped = partial(gzip.compress, mtime=0)
_FLAWED: dict[str, tuple[str, str, Made]] = {
    "body-cut": ("half of the body is missing", "body-cut", answer(SIZED, body=half)),
    "body-missing": ("the body does not come", "body-cut", answer(SIZED, body=lambda _: b"")),
    "length-too-long": ("Content-Length is more than the body", "body-cut", answer(SIZED, size=7)),
    "length-too-short": ("Content-Length is less than the body", "more-bytes", answer(SIZED, size=-1)),
    "length-zero": ("Content-Length is 0, and a body comes", "more-bytes", answer("Content-Length: 0")),
    "length-negative": ("Content-Length is negative", "content-length", answer("Content-Length: -{size}")),
    "length-no-number": ("Content-Length is a word", "content-length", answer("Content-Length: all")),
    "lengths-differ": (
        "two Content-Lengths differ",
        "content-length",
        answer(SIZED, "Content-Length: {more}"),
    ),
    "length-and-chunks": (
        "a Content-Length stands beside a Transfer-Encoding",
        "length-and-chunks",
        answer(SIZED, CHUNKED, body=in_chunks),
    ),
    "transfer-encoding": (
        "a transfer encoding that is none",
        "transfer-encoding",
        answer("Transfer-Encoding: zip"),
    ),
    "chunk-size": ("the size of a chunk is no number", "chunk", answer(CHUNKED, body=b"zz\r\n".__add__)),
    "chunk-too-long": (
        "a chunk holds more than its size",
        "chunk",
        answer(CHUNKED, body=lambda body: chunk(body, 1) + b"0\r\n\r\n"),
    ),
    "chunk-cut": ("a chunk is cut", "chunks-cut", answer(CHUNKED, body=lambda body: half(in_chunks(body)))),
    "last-chunk-missing": (
        "the last chunk is missing",
        "chunks-cut",
        answer(CHUNKED, body=lambda body: in_chunks(body).removesuffix(b"0\r\n\r\n")),
    ),
    "status-line": (
        "the status line has reason and status the wrong way round",
        "status-line",
        answer(SIZED, head=with_status_line(b"HTTP/1.1 OK 200")),
    ),
    "status-of-four-digits": (
        "the status has four digits",
        "status-line",
        answer(SIZED, head=with_status_line(b"HTTP/1.1 2000 OK")),
    ),
    "http-2": (
        "the answer says that it is HTTP/2",
        "status-line",
        answer(SIZED, head=with_status_line(b"HTTP/2 200 OK")),
    ),
    "http-0.9": ("the answer is a body without a head", "status-line", answer(head=lambda _: b"")),
    "status-line-cut": (
        "the answer ends in its first line",
        "head-cut",
        answer(head=lambda head: head[:11], body=lambda _: b""),
    ),
    "head-cut": (
        "the answer ends in its headers",
        "head-cut",
        answer(SIZED, head=half, body=lambda _: b""),
    ),
    "header-without-colon": (
        "a header has no colon",
        "header",
        answer(SIZED, head=with_line(b"X-Request-Id 17")),
    ),
    "header-without-name": ("a header has no name", "header", answer(SIZED, head=with_line(b": 17"))),
    "header-with-blank": (
        "a blank stands before the colon of a header",
        "header",
        answer(SIZED, head=with_line(b"X-Request-Id : 17")),
    ),
    "header-with-nul": ("a header holds a NUL", "header", answer(SIZED, head=with_line(b"X-Id: a\0b"))),
    "bytes-after": ("bytes follow the answer", "more-bytes", answer(SIZED, body=lambda body: body + b"\n{}")),
    "second-answer": (
        "a second answer follows that nobody asked for",
        "more-bytes",
        lambda response: _RIGHT(response) * 2,
    ),
    "gzip-false": ("the body is plain and said to be gzip", "content-encoding", coded("gzip", bytes)),
    "gzip-cut": (
        "the compressed body breaks off",
        "content-encoding",
        coded("gzip", lambda body: _gzipped(body)[:-9]),
    ),
    "gzip-checksum": (
        "the checksum of the compressed body is wrong",
        "content-encoding",
        coded("gzip", lambda body: _gzipped(body)[:-8] + b"\0" * 8),
    ),
    "deflate-false": (
        "the body is plain and said to be deflate",
        "content-encoding",
        coded("deflate", bytes),
    ),
    "switching-protocols": (
        "the connection is said to change to another protocol",
        "provisional",
        answer(
            head=with_status_line(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c"), body=lambda _: b""
        ),
    ),
    "hints-without-end": (
        "provisional answers come, and no final one",
        "provisional",
        lambda _: _HINTS * _MANY,
    ),
}
"""By the end of their id: title, flaw of the message, bytes."""

_HARMLESS: dict[str, tuple[str, str, Made]] = {
    "http-1.0": ("the answer is HTTP/1.0", _ALLOWED, answer(SIZED, version="1.0")),
    "until-close": ("the body has no length and ends with the connection", _ALLOWED, answer()),
    "chunked": ("the body comes in chunks", _ALLOWED, answer(CHUNKED, body=in_chunks)),
    "chunk-extensions": (
        "chunks have extensions, and trailers follow",
        _ALLOWED,
        answer(CHUNKED, body=lambda body: b"%x;a=b\r\n%b\r\n0\r\nX-Checksum: 17\r\n\r\n" % (len(body), body)),
    ),
    "early-hints": ("early hints come first (103)", _ALLOWED, lambda response: _HINTS * 2 + _RIGHT(response)),
    "continue": (
        "a 100 comes first that nobody asked for",
        _ALLOWED,
        lambda response: b"HTTP/1.1 100 Continue\r\n\r\n" + _RIGHT(response),
    ),
    "no-reason": (
        "the status line ends behind the status",
        _ALLOWED,
        answer(SIZED, head=lambda head: head.partition(b"\r\n")[0][:13] + head[head.index(b"\r\n") :]),
    ),
    "folded-header": (
        "a header goes on in the next line, as of old",
        _ALLOWED,
        answer(SIZED, head=with_line(b"X-Request-Id: 17,\r\n 18")),
    ),
    "gzip": ("the body is compressed, unasked", _ALLOWED, coded("gzip", _gzipped)),
    "deflate": ("the body is deflated, unasked", _ALLOWED, coded("deflate", zlib.compress)),
}
"""By the end of their id: title, why nobody need tell, bytes. They try what a client can read."""


def _in_one_piece(made: Made) -> Written:
    return lambda response: Wire(pieces=(made(response),))


FAULTS = (
    *(
        Fault(
            id=f"wire/{end}",
            title=title,
            rule=f"framing/{flaw}",
            written=_in_one_piece(made),
        )
        for end, (title, flaw, made) in _FLAWED.items()
    ),
    *(
        Fault(
            id=f"wire/{end}",
            title=title,
            unseen=reason,
            written=_in_one_piece(made),
        )
        for end, (title, reason, made) in _HARMLESS.items()
    ),
)
