"""The one client: bytes out and in exactly as they are; one exchange, one connection, one deadline.

It never retries, follows no redirect, knows no proxy, reads no environment.
"""

from __future__ import annotations

import socket
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass, field

import h11

from poolcontract.errors import TargetError
from poolcontract.exchange import Circumstances, Exchange, Headers, Request, Response
from poolcontract.limits import DEFAULT, Limits
from poolcontract.target.address import Target
from poolcontract.target.guard import Guard

_CHUNK = 65536
_INFORMATIONAL_AT_MOST = 20
_HEAD_TOO_LARGE = 431
"""How h11 hints that the head of a message is larger than it may be."""

_AUTOMATIC = {"host", "content-length", "connection", "accept-encoding", "transfer-encoding"}


class _Fault(Exception):  # noqa: N818  becomes Exchange.fault
    """What kept the answer away, as a reason code."""


@dataclass(kw_only=True)
class _Deadline:
    seconds: float
    began: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Seconds that remain; raises when none do."""
        left = self.seconds - self.spent()
        if left <= 0:
            raise _Fault("timeout")
        return left

    def spent(self) -> float:
        """Seconds since the exchange began."""
        return time.monotonic() - self.began


class Client:
    """Sends requests to one target; `timeout` is the seconds that a whole exchange may take."""

    def __init__(
        self, target: Target, *, timeout: float = 10.0, max_requests: int = 5000, limits: Limits = DEFAULT
    ) -> None:
        self.target, self.timeout, self.limits = target, timeout, limits
        self.guard = Guard(target, max_requests)

    def send(self, request: Request, known: Circumstances | None = None) -> Exchange:
        """Send one request and give what came of it; whatever the other side does is no exception.

        Raises `TargetError` and `BudgetSpentError` when the guard does not let it out: nothing was sent then.
        """
        self.guard.require_budget()
        lines = self._head(request)
        deadline = _Deadline(seconds=self.timeout)
        response, fault = None, None
        try:
            response = self._exchanged(lines, request, deadline)
        except _Fault as stopped:
            fault = str(stopped)
        except TimeoutError:
            fault = "timeout"
        except OSError:
            fault = "reset"
        except h11.RemoteProtocolError as error:
            fault = "too-large" if error.error_status_hint == _HEAD_TOO_LARGE else "framing"
        except zlib.error:
            fault = "framing"
        return Exchange(
            request=request,
            response=response,
            known=known or Circumstances(),
            fault=fault,
            duration=deadline.spent(),
        )

    def _exchanged(self, lines: list[bytes], request: Request, deadline: _Deadline) -> Response:
        with self._connected(deadline) as connection:
            head = self.guard.admit(lines, connection.getpeername()[0])
            connection.settimeout(deadline.left())
            # a refusal may come before the body was read: the answer, if any, decides
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(head + request.body)
            return _Answer(connection, deadline, self.limits, request.method).read()

    def _connected(self, deadline: _Deadline) -> socket.socket:
        try:
            return socket.create_connection((self.target.host, self.target.port), deadline.left())
        except OSError as error:
            raise _Fault("connect") from error

    def _head(self, request: Request) -> list[bytes]:
        """The lines of a request's head, byte for byte; raises `TargetError` for what no byte stands for."""
        lines = [
            f"{request.method} {self.target.base}{request.target} HTTP/1.1",
            f"Host: {self.target.authority}",
        ]
        lines += [f"{name}: {value}" for name, value in request.headers if name.lower() not in _AUTOMATIC]
        lines += ["Accept-Encoding: identity", "Connection: close"]
        if request.body or any(name.lower() == "content-type" for name, _ in request.headers):
            lines.append(f"Content-Length: {len(request.body)}")
        try:
            return [line.encode("latin-1") for line in lines]
        except UnicodeEncodeError as error:
            raise TargetError(
                "the request's head holds a character that HTTP has no byte for; nothing was sent"
            ) from error


class _Answer:
    """Reads one answer from a connection, within the deadline and the limits."""

    def __init__(self, connection: socket.socket, deadline: _Deadline, limits: Limits, method: str) -> None:
        self.connection, self.deadline, self.limits = connection, deadline, limits
        self.parser = h11.Connection(h11.CLIENT, max_incomplete_event_size=limits.header_bytes)
        asked = "HEAD" if method == "HEAD" else "GET"  # decides only whether a body follows
        self.parser.send(h11.Request(method=asked, target="/", headers=[("Host", "x")]))
        self.parser.send(h11.EndOfMessage())

    def read(self) -> Response:
        head = self._head()
        headers: Headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers.raw_items()
        )
        if len(headers) > self.limits.headers:
            raise _Fault("too-large")
        body = bytearray()
        while isinstance(event := self._event(), h11.Data):
            body += event.data
            if len(body) > self.limits.response:
                raise _Fault("too-large")
        response = Response(
            status=head.status_code,
            headers=headers,
            body=bytes(body),
            http_version=head.http_version.decode("ascii"),
        )
        return self._decoded(response)

    def _head(self) -> h11.Response:
        for _ in range(_INFORMATIONAL_AT_MOST):
            event = self._event()
            if isinstance(event, h11.Response):
                return event
        raise _Fault("framing")

    def _event(self) -> type[h11.NEED_DATA | h11.PAUSED] | h11.Event:
        while (event := self.parser.next_event()) is h11.NEED_DATA:
            self.connection.settimeout(self.deadline.left())
            data = self.connection.recv(_CHUNK)
            if not data and self.parser.their_state is h11.SEND_RESPONSE and not self.parser.trailing_data[0]:
                raise ConnectionResetError
            self.parser.receive_data(data)
        return event

    def _decoded(self, response: Response) -> Response:
        """The answer without its content coding; raises `zlib.error` for a coding that is not true."""
        coding = (response.header("content-encoding") or "identity").strip().lower()
        if coding not in ("gzip", "x-gzip", "deflate") or not response.body:
            return response
        reader = zlib.decompressobj(wbits=47)
        body = reader.decompress(response.body, self.limits.response + 1)
        if len(body) > self.limits.response:
            raise _Fault("too-large")
        if not reader.eof:
            raise zlib.error("the compressed body breaks off")
        return Response(
            status=response.status, headers=response.headers, body=body, http_version=response.http_version
        )
