"""The mock on a port: an HTTP server in a thread, for as long as a `with` block lasts."""

from __future__ import annotations

import secrets
import socket
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Self

import uvicorn

from poolcontract.contract import Contract, load
from poolcontract.errors import UsageError
from poolcontract.mock.application import Application
from poolcontract.mock.faults import switches
from poolcontract.mock.service import Service

_FIRST_POOLS = 2
_GRACE = 1
"""Seconds that a call which is under way has to end when the mock does."""

_PATIENCE = 10.0
_HIGHEST_PORT = 65535


class Mock:
    """A service with pools on a port of this machine; a context manager.

    Without `project_id`, `token` or `pools` they are made up; `port` 0 takes a free one. `faults` are ids, or
    `ID@1/N` for every N-th call. Raises `UsageError` for a fault or an address that cannot be.
    """

    def __init__(
        self,
        pools: Iterable[str] | None = None,
        *,
        project_id: str | None = None,
        token: str | None = None,
        seed: int = 1,
        faults: Iterable[str] = (),
        host: str = "127.0.0.1",
        port: int = 0,
        contract: Contract | None = None,
    ) -> None:
        self.contract = contract or load()
        self.project_id = project_id or secrets.token_hex(16)
        self.token = token or f"mock-token-{secrets.token_hex(16)}"
        self._switches = switches(self.contract, faults)
        self.service = Service(self.contract, project_id=self.project_id, token=self.token, seed=seed)
        for name in [None] * _FIRST_POOLS if pools is None else pools:
            self.service.create(name)
        self.host, self.port = host, port
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where it listens, once it does."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def pools(self) -> tuple[str, ...]:
        """The pools that are alive."""
        return self.service.living

    def create(self, name: str | None = None) -> str:
        """Bring one more pool to life, and give its name."""
        return self.service.create(name)

    def __enter__(self) -> Self:
        listening = self._bound()
        self.port = listening.getsockname()[1]
        config = uvicorn.Config(
            Application(self.service, self._switches),
            http="h11",  # keeps the target byte for byte
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listening],), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def _bound(self) -> socket.socket:
        """A socket that listens, so that a first client is never too early."""
        if not 0 <= self.port <= _HIGHEST_PORT:  # the socket would leak with the exception
            raise UsageError(f"cannot listen on {self.host}:{self.port}: {self.port} is no port")
        try:
            family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
            return socket.create_server((self.host, self.port), family=family, backlog=128)
        except OSError as error:
            reason = (error.strerror or str(error)).partition(" (while")[0]
            raise UsageError(f"cannot listen on {self.host}:{self.port}: {reason}") from error
