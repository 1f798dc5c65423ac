"""Faults by which another method than the documented one deletes."""

from __future__ import annotations

from .fault import fault
from .messages import Answer, Request
from .service import Service


def _deleting(method: str, *, honest: bool = False) -> None:
    class Deletes(Service):
        def routed(self, request: Request) -> Answer:
            answer = super().routed(request)
            pool = self.living(self.path_of(request)[1])
            if request.method == method and pool is not None:
                self.remove(pool)
                return self.deleted(pool) if honest else answer
            return answer

    fault(f"state/{method.lower()}-deletes{'-and-says-so' if honest else ''}")(Deletes)


for _method in ("GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"):
    _deleting(_method)
_deleting("POST", honest=True)
_deleting("PUT", honest=True)
_deleting("GET", honest=True)
