"""A server of bytes: it keeps what it was sent and answers what a test tells it to, well-formed or not."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

_PATIENCE = 5.0
Answer = bytes | Callable[[socket.socket], None]


class Listener:
    """Listens on a free port of 127.0.0.1 and has one exchange on each connection, one after another."""

    def __init__(self) -> None:
        self.requests: list[bytes] = []
        self.connections = 0
        self.over = threading.Event()

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        with contextlib.suppress(OSError):  # wakes the thread that accepts
            socket.create_connection(("127.0.0.1", self.port), _PATIENCE).close()
        self._thread.join(_PATIENCE)
        self._listening.close()

    def _serve(self) -> None:
        while True:
            connection, _ = self._listening.accept()
            with connection:
                if self.over.is_set():
                    return
                self.connections += 1
                connection.settimeout(_PATIENCE)
                with contextlib.suppress(OSError):
                    self.exchange(connection)

    def exchange(self, connection: socket.socket) -> None:
        """What becomes of a connection, which is closed afterwards."""
        raise NotImplementedError

    def kept(self, connection: socket.socket) -> bytes:
        """The request that comes on a connection; one that is whole is kept."""
        request = _whole_request(connection)
        if request:
            self.requests.append(request)
        return request


class RawServer(Listener):
    """A server whose `requests` are the whole requests, one for each connection.

    `answer` is sent and the connection closed; or it is called with the connection, and may do as it likes.
    """

    def __init__(self, answer: Answer = b"") -> None:
        super().__init__()
        self.answer = answer

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def exchange(self, connection: socket.socket) -> None:
        """Answer a request as the test says."""
        if not self.kept(connection):
            return
        if callable(self.answer):
            self.answer(connection)
        else:
            connection.sendall(self.answer)

    def drip(self, pieces: Iterator[bytes], pause: float) -> Callable[[socket.socket], None]:
        """An answer in pieces, with a pause after each, until the test is over."""

        def dripping(connection: socket.socket) -> None:
            for piece in pieces:
                connection.sendall(piece)
                if self.over.wait(pause):
                    return

        return dripping

    def silent(self, _: socket.socket) -> None:
        """No answer, until the test is over."""
        self.over.wait(_PATIENCE)


def reset(connection: socket.socket) -> None:
    """Close the connection with a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    connection.close()


def answered(*headers: str, status: str = "200 OK", body: bytes = b"") -> bytes:
    """An answer by its header lines and its body."""
    return "\r\n".join((f"HTTP/1.1 {status}", *headers, "", "")).encode("latin-1") + body


def sized(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """An answer that tells the size of its body."""
    return answered(f"Content-Length: {len(body)}", *headers, status=status, body=body)


def _whole_request(connection: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data or len(data) < _size(data):
        piece = connection.recv(65536)
        if not piece:
            break
        data += piece
    return data


def _size(data: bytes) -> int:
    head = data.partition(b"\r\n\r\n")[0]
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return len(head) + 4 + sum(int(line.partition(b":")[2]) for line in lengths)
