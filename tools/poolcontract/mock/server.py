"""The mock on a port: an HTTP server in a thread, for as long as a `with` block lasts."""

from __future__ import annotations

import secrets
import socket
import threading
import time
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Self

import uvicorn

from poolcontract.contract import Contract, load
from poolcontract.errors import UsageError
from poolcontract.mock.access import Access
from poolcontract.mock.admin import Admin
from poolcontract.mock.application import Application
from poolcontract.mock.faults import switches
from poolcontract.mock.pools import Clock, ComeBack
from poolcontract.mock.projects import Projects
from poolcontract.mock.service import Service
from poolcontract.mock.wire import WireProtocol

Pool = str | dict[str, Any]
"""A pool as it is given: its name, or its body."""

_FIRST_POOLS = 2
_GRACE = 1
"""Seconds that a call which is under way has to end when the mock does."""

_PATIENCE = 10.0
_HIGHEST_PORT = 65535


class Mock:
    """A service with pools on a port of this machine; a context manager.

    `pools` are names or bodies; `projects` more projects, each with its own. Without `project_id`, `token`,
    `keys` (secret keys by access key) or `pools` they are made up. `any_token` lets in every token.
    `deletion_time` is in seconds of `clock`; `come_back` is "never" or "after-404" (a deleted pool lives
    again once a deletion of it was answered with 404); `throttle` is in calls a second and project, `latency`
    in seconds before each answer. `admin` opens the calls below `/__mock__/`. `faults` are ids, or `ID@1/N`
    for every N-th call. `port` 0 takes a free one. Raises `UsageError` for a pool without a name, a name that
    is given twice, a fault or an address that cannot be.
    """

    def __init__(  # noqa: PLR0913  all but the first are asked for by few
        self,
        pools: Iterable[Pool] | None = None,
        *,
        project_id: str | None = None,
        token: str | None = None,
        keys: Mapping[str, str] | None = None,
        any_token: bool = False,
        projects: Mapping[str, Iterable[Pool]] | None = None,
        deletion_time: float = 0.0,
        come_back: ComeBack = "never",
        throttle: int | None = None,
        latency: float = 0.0,
        admin: bool = False,
        clock: Clock = time.monotonic,
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
        self.keys = dict(keys) if keys else _made_up_keys()
        access = Access(tokens=None if any_token else [self.token], keys=self.keys)
        given = {self.project_id: [None] * _FIRST_POOLS if pools is None else pools, **(projects or {})}
        self._projects = Projects(
            Service(
                self.contract,
                project_id=project,
                access=access,
                seed=seed,
                deletion_time=deletion_time,
                come_back=come_back,
                throttle=throttle,
                clock=clock,
            )
            for project in given
        )
        for project, service in self._projects.services.items():
            service.pools.create_all(given[project])
        self._projects.keep()
        self._latency = latency
        self._admin = Admin(self._projects) if admin else None
        self.host, self.port = host, port
        self._thread: threading.Thread | None = None

    @property
    def access_key(self) -> str:
        """The first access key of `keys`, in whose name requests may be signed."""
        return next(iter(self.keys))

    @property
    def secret_key(self) -> str:
        """The secret key that belongs to `access_key`."""
        return self.keys[self.access_key]

    @property
    def url(self) -> str:
        """Where it listens, once it does."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def pools(self) -> tuple[str, ...]:
        """The pools of the first project that are alive; those that are being deleted no more."""
        return self._projects.first.living

    @property
    def pools_by_project(self) -> dict[str, tuple[str, ...]]:
        """The same for each project, the first one first."""
        return {project: service.living for project, service in self._projects.services.items()}

    def create(self, pool: Pool | None = None, *, project: str | None = None) -> str:
        """Bring one more pool to life, by its name or its body, and give its name.

        Raises `UsageError` for a name that is taken and for a body without one, `KeyError` for a project that
        is none.
        """
        return self._projects.services[project or self.project_id].create(pool)

    def reset(self) -> None:
        """Back to the pools that it began with, as if no call had ever come."""
        self._projects.reset()
        for switch in self._switches:
            switch.reset()

    def __enter__(self) -> Self:
        listening = self._bound()
        self.port = listening.getsockname()[1]
        config = uvicorn.Config(
            Application(self._projects, self._switches, self._admin, self._latency),
            http=WireProtocol,  # h11, which keeps the target byte for byte
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
            listening = socket.create_server((self.host, self.port), family=family, backlog=128)
        except OSError as error:
            reason = (error.strerror or str(error)).partition(" (while")[0]
            raise UsageError(f"cannot listen on {self.host}:{self.port}: {reason}") from error
        # asyncio sees no TCP in a socket that was made without naming it: an answer of two pieces would wait
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening


def _made_up_keys() -> dict[str, str]:
    return {f"MOCK{secrets.token_hex(8).upper()}": secrets.token_urlsafe(30)}
