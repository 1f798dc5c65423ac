"""Faults that come now and then, and faults of time."""

# ruff: noqa: ARG002  a method has the parameters that others of its kind need

from __future__ import annotations

import socket
import time

from .bodies import Pool
from .fault import fault
from .messages import Answer, Request
from .service import Service
from .wire import Wire


class _Deletions(Service):
    """Counts the answers to deletions, and has every so many of them go wrong."""

    every = 3
    count = 0

    def deleted(self, pool: Pool) -> Answer:
        self.count += 1
        answer = super().deleted(pool)
        return self.wrong(answer, pool) if self.count % self.every == 0 else answer

    def wrong(self, answer: Answer, pool: Pool) -> Answer:
        return answer


@fault("chance/third-of-another-version")
class _ThirdVersion(_Deletions):
    def wrong(self, answer: Answer, pool: Pool) -> Answer:
        answer.body = answer.body.replace(b'"v2"', b'"v2beta"').replace(b'"Pool"', b'"ModelArtsPool"')
        return answer


@fault("chance/fifth-fails")
class _FifthFails(_Deletions):
    every = 5

    def wrong(self, answer: Answer, pool: Pool) -> Answer:
        return self.refusal(500, "ModelArts.50005000", "it went wrong")


@fault("chance/fifth-from-the-gateway")
class _FifthGateway(_Deletions):
    every = 5

    def wrong(self, answer: Answer, pool: Pool) -> Answer:
        return Answer(502, [("Content-Type", "text/html")], b"<h1>502</h1>")


@fault("chance/fifth-of-another-pool")
class _FifthOther(_Deletions):
    every = 5

    def wrong(self, answer: Answer, pool: Pool) -> Answer:
        answer.body = answer.body.replace(pool.name.encode(), next(iter(self.pools)).encode())
        return answer


@fault("chance/seventh-is-a-page")
class _SeventhPage(_Deletions):
    every = 7

    def wrong(self, answer: Answer, pool: Pool) -> Answer:
        return Answer(200, [("Content-Type", "text/html")], b"<h1>deleted</h1>")


@fault("chance/tenth-is-empty")
class _TenthEmpty(_Deletions):
    every = 10

    def wrong(self, answer: Answer, pool: Pool) -> Answer:
        answer.body, answer.in_chunks = b"", False
        return answer


@fault("chance/fifteenth-is-throttled")
class _Throttled(_Deletions):
    every = 15

    def wrong(self, answer: Answer, pool: Pool) -> Answer:
        return self.refusal(429, "APIGW.0308", "too fast", ("Retry-After", "1"))


@fault("chance/first-answer-only")
class _FirstOnly(_Deletions):
    every = 1

    def wrong(self, answer: Answer, pool: Pool) -> Answer:
        if self.count == 1:
            answer.body = answer.body.replace(b'"Pool"', b'"PoolList"')
        return answer


@fault("chance/fourth-absent-is-fine")
class _FourthAbsent(Service):
    misses = 0

    def missing(self, name: str) -> Answer:
        self.misses += 1
        return super().missing(name) if self.misses % 4 else self.in_json(200, {"kind": "Pool"})


@fault("chance/name-of-the-call-before")
class _CallBefore(_Deletions):
    every = 6
    before = ""

    def deleted(self, pool: Pool) -> Answer:
        answer = super().deleted(pool)
        self.before = pool.name
        return answer

    def wrong(self, answer: Answer, pool: Pool) -> Answer:
        answer.body = answer.body.replace(pool.name.encode(), self.before.encode())
        return answer


class _Now(Wire):
    """Has every so many connections end in another way."""

    every = 10
    connections = 0

    def transmit(self, connection: socket.socket, request: Request, answer: Answer) -> None:
        self.connections += 1
        if self.connections % self.every:
            super().transmit(connection, request, answer)
        else:
            self.otherwise(connection, request, answer)

    def otherwise(self, connection: socket.socket, request: Request, answer: Answer) -> None:
        """Send nothing."""


@fault("chance/tenth-is-dropped")
class _TenthDropped(_Now):
    pass


@fault("chance/tenth-is-cut")
class _TenthCut(_Now):
    def otherwise(self, connection: socket.socket, request: Request, answer: Answer) -> None:
        connection.sendall(self.on_the_wire(request, answer)[:-4])


@fault("time/never")
class _Never(Wire):
    def transmit(self, connection: socket.socket, request: Request, answer: Answer) -> None:
        connection.recv(1)


@fault("time/a-byte-now-and-then")
class _Drips(Wire):
    def transmit(self, connection: socket.socket, request: Request, answer: Answer) -> None:
        for byte in self.on_the_wire(request, answer):
            connection.sendall(bytes([byte]))
            time.sleep(0.05)


@fault("time/a-breath-before-each")
class _Slow(Wire):
    def transmit(self, connection: socket.socket, request: Request, answer: Answer) -> None:
        time.sleep(0.03)
        super().transmit(connection, request, answer)


@fault("time/twentieth-hangs")
class _Hangs(_Now):
    every = 20

    def otherwise(self, connection: socket.socket, request: Request, answer: Answer) -> None:
        connection.recv(1)
