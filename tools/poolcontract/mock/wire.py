"""Answers that no HTTP library would write: bytes on the connection, in what order, and how it ends."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any, Literal

from uvicorn.protocols.http.h11_impl import H11Protocol

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
_LENT = "poolcontract.wire"
_NO_LINGERING = struct.pack("ii", 1, 0)
"""For SO_LINGER: a close is a reset."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """Pieces of bytes, each after a `pause` in seconds, and what then becomes of the connection."""

    pieces: Iterable[bytes]
    pause: float = 0.0
    end: Literal["close", "reset", "silence"] = "close"


class WireProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, but an application may write on the connection by itself."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in its base
        """Lend this connection to the application, as an extension of each call."""
        super().connection_made(transport)
        application = self.app

        async def lent(scope: Any, receive: Any, send: Any) -> None:
            scope["extensions"] = {**scope.get("extensions", {}), _LENT: self}
            await application(scope, receive, send)

        self.app = lent


async def write(wire: Wire, scope: Scope, receive: Receive) -> None:
    """Answer a call with bytes, and wait until the connection is gone."""
    protocol: WireProtocol = scope["extensions"][_LENT]
    try:
        await _write_all(wire, protocol)
        if wire.end == "reset":
            connection: socket.socket = protocol.transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGERING)
            protocol.transport.abort()
        elif wire.end == "close":
            protocol.transport.close()
        await _gone(receive)
    except asyncio.CancelledError:  # the mock ends: who still waits for this answer is cut off
        protocol.transport.abort()
        protocol.cycle.disconnected = True


async def _write_all(wire: Wire, protocol: WireProtocol) -> None:
    for piece in wire.pieces:
        await asyncio.sleep(wire.pause)
        await protocol.flow.drain()
        if protocol.transport.is_closing():
            return
        protocol.transport.write(piece)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
