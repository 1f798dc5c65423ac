"""The service as an ASGI application: bytes in, bytes out, and the faults that are switched on in between."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from http import HTTPStatus

from starlette.requests import ClientDisconnect
from starlette.requests import Request as Received
from starlette.responses import Response as Sent

from poolcontract.exchange import Exchange, Request, Response
from poolcontract.mock.admin import Admin
from poolcontract.mock.answers import refused
from poolcontract.mock.fault import Fault, Switch
from poolcontract.mock.projects import Projects
from poolcontract.mock.wire import Receive, Scope, write

_VERSIONS = ("1.0", "1.1")
Send = Callable[[Scope], Awaitable[None]]


class Application:
    """Answers requests by the service of their project, each one as its faults would have it.

    `latency` is the time that every answer takes, in seconds; `admin` answers at once and without faults.
    """

    def __init__(
        self, projects: Projects, switches: list[Switch], admin: Admin | None = None, latency: float = 0.0
    ) -> None:
        self.projects, self.switches, self.admin, self.latency = projects, switches, admin, latency

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request."""
        try:
            request = await _read(Received(scope, receive))
        except ClientDisconnect:
            return  # the call broke off: nothing was asked for, and nobody waits
        if scope["http_version"] not in _VERSIONS:
            await _sent(refused("version"))(scope, receive, send)
            return
        asked_of_us = self.admin.answer(request) if self.admin else None
        if asked_of_us is not None:
            await _sent(asked_of_us)(scope, receive, send)
            return
        faults = [switch.fault for switch in self.switches if switch.strikes()]
        response = self._served(request, faults).response
        assert response is not None
        if delay := self.latency + sum(fault.delay for fault in faults):
            await asyncio.sleep(delay)
        written = next((fault.written for fault in faults if fault.written), None)
        if written is None or request.method == "HEAD":
            await _sent(response)(scope, receive, send)
        else:
            await write(written(response), scope, receive)

    def _served(self, request: Request, faults: Sequence[Fault]) -> Exchange:
        """What the request deserves, as some faults would have it."""
        service = self.projects.of(request)
        name = service.asked(request)
        if name not in service.living:
            meant = (fault.meant(request, service) for fault in faults if fault.meant)
            name = next((pool for pool in meant if pool is not None), name)
        exchange = service.answer(request, name)
        answers = (fault.changed(exchange, service) for fault in faults if fault.changed)
        changed = next((answer for answer in answers if answer is not None), exchange.response)
        if name is not None and service.is_served(exchange):
            service.delete(name)
        if name is not None and changed is not None and changed.status == HTTPStatus.NOT_FOUND:
            service.not_found(exchange, name)
        for fault in faults:
            if fault.after:
                fault.after(exchange, service)
        return replace(exchange, response=changed)


def _sent(response: Response) -> Sent:
    """An answer as Starlette sends it: headers as they are, and the length of the body."""
    sent = Sent(response.body, response.status)
    sent.raw_headers = [
        *((name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers),
        (b"content-length", str(len(response.body)).encode()),
    ]
    return sent


async def _read(received: Received) -> Request:
    """The request byte for byte; the path as it came, not as Starlette decodes it."""
    query = received.scope["query_string"]
    target = received.scope["raw_path"] + (b"?" + query if query else b"")
    return Request(
        method=received.method,
        target=target.decode("latin-1"),
        headers=tuple(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in received.headers.raw
        ),
        body=await received.body(),
    )
