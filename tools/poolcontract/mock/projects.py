"""Several projects side by side, each with pools of its own."""

from __future__ import annotations

from collections.abc import Iterable

from poolcontract.exchange import Request
from poolcontract.mock.service import Service


class Projects:
    """The services by the id of their project, the first one first; `services` holds at least one."""

    def __init__(self, services: Iterable[Service]) -> None:
        self.services = {service.project_id: service for service in services}
        self.first = next(iter(self.services.values()))

    def of(self, request: Request) -> Service:
        """The service of the project that a request names; the first one where there is no such project."""
        return self.services.get(self.first.project_asked(request) or "", self.first)

    def keep(self) -> None:
        """Remember the pools of every project: `reset` comes back to them."""
        for service in self.services.values():
            service.pools.keep()

    def reset(self) -> None:
        """Back to the pools that were kept, as if no call had ever come."""
        for service in self.services.values():
            service.reset()
