"""How the service behaves: what each call deserves, and what it does to the pools of one project.

This module and those it leans on are the only part of the mock that knows about pools.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from poolcontract.contract import Contract
from poolcontract.exchange import Circumstances, Exchange, Request, Response, parsed
from poolcontract.instance import ABSENT
from poolcontract.mock.access import ERRORS as CREDENTIALS
from poolcontract.mock.access import Access
from poolcontract.mock.answers import STATUSES, encoded, refused, success
from poolcontract.mock.pools import NAME, Clock, ComeBack, Pools, Seen, bodies_of
from poolcontract.mock.siblings import METHOD, QueryError, pool_list, shown_pool
from poolcontract.mock.throttle import Throttle
from poolcontract.operations import Operation

__all__ = ["NAME", "STATUSES", "Service", "encoded", "success"]


class Service:
    """One project and its pools; every method may be called from any thread.

    A deletion takes `deletion_time` seconds; `come_back` says when a deleted pool lives again; above
    `throttle` calls in a second the rest is refused.
    """

    def __init__(
        self,
        contract: Contract,
        *,
        project_id: str,
        access: Access,
        seed: int,
        deletion_time: float = 0.0,
        come_back: ComeBack = "never",
        throttle: int | None = None,
        clock: Clock = time.monotonic,
    ) -> None:
        self.contract, self.operation = contract, contract.operations[0]
        self.project_id, self.access = project_id, access
        self.pools = Pools(bodies_of(contract, seed), deletion_time=deletion_time, clock=clock)
        self._come_back = come_back
        self._list = _list_of(self.operation)
        self._throttle = Throttle(throttle, clock) if throttle else None

    @property
    def living(self) -> tuple[str, ...]:
        """The names of the pools that can be deleted, oldest first."""
        return self.pools.living

    def create(self, given: str | dict[str, Any] | None = None) -> str:
        """Bring a pool to life, by its name or its body; see `Pools.create`."""
        return self.pools.create(given)

    def delete(self, name: str) -> None:
        """Begin the deletion of a pool; nothing happens when it is not there."""
        self.pools.delete(name)

    def not_found(self, exchange: Exchange, name: str) -> None:
        """Note that a call for a pool was told 404: where pools come back, a deleted one does now."""
        if self._come_back == "after-404" and exchange.known == Circumstances(pool="deleted"):
            self.pools.revive(name)

    def reset(self) -> None:
        """Back to the pools that were kept, as if no call had ever come."""
        self.pools.reset()
        if self._throttle:
            self._throttle.reset()

    def body_of(self, name: str) -> Any:
        """The body of a pool, its last one when it was deleted, or `ABSENT`."""
        return self.pools.look(name).body

    def bodies(self, name: str) -> Iterator[Any]:
        """Every body that pools may have, as the body of one pool."""
        return self.pools.bodies.named(name)

    def asked(self, request: Request) -> str | None:
        """The pool that a request names in this project, byte for byte once percent-decoded; or None."""
        values = _path_values(self.operation, request)
        if values is None or values.get("project_id") != self.project_id:
            return None
        return values.get("pool_name")

    def project_asked(self, request: Request) -> str | None:
        """The project that a request names; None where its path is none of ours."""
        path = self.operation if _path_values(self.operation, request) is not None else self._list
        return (_path_values(path, request) or {}).get("project_id")

    def answer(self, request: Request, name: str | None) -> Exchange:
        """What a request deserves that is taken to mean the pool `name`; changes no pool.

        The circumstances say what the service knew: whether the pool was there, and why it refused. To the
        operation of the contract a sibling call is one of another method.
        """
        if _path_values(self.operation, request) is not None:
            seen = self.pools.look(name)
            refusal = self._refusal(request, (self.operation.method, METHOD))
            known = Circumstances(pool=_in_our_words(seen), refusal=refusal)
            if refusal is None and request.method == METHOD:
                known = replace(known, refusal="method")
            return Exchange(request=request, response=self._of_pool(request, seen, refusal), known=known)
        if _path_values(self._list, request) is not None:
            refusal = self._refusal(request, (METHOD,))
            response = self._refused(refusal, request, (METHOD,)) if refusal else self._of_all(request)
            known = Circumstances(refusal=refusal or "method")
            return Exchange(request=request, response=response, known=known)
        return Exchange(request=request, response=refused("no such API"))

    def is_served(self, exchange: Exchange) -> bool:
        """True for a call that deletes the pool it names."""
        return exchange.known.pool == "living" and exchange.known.refusal is None

    def _of_pool(self, request: Request, seen: Seen, refusal: str | None) -> Response:
        """The answer about one pool: that it is being deleted, or how it is."""
        if refusal is not None:
            return self._refused(refusal, request, (self.operation.method, METHOD))
        if seen.state not in ("living", "deleting"):
            return refused("no such pool")
        return success(shown_pool(seen.body) if request.method == METHOD else seen.body)

    def _of_all(self, request: Request) -> Response:
        own = self.project_asked(request) == self.project_id
        _, _, query = request.target.partition("?")
        try:
            return success(pool_list(self.pools.listed() if own else [], query))
        except QueryError as error:
            return refused("bad query", message=str(error))

    def _refusal(self, request: Request, methods: tuple[str, ...]) -> str | None:
        """Why a request is refused, the first reason that holds."""
        not_let_in = self.access.refusal(request)
        if not_let_in is not None:
            return not_let_in
        if self._throttle and self._throttle.is_over():
            return "throttled"
        if request.method not in methods:
            return "method"
        return _refusal_of_body(request) if request.body.strip() else None

    def _refused(self, reason: str, request: Request, methods: tuple[str, ...]) -> Response:
        """The refusal; that of a method tells which ones the path takes, of credentials what was wrong."""
        if reason in CREDENTIALS:
            return refused(reason, message=self.access.told(reason, request))
        return refused(reason, headers=(("allow", ", ".join(methods)),) if reason == "method" else ())


def _path_values(operation: Operation, request: Request) -> dict[str, str] | None:
    """The values in a request's path; a fragment has no meaning there, so what looks like one is a name's."""
    return operation.path_values(request.target.replace("#", "%23"))


def _list_of(operation: Operation) -> Operation:
    """The call that lists what an operation names the last step of."""
    return replace(operation, method=METHOD, path=operation.path.rpartition("/")[0])


def _in_our_words(seen: Seen) -> Literal["living", "deleted", "absent"]:
    """Of a pool whose deletion goes on a sender knows that it was deleted."""
    return "deleted" if seen.state == "deleting" else seen.state


def _refusal_of_body(request: Request) -> str | None:
    media_type = (request.header("content-type") or "application/json").partition(";")[0].strip().lower()
    if media_type != "application/json":
        return "media type"
    value = parsed(request.body)
    if value is ABSENT:
        return "malformed body"
    return None if value == {} else "foreign body"
