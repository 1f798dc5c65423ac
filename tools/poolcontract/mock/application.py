"""The service as an ASGI application: bytes in, bytes out, and the faults that are switched on in between."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import replace
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.requests import Request as Received
from starlette.responses import Response as Sent

from poolcontract.exchange import Exchange, Request
from poolcontract.mock.fault import Switch
from poolcontract.mock.service import Service

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]


class Application:
    """Answers requests by a service, each one as its faults would have it."""

    def __init__(self, service: Service, switches: list[Switch]) -> None:
        self.service, self.switches = service, switches

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one HTTP request."""
        try:
            request = await _read(Received(scope, receive))
        except ClientDisconnect:
            return  # the call broke off: nothing was asked for, and nobody waits
        exchange = self.serve(request)
        assert exchange.response is not None
        answer = Sent(exchange.response.body, exchange.response.status)
        answer.raw_headers = [
            *((name.encode("latin-1"), value.encode("latin-1")) for name, value in exchange.response.headers),
            (b"content-length", str(len(exchange.response.body)).encode()),
        ]
        await answer(scope, receive, send)

    def serve(self, request: Request) -> Exchange:
        """What the request deserves, as the faults whose turn it is would have it."""
        faults = [switch.fault for switch in self.switches if switch.strikes()]
        name = self.service.asked(request)
        if name not in self.service.living:
            meant = (fault.meant(request, self.service) for fault in faults if fault.meant)
            name = next((pool for pool in meant if pool is not None), name)
        exchange = self.service.answer(request, name)
        answers = (fault.changed(exchange, self.service) for fault in faults if fault.changed)
        changed = next((answer for answer in answers if answer is not None), exchange.response)
        if name is not None and self.service.is_served(exchange):
            self.service.delete(name)
        for fault in faults:
            if fault.after:
                fault.after(exchange, self.service)
        return replace(exchange, response=changed)


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
