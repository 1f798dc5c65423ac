"""A service under a made-up name, over TLS: what a real one is to the client. Its name leads to loopback.

It keeps the requests byte for byte and hands each to a mock, or answers what a test tells it to.
"""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import trustme

from .raw_server import Listener, sized

HOST = "pools.stand-in.example"
PROJECT = "0123456789abcdef0123456789abcdef"
_PATIENCE = 5.0
_AUTHORITY = trustme.CA()
_CERTIFICATE = _AUTHORITY.issue_cert(HOST)
Handler = Callable[[bytes], bytes | None]


class StandIn(Listener):
    """A server over TLS whose `requests` are the whole requests, in the order they came.

    `handler` gives the answer to a request, or None to close the connection without one.
    """

    def __init__(self, handler: Handler, *, certificate: trustme.LeafCert = _CERTIFICATE) -> None:
        super().__init__()
        self.handler = handler
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(self._context)

    @property
    def url(self) -> str:
        """Where it listens, by its name."""
        return f"https://{HOST}:{self.port}"

    def exchange(self, connection: socket.socket) -> None:
        """Answer a request as the handler says."""
        with self._context.wrap_socket(connection, server_side=True) as secured:
            request = self.kept(secured)
            answer = self.handler(request) if request else None
            if answer is not None:
                secured.sendall(answer)
                secured.unwrap()

    @property
    def names(self) -> list[str]:
        """The last part of each deletion's target."""
        targets = [each.split(b" ", 2)[1].decode() for each in self.requests if each.startswith(b"DELETE ")]
        return [target.rpartition("/")[2] for target in targets]


def listing(*names: str) -> bytes:
    """The answer that lists pools."""
    pools = [{"kind": "Pool", "metadata": {"name": name}} for name in names]
    return sized(json.dumps({"kind": "PoolList", "items": pools}).encode(), "Content-Type: application/json")


def with_list(handler: Handler, *names: str) -> Handler:
    """A handler to which requests for the list of pools do not come: there are these."""
    return lambda request: listing(*names) if request.startswith(b"GET ") else handler(request)


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
