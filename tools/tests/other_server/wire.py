"""How an answer of the service leaves it; faults of the wire override this."""

from __future__ import annotations

import socket

from .messages import Answer, Request, written


class Wire:
    """The last way of an answer."""

    def transmit(self, connection: socket.socket, request: Request, answer: Answer) -> None:
        """Send an answer, and be done with the connection."""
        connection.sendall(self.on_the_wire(request, answer))

    def on_the_wire(self, request: Request, answer: Answer) -> bytes:
        """The bytes of an answer to a request."""
        return written(answer, request.method)
