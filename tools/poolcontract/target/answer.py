"""Reads one answer from a connection, and tells what is wrong with it as a message."""

from __future__ import annotations

import re
import socket
import time
import zlib
from dataclasses import dataclass, field

import h11

from poolcontract.exchange import Headers, Response, header
from poolcontract.limits import Limits

_CHUNK = 65536
_PROVISIONAL_AT_MOST = 20
_HEAD_TOO_LARGE = 431
"""How h11 hints that the head of a message is larger than it may be."""

_VERSION = b"HTTP/1."
_STATUS_LINE = re.compile(rb"HTTP/1\.[0-9] (?P<status>[0-9]{3})(?: [^\0\r\n]*)?\r?")
_SWITCHING = b"101"


class Unanswered(Exception):  # noqa: N818  becomes the fault and the flaw of an exchange
    """What kept the answer away, as a reason code; with `framing` also the flaw of the message."""

    def __init__(self, reason: str, flaw: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.flaw = reason, flaw


@dataclass(kw_only=True)
class Deadline:
    """The time that a whole exchange has, in seconds."""

    seconds: float
    began: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Seconds that remain; raises `Unanswered` when none do."""
        left = self.seconds - self.spent()
        if left <= 0:
            raise Unanswered("timeout")
        return left

    def spent(self) -> float:
        """Seconds since the exchange began."""
        return time.monotonic() - self.began


class Answer:
    """Reads the answer to a request of some method, within the deadline and the limits."""

    def __init__(self, connection: socket.socket, deadline: Deadline, limits: Limits, method: str) -> None:
        self.connection, self.deadline, self.limits = connection, deadline, limits
        self._parser = h11.Connection(h11.CLIENT, max_incomplete_event_size=limits.header_bytes)
        asked = "HEAD" if method == "HEAD" else "GET"  # decides only whether a body follows
        self._parser.send(h11.Request(method=asked, target="/", headers=[("Host", "x")]))
        self._parser.send(h11.EndOfMessage())
        self._head = bytearray()
        self._is_over = False

    def read(self) -> Response:
        """The whole answer, decoded; raises `Unanswered`, or `OSError` where the connection breaks off."""
        head = self._read_head()
        if not head.http_version.startswith(b"1."):
            raise Unanswered("framing", "framing/status-line")
        headers: Headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers.raw_items()
        )
        if len(headers) > self.limits.headers:
            raise Unanswered("too-large")
        is_chunked = header(headers, "transfer-encoding") is not None
        if is_chunked and header(headers, "content-length") is not None:
            raise Unanswered("framing", "framing/length-and-chunks")
        response = Response(
            status=head.status_code,
            headers=headers,
            body=self._read_body(is_chunked=is_chunked),
            http_version=head.http_version.decode("ascii"),
        )
        return _decoded(response, self.limits)

    def ended(self, patience: float) -> bool:
        """True once the other side has closed, for which it has some seconds; false when it has not.

        Raises `Unanswered` when it sends more instead: the answer was another than its length told.
        """
        more = self._parser.trailing_data[0]
        try:
            self.connection.settimeout(max(min(patience, self.deadline.left()), 0.0))
            more = more or (b"" if self._is_over else self.connection.recv(_CHUNK))
        except (BlockingIOError, TimeoutError, Unanswered):
            return False
        except OSError:
            return True  # closed with a reset, after a whole answer
        if more:
            raise Unanswered("framing", "framing/more-bytes")
        return True

    def _read_head(self) -> h11.Response:
        try:
            for _ in range(_PROVISIONAL_AT_MOST):
                event = self._event()
                if isinstance(event, h11.Response):
                    return event
                self._head[:] = self._parser.trailing_data[0]
        except h11.RemoteProtocolError as error:
            if error.error_status_hint == _HEAD_TOO_LARGE:
                raise Unanswered("too-large") from error
            raise Unanswered("framing", _flaw_of_head(bytes(self._head))) from error
        raise Unanswered("framing", "framing/provisional")

    def _read_body(self, *, is_chunked: bool) -> bytes:
        body = bytearray()
        try:
            while isinstance(event := self._event(), h11.Data):
                body += event.data
                if len(body) > self.limits.response:
                    raise Unanswered("too-large")
        except h11.RemoteProtocolError as error:
            flaw = "framing/body-cut"
            if is_chunked:
                flaw = "framing/chunks-cut" if self._is_over else "framing/chunk"
            raise Unanswered("framing", flaw) from error
        return bytes(body)

    def _event(self) -> type[h11.NEED_DATA | h11.PAUSED] | h11.Event:
        while (event := self._parser.next_event()) is h11.NEED_DATA:
            self.connection.settimeout(self.deadline.left())
            data = self.connection.recv(_CHUNK)
            self._is_over = not data
            if self._parser.their_state is h11.SEND_RESPONSE:
                self._head += data
                if self._is_over and not self._head:
                    raise ConnectionResetError
            self._parser.receive_data(data)
        return event


def _flaw_of_head(data: bytes) -> str:
    """Why a head cannot be read: of several flaws the one that stands first."""
    first, line_break, rest = data.partition(b"\n")
    status_line = _STATUS_LINE.fullmatch(first)
    if not data.startswith(_VERSION[: len(data)]) or (line_break and not status_line):
        return "framing/status-line"
    if status_line and status_line["status"] == _SWITCHING:
        return "framing/provisional"
    lines = rest.split(b"\n")
    if not any(line in (b"", b"\r") for line in lines[:-1]):
        return "framing/head-cut"
    return _flaw_of_headers(lines)


def _flaw_of_headers(lines: list[bytes]) -> str:
    values: dict[bytes, set[bytes]] = {b"content-length": set(), b"transfer-encoding": set()}
    for name, _, value in (line.partition(b":") for line in lines):
        values.get(name.lower(), set()).add(value.strip().lower())
    lengths, encodings = values.values()
    if len(lengths) > 1 or not all(map(bytes.isdigit, lengths)):
        return "framing/content-length"
    if encodings - {b"chunked"}:
        return "framing/transfer-encoding"
    return "framing/header"


def _decoded(response: Response, limits: Limits) -> Response:
    """The answer without its content coding."""
    coding = (response.header("content-encoding") or "identity").strip().lower()
    if coding not in ("gzip", "x-gzip", "deflate") or not response.body:
        return response
    reader = zlib.decompressobj(wbits=47)
    try:
        body = reader.decompress(response.body, limits.response + 1)
    except zlib.error as error:
        raise Unanswered("framing", "framing/content-encoding") from error
    if len(body) > limits.response:
        raise Unanswered("too-large")
    if not reader.eof:
        raise Unanswered("framing", "framing/content-encoding")
    return Response(
        status=response.status, headers=response.headers, body=body, http_version=response.http_version
    )
