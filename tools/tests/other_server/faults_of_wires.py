"""Faults of the message on the wire."""

# ruff: noqa: ARG002  a method has the parameters that others of its kind need

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Callable

from .fault import fault
from .messages import Answer, Request, chunked, head_of, written
from .wire import Wire

_RESET = b"\x01\0\0\0\0\0\0\0"


def _sent_as(name: str, write: Callable[[Answer], bytes]) -> None:
    """Register a fault that writes every answer with a body in a way of its own."""

    class Written(Wire):
        def on_the_wire(self, request: Request, answer: Answer) -> bytes:
            has_body = request.method != "HEAD" and answer.status != 204
            return write(answer) if has_body else written(answer, request.method)

    fault(name)(Written)


def _framed(answer: Answer, *headers: tuple[str, str], body: bytes | None = None, **more: str) -> bytes:
    """An answer with just these headers more, and its body as it is."""
    whole = Answer(answer.status, [*answer.headers, *headers])
    return head_of(whole, **more) + (answer.body if body is None else body)


def _length(answer: Answer, difference: int = 0) -> tuple[str, str]:
    return "Content-Length", str(max(len(answer.body) + difference, 0))


def _sized(answer: Answer) -> bytes:
    return _framed(answer, _length(answer))


for _name, _write in {
    "wire/length-too-large": lambda answer: _framed(answer, _length(answer, 7)),
    "wire/length-too-small": lambda answer: _framed(answer, _length(answer, -7)),
    "wire/length-in-characters": lambda answer: _framed(
        answer, ("Content-Length", str(len(answer.body.decode())))
    ),
    "wire/two-lengths": lambda answer: _framed(answer, _length(answer), _length(answer, 1)),
    "wire/length-no-number": lambda answer: _framed(answer, ("Content-Length", "about 800")),
    "wire/length-negative": lambda answer: _framed(answer, ("Content-Length", "-1")),
    "wire/length-and-chunks": lambda answer: _framed(
        answer, _length(answer), ("Transfer-Encoding", "chunked"), body=chunked(answer.body)
    ),
    "wire/chunk-without-size": lambda answer: _framed(
        answer, ("Transfer-Encoding", "chunked"), body=b"zz\r\n" + answer.body + b"\r\n0\r\n\r\n"
    ),
    "wire/chunk-of-another-size": lambda answer: _framed(
        answer, ("Transfer-Encoding", "chunked"), body=b"3\r\n" + answer.body + b"\r\n0\r\n\r\n"
    ),
    "wire/last-chunk-missing": lambda answer: _framed(
        answer, ("Transfer-Encoding", "chunked"), body=chunked(answer.body)[:-5]
    ),
    "wire/chunks-not-announced": lambda answer: _framed(answer, body=chunked(answer.body)),
    "wire/chunks-announced-only": lambda answer: _framed(answer, ("Transfer-Encoding", "chunked")),
    "wire/coding-unknown": lambda answer: _framed(answer, ("Transfer-Encoding", "gzip, identity")),
    "wire/said-to-be-packed": lambda answer: _framed(answer, ("Content-Encoding", "gzip"), _length(answer)),
    "wire/packed-and-cut": lambda answer: _framed(
        answer, ("Content-Encoding", "gzip"), body=gzip.compress(answer.body)[:-9]
    ),
    "wire/packed-in-secret": lambda answer: _framed(answer, body=gzip.compress(answer.body)),
    "wire/packed-unasked": lambda answer: _framed(
        answer, ("Content-Encoding", "gzip"), body=gzip.compress(answer.body)
    ),
    "wire/ends-in-the-head": lambda answer: _sized(answer).partition(b"\r\n\r\n")[0],
    "wire/header-without-colon": lambda answer: _sized(answer).replace(b"\r\n", b"\r\nno colon here\r\n", 1),
    "wire/header-name-with-blank": lambda answer: _framed(answer, ("X Powered By", "pools"), _length(answer)),
    "wire/header-with-zero-byte": lambda answer: _framed(answer, ("X-Note", "a\0b"), _length(answer)),
    "wire/header-folded": lambda answer: _framed(answer, ("X-Note", "a\r\n  b"), _length(answer)),
    "wire/line-feeds-alone": lambda answer: _sized(answer).replace(b"\r\n", b"\n"),
    "wire/version-1.0": lambda answer: _framed(answer, version="HTTP/1.0"),
    "wire/version-2": lambda answer: _framed(answer, _length(answer), version="HTTP/2"),
    "wire/no-status-line": lambda answer: answer.body or b"{}",
    "wire/status-of-four-digits": lambda answer: _sized(answer).replace(b" ", b" 0", 1),
    "wire/another-protocol": lambda _: b"SSH-2.0-OpenSSH_9.6\r\n",
    "wire/hints-before": lambda answer: b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + _sized(answer),
    "wire/hints-without-end": lambda answer: b"HTTP/1.1 102 Processing\r\n\r\n" * 200 + _sized(answer),
    "wire/protocol-switched": lambda _: b"HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n",
    "wire/answered-twice": lambda answer: _sized(answer) * 2,
    "wire/line-break-behind": lambda answer: _sized(answer) + b"\r\n",
    "wire/endless-headers": lambda answer: _framed(answer, *[("X-Trace", "1")] * 300, _length(answer)),
    "wire/huge-body": lambda answer: _framed(answer, body=answer.body + b" " * 9_000_000),
}.items():
    _sent_as(_name, _write)


@fault("wire/no-length-and-no-end")
class _NoEnd(Wire):
    def transmit(self, connection: socket.socket, request: Request, answer: Answer) -> None:
        connection.sendall(_framed(answer))
        connection.recv(1)


@fault("wire/connection-stays-open")
class _StaysOpen(Wire):
    def transmit(self, connection: socket.socket, request: Request, answer: Answer) -> None:
        super().transmit(connection, request, answer)
        connection.recv(1)


@fault("wire/reset-unanswered")
class _Reset(Wire):
    def transmit(self, connection: socket.socket, request: Request, answer: Answer) -> None:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)


@fault("wire/reset-in-the-body")
class _ResetInBody(Wire):
    def transmit(self, connection: socket.socket, request: Request, answer: Answer) -> None:
        data = written(answer, request.method)
        connection.sendall(data[: len(data) - 5])
        time.sleep(0.01)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)


@fault("wire/closed-unanswered")
class _Closed(Wire):
    def transmit(self, connection: socket.socket, request: Request, answer: Answer) -> None:
        """Say nothing."""


@fault("wire/deletions-cut")
class _DeletionsCut(Wire):
    def on_the_wire(self, request: Request, answer: Answer) -> bytes:
        if request.method == "DELETE" and answer.status == 200:
            return _framed(answer, _length(answer), body=answer.body[:-3])
        return written(answer, request.method)


@fault("wire/body-for-a-head")
class _BodyForHead(Wire):
    def on_the_wire(self, request: Request, answer: Answer) -> bytes:
        return written(answer, "GET")


@fault("wire/body-with-no-content")
class _BodyWithNoContent(Wire):
    def on_the_wire(self, request: Request, answer: Answer) -> bytes:
        empty = answer.status == 204
        return head_of(answer) + b'{"ok": true}' if empty else written(answer, request.method)
