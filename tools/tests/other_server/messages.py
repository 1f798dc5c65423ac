"""Requests off a socket and answers onto it, by the letter of HTTP/1.1 and no more of it than is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

_LONGEST_LINE = 65536
REASONS = {
    200: "OK",
    201: "Created",
    202: "Accepted",
    204: "No Content",
    301: "Moved Permanently",
    302: "Found",
    307: "Temporary Redirect",
    308: "Permanent Redirect",
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    414: "URI Too Long",
    415: "Unsupported Media Type",
}


class BadRequestError(Exception):
    """What came is no request."""


@dataclass
class Request:
    """A request as it came: `target` unread, names of headers in lower case."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass
class Answer:
    """An answer to be; `headers` are sent as they are, the framing is added when it is written."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    in_chunks: bool = False

    def header(self, name: str, value: str | None) -> None:
        """Give a header one value, or take it away."""
        self.headers = [each for each in self.headers if each[0].lower() != name.lower()]
        if value is not None:
            self.headers.append((name, value))


def request_from(stream: BinaryIO) -> Request | None:
    """The next request; None at the end of the connection. Raises `BadRequestError`."""
    line = stream.readline(_LONGEST_LINE)
    if not line:
        return None
    words = line.decode("latin-1").rstrip("\r\n").split(" ")
    if len(words) != len(("method", "target", "version")) or not words[2].startswith("HTTP/1."):
        raise BadRequestError
    headers: dict[str, str] = {}
    while (line := stream.readline(_LONGEST_LINE)) not in (b"\r\n", b"\n", b""):
        name, colon, value = line.decode("latin-1").partition(":")
        if not colon or name != name.strip():
            raise BadRequestError
        headers[name.lower()] = value.strip()
    length = headers.get("content-length", "0")
    if not length.isdigit():
        raise BadRequestError
    return Request(words[0], words[1], headers, stream.read(int(length)))


def head_of(answer: Answer, *, version: str = "HTTP/1.1") -> bytes:
    """The status line and the headers of an answer, with the empty line behind them."""
    lines = [f"{version} {answer.status} {REASONS.get(answer.status, '')}"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    return "\r\n".join((*lines, "", "")).encode("latin-1")


def chunked(body: bytes, size: int = 100) -> bytes:
    """A body in chunks of some size, the last one included."""
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(each), each) for each in (*pieces, b""))


def written(answer: Answer, method: str) -> bytes:
    """The bytes of an answer to a method, framed as its body needs it."""
    whole = Answer(answer.status, list(answer.headers), answer.body)
    if answer.in_chunks:
        whole.header("Transfer-Encoding", "chunked")
    elif answer.status not in (204, 304):
        whole.header("Content-Length", str(len(answer.body)))
    body = chunked(answer.body) if answer.in_chunks else answer.body
    return head_of(whole) + (b"" if method == "HEAD" else body)
