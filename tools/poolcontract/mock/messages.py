"""The bytes of an answer, right but for what a fault asks for."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from poolcontract.exchange import Response

Change = Callable[[bytes], bytes]
Made = Callable[[Response], bytes]

SIZED = "Content-Length: {size}"
CHUNKED = "Transfer-Encoding: chunked"


def begun(response: Response, *lines: str, version: str = "1.1") -> bytes:
    """The head of an answer, with more lines of its own."""
    status = HTTPStatus(response.status)
    own = [f"{name}: {value}" for name, value in response.headers]
    text = [f"HTTP/{version} {status.value} {status.phrase}", *own, *lines, "Connection: close", "", ""]
    return "\r\n".join(text).encode("latin-1")


def answer(
    *lines: str, body: Change = bytes, size: int = 0, version: str = "1.1", head: Change = bytes
) -> Made:
    """An answer with more lines; `{size}` in one is the length of the body and `size`, `{more}` one more.

    `body` and `head` change what is written of each.
    """

    def written(response: Response) -> bytes:
        told = len(response.body) + size
        own = [line.format(size=told, more=told + 1) for line in lines]
        return head(begun(response, *own, version=version)) + body(response.body)

    return written


def coded(coding: str, change: Change) -> Made:
    """An answer in a content coding, its length the right one."""

    def written(response: Response) -> bytes:
        content = change(response.body)
        lines = (f"Content-Encoding: {coding}", f"Content-Length: {len(content)}")
        return begun(response, *lines) + content

    return written


def half(data: bytes) -> bytes:
    """The first half."""
    return data[: len(data) // 2]


def in_chunks(body: bytes) -> bytes:
    """A body in two chunks and the last one."""
    return chunk(half(body)) + chunk(body[len(body) // 2 :]) + b"0\r\n\r\n"


def chunk(data: bytes, size: int | None = None) -> bytes:
    """Bytes as a chunk of their size, or of another; nothing for no bytes, which would be the last chunk."""
    return b"%x\r\n%b\r\n" % (len(data) if size is None else size, data) if data else b""


def with_line(line: bytes) -> Change:
    """The head with a line behind its first."""
    return lambda head: head.replace(b"\r\n", b"\r\n" + line + b"\r\n", 1)


def with_status_line(line: bytes) -> Change:
    """The head with another first line."""
    return lambda head: line + head[head.index(b"\r\n") :]
