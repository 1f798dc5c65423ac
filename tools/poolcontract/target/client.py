"""The one client: bytes out and in exactly as they are; one exchange, one connection, one deadline.

It never retries, follows no redirect, knows no proxy, reads no environment.
"""

from __future__ import annotations

import ssl
from contextlib import suppress

from poolcontract.errors import TargetError
from poolcontract.exchange import Circumstances, Exchange, Request, Response
from poolcontract.limits import DEFAULT, Limits
from poolcontract.target.address import Target
from poolcontract.target.answer import Answer, Deadline, Unanswered
from poolcontract.target.connection import connected, verifying
from poolcontract.target.guard import Guard

_LINGERING = 0.2
"""Seconds for a server to close the connection once it has answered, as it was asked to."""

_AUTOMATIC = {"host", "content-length", "connection", "accept-encoding", "transfer-encoding"}


class Client:
    """Sends requests to one target; `timeout` is the seconds that a whole exchange may take.

    `guard` is the gate that they pass, one of `max_requests` without more rules where none is given; `tls` is
    needed where the target speaks https, and verifies by the system's authorities where none is given.
    """

    def __init__(
        self,
        target: Target,
        *,
        timeout: float = 10.0,
        max_requests: int = 5000,
        limits: Limits = DEFAULT,
        guard: Guard | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.target, self.timeout, self.limits = target, timeout, limits
        self.guard = guard or Guard(target, max_requests)
        self._tls = tls or verifying() if target.scheme == "https" else None
        self._lingering = _LINGERING

    def send(self, request: Request, known: Circumstances | None = None) -> Exchange:
        """Send one request and give what came of it; whatever the other side does is no exception.

        Raises `TargetError`, `BudgetSpentError` and `AuditLogError` when the guard does not let it out:
        nothing was sent then.
        """
        self.guard.require_budget()
        lines = self._head(request)
        deadline = Deadline(seconds=self.timeout)
        response, fault, flaw = None, None, None
        try:
            response = self._exchanged(lines, request, deadline)
        except Unanswered as stopped:
            fault, flaw = stopped.reason, stopped.flaw
        except TimeoutError:
            fault = "timeout"
        except OSError:
            fault = "reset"
        exchange = Exchange(
            request=request,
            response=response,
            known=known or Circumstances(),
            fault=fault,
            flaw=flaw,
            duration=deadline.spent(),
        )
        if self.guard.journal is not None:
            self.guard.journal.conclude(exchange)
        return exchange

    def _exchanged(self, lines: list[bytes], request: Request, deadline: Deadline) -> Response:
        with connected(self.target, deadline, self._tls) as connection:
            head = self.guard.admit(lines, connection.getpeername()[0], request.body)
            connection.settimeout(deadline.left())
            # a refusal may come before the body was read: the answer, if any, decides
            with suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(head + request.body)
            answer = Answer(connection, deadline, self.limits, request.method)
            response = answer.read()
            if not answer.ended(self._lingering):
                self._lingering = 0.0  # it keeps connections open: no use in waiting again
            return response

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
