"""Calls to a mock as bytes on a socket: nothing between the test and the wire rewrites them."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
from dataclasses import dataclass
from typing import Any

from poolcontract.mock import Mock

_PATIENCE = 5.0


@dataclass(frozen=True)
class Answer:
    """An answer as it came, the names of its headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def value(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def exchanged(mock: Mock, data: bytes, method: str = "GET") -> Answer | None:
    """What comes back for some bytes, or None when the mock closes the connection without an answer."""
    with socket.create_connection((mock.host, mock.port), _PATIENCE) as connection:
        with contextlib.suppress(ConnectionError):  # a refusal may come before all was read
            connection.sendall(data)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
        with contextlib.closing(http.client.HTTPResponse(connection, method=method)) as answer:
            try:
                answer.begin()
                headers = {name.lower(): value for name, value in answer.getheaders()}
                return Answer(answer.status, headers, answer.read())
            except (http.client.BadStatusLine, ConnectionError):
                return None


def called(
    mock: Mock,
    name: str,
    *,
    method: str = "DELETE",
    token: str | None = "",
    project: str | None = None,
    target: str | None = None,
    headers: dict[str, str] | None = None,
    body: bytes = b"",
) -> Answer:
    """One call that is right but for what is given; `token` None leaves it out, "" sends the right one."""
    path = target or f"/v2/{mock.project_id if project is None else project}/pools/{name}"
    given = {"Host": "mock", "Connection": "close", "Content-Length": str(len(body)), **(headers or {})}
    if token is not None:
        given["X-Auth-Token"] = token or mock.token
    lines = [f"{method} {path} HTTP/1.1", *(f"{key}: {value}" for key, value in given.items()), "", ""]
    answer = exchanged(mock, "\r\n".join(lines).encode("latin-1") + body, method)
    assert answer is not None, "the mock closed the connection"
    return answer
