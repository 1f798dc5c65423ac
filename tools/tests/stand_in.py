"""A service under a made-up name, over TLS: what a real one is to the client. Its name leads to loopback.

It keeps the requests byte for byte and hands each to a mock, or answers what a test tells it to.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import trustme

from .raw_server import _whole_request

HOST = "pools.stand-in.example"
PROJECT = "0123456789abcdef0123456789abcdef"
_PATIENCE = 5.0
_AUTHORITY = trustme.CA()
_CERTIFICATE = _AUTHORITY.issue_cert(HOST)
Handler = Callable[[bytes], bytes | None]


class StandIn:
    """Listens on a free port of 127.0.0.1; `requests` are the whole requests, in the order they came.

    `handler` gives the answer to a request, or None to close the connection without one.
    """

    def __init__(self, handler: Handler, *, certificate: trustme.LeafCert = _CERTIFICATE) -> None:
        self.requests: list[bytes] = []
        self.handler = handler
        self._over = threading.Event()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(self._context)

    @property
    def url(self) -> str:
        """Where it listens, by its name."""
        return f"https://{HOST}:{self.port}"

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        with contextlib.suppress(OSError):  # wakes the thread that accepts
            socket.create_connection(("127.0.0.1", self.port), _PATIENCE).close()
        self._thread.join(_PATIENCE)
        self._listening.close()

    def _serve(self) -> None:
        while True:
            connection, _ = self._listening.accept()
            with connection:
                if self._over.is_set():
                    return
                connection.settimeout(_PATIENCE)
                with (
                    contextlib.suppress(OSError),
                    self._context.wrap_socket(connection, server_side=True) as secured,
                ):
                    self._exchange(secured)

    def _exchange(self, connection: ssl.SSLSocket) -> None:
        request = _whole_request(connection)
        if not request:
            return
        self.requests.append(request)
        answer = self.handler(request)
        if answer is not None:
            connection.sendall(answer)
            connection.unwrap()

    @property
    def names(self) -> list[str]:
        """The last part of each request's target."""
        return [request.split(b" ", 2)[1].decode().rpartition("/")[2] for request in self.requests]


def forwarding(port: int) -> Handler:
    """Hands requests to a server on a port of 127.0.0.1, and gives back its answers."""

    def forwarded(request: bytes) -> bytes | None:
        with socket.create_connection(("127.0.0.1", port), _PATIENCE) as connection:
            connection.sendall(request)
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
        return answer or None

    return forwarded


def authorities(folder: Path) -> Path:
    """A file with the authority that vouches for the stand-in."""
    file = folder / "authorities.pem"
    _AUTHORITY.cert_pem.write_to_path(str(file))
    return file


def resolving(folder: Path) -> Path:
    """A folder that makes a Python process, by PYTHONPATH, take the made-up name for this machine."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(_RESOLVING, encoding="utf-8")
    return folder


_RESOLVING = f"""
import socket
_given = socket.getaddrinfo
def getaddrinfo(host, *more, **named):
    return _given("127.0.0.1" if host == {HOST!r} else host, *more, **named)
socket.getaddrinfo = getaddrinfo
"""
