"""The sockets of the service: a thread that listens, a thread for each connection, one request on each."""

from __future__ import annotations

import contextlib
import secrets
import socket
import threading
from types import TracebackType
from typing import Self

from .bodies import KINDS, some_pools
from .faults import FAULTS
from .messages import Answer, BadRequestError, Request, request_from
from .service import Service
from .wire import Wire

_PATIENCE = 20.0


class OtherServer:
    """Serves on a free port of 127.0.0.1 while its context lasts; `names` are its pools.

    `fault` is a name in `FAULTS`; `revives` brings a deleted pool back after one 404; `kinds` are those of
    `bodies.KINDS` that its pools have in turn.
    """

    def __init__(
        self,
        fault: str | None = None,
        *,
        pools: int = 80,
        seed: int = 1,
        revives: bool = False,
        kinds: tuple[str, ...] = KINDS,
    ) -> None:
        self.project, self.token = secrets.token_hex(16), f"tk~{secrets.token_hex(12)}"
        made = some_pools(pools, seed, kinds)
        self.names = tuple(each.name for each in made)
        mixed = (FAULTS[fault],) if fault else ()
        self.service = type("Served", (*mixed, Wire, Service), {})(
            made, self.project, self.token, revives=revives
        )

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    @property
    def living(self) -> tuple[str, ...]:
        """The names of the pools that are there."""
        return tuple(name for name in self.names if self.service.pools[name].lives)

    def __enter__(self) -> Self:
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        with contextlib.suppress(OSError):  # wakes the thread that listens
            socket.create_connection(self._listening.getsockname(), _PATIENCE).close()
        self._thread.join(_PATIENCE)
        self._listening.close()

    def _listen(self) -> None:
        while not self._over.is_set():
            connection, _ = self._listening.accept()
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(_PATIENCE)
        with connection, contextlib.suppress(OSError), connection.makefile("rb") as stream:
            try:
                request = request_from(stream)
            except BadRequestError:
                request, answer = Request("?", ""), self.service.refusal(400, "ModelArts.50004000", "what?")
            else:
                answer = self.service.answer(request) if request else Answer(0)
            if request is not None:
                self.service.transmit(connection, request, answer)
