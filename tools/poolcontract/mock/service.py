"""How the service behaves: which pools there are, what each call deserves, and what it does to them.

The only part of the mock that knows about pools.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from http import HTTPStatus
from threading import Lock
from typing import Any

from poolcontract.contract import Contract
from poolcontract.exchange import JSON, Circumstances, Exchange, Request, Response, parsed
from poolcontract.instance import ABSENT
from poolcontract.sample import Sampler, renamed

NAME = "/metadata/name"
_BODIES_AT_MOST = 63
"""So many different bodies are grown, then they come again; growing one takes some 30 ms."""

_JSON_UTF8 = (("content-type", "application/json;charset=utf-8"),)
"""As gateways write it; the bodies of pools come without the parameter."""

_NOT_FOUND = (HTTPStatus.NOT_FOUND, "ModelArts.50015001", "pool not found")
_NO_SUCH_API = (HTTPStatus.NOT_FOUND, "APIGW.0101", "no API has this path")
_REFUSALS: dict[str, tuple[HTTPStatus, str, str]] = {
    "no token": (HTTPStatus.UNAUTHORIZED, "APIGW.0301", "no token was given"),
    "wrong token": (HTTPStatus.UNAUTHORIZED, "APIGW.0301", "the token is not valid"),
    "method": (HTTPStatus.METHOD_NOT_ALLOWED, "APIGW.0102", "the method is not supported"),
    "media type": (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "ModelArts.50004001", "the body is no JSON"),
    "malformed body": (HTTPStatus.BAD_REQUEST, "ModelArts.50004000", "the body cannot be read"),
    "foreign body": (HTTPStatus.BAD_REQUEST, "ModelArts.50004000", "the body is not empty"),
}


STATUSES = {HTTPStatus.OK, _NOT_FOUND[0], *(status for status, *_ in _REFUSALS.values())}
"""The statuses that the service gives when nothing is wrong with it."""


class Bodies:
    """What pools look like, one after another; each is grown when it is first wanted, from any thread."""

    def __init__(self, contract: Contract, seed: int) -> None:
        self._schema, self._sampler = contract.bodies[0], Sampler(contract, seed)
        self._grown: list[Any] = []
        self._lock = Lock()

    def __getitem__(self, turn: int) -> Any:
        at = turn % _BODIES_AT_MOST
        with self._lock:
            while len(self._grown) <= at:
                self._grown.append(self._sampler.grow(self._schema, {NAME: "pool"}))
            return self._grown[at]


bodies_of = lru_cache(maxsize=4)(Bodies)
"""The bodies by one contract and seed: services that share both share them, and none grows them again."""


class Service:
    """The pools of one project; every method may be called from any thread."""

    def __init__(self, contract: Contract, *, project_id: str, token: str, seed: int) -> None:
        self.contract, self.operation = contract, contract.operations[0]
        self.project_id, self.token = project_id, token
        self._bodies = bodies_of(contract, seed)
        self._pools: dict[str, Any] = {}
        self._deleted: dict[str, Any] = {}
        self._lock = Lock()
        self._turn = 0

    @property
    def living(self) -> tuple[str, ...]:
        """The names of the pools that are there, oldest first."""
        with self._lock:
            return tuple(self._pools)

    def create(self, name: str | None = None) -> str:
        """Bring a pool to life; without a name one in the vendor's form is made up."""
        name = name or f"mock-pool-{secrets.token_hex(16)}"
        with self._lock:
            self._pools[name] = renamed(self._bodies[self._turn], NAME, name)
            self._turn += 1
        return name

    def delete(self, name: str) -> None:
        """Take a pool away; nothing happens when it is not there."""
        with self._lock:
            if name in self._pools:
                self._deleted[name] = self._pools.pop(name)

    def body_of(self, name: str) -> Any:
        """The body of a pool, living or deleted, or `ABSENT`."""
        with self._lock:
            return self._pools.get(name, self._deleted.get(name, ABSENT))

    def asked(self, request: Request) -> str | None:
        """The pool that a request names in this project, byte for byte once percent-decoded; or None."""
        values = self.operation.path_values(request.target)
        if values is None or values.get("project_id") != self.project_id:
            return None
        return values.get("pool_name")

    def answer(self, request: Request, name: str | None) -> Exchange:
        """What a request deserves that is taken to mean the pool `name`; changes nothing.

        The circumstances say what the service knew: whether the pool was there, and why it refused.
        """
        if self.operation.path_values(request.target) is None:
            return Exchange(request=request, response=_refused(*_NO_SUCH_API))
        known = Circumstances(pool=self._state(name), refusal=self._refusal(request))
        if known.refusal is not None:
            response = _refused(*_REFUSALS[known.refusal])
            if known.refusal == "method":
                response = replace(response, headers=(*response.headers, ("allow", self.operation.method)))
        elif known.pool == "living" and name is not None:
            response = success(self.body_of(name))
        else:
            response = _refused(*_NOT_FOUND)
        return Exchange(request=request, response=response, known=known)

    def bodies(self, name: str) -> Iterator[Any]:
        """Every body that pools may have, as the body of one pool."""
        for turn in range(_BODIES_AT_MOST):
            yield renamed(self._bodies[turn], NAME, name)

    def is_served(self, exchange: Exchange) -> bool:
        """True for a call that deletes the pool it names."""
        return exchange.known.pool == "living" and exchange.known.refusal is None

    def _state(self, name: str | None) -> Any:
        with self._lock:
            if name in self._pools:
                return "living"
            return "deleted" if name in self._deleted else "absent"

    def _refusal(self, request: Request) -> str | None:
        """Why a request is refused, the first reason that holds."""
        token = request.header("x-auth-token")
        if not token:
            return "no token"
        if token != self.token:
            return "wrong token"
        if request.method != self.operation.method:
            return "method"
        return _refusal_of_body(request) if request.body.strip() else None


def success(body: Any) -> Response:
    """The answer to a deletion."""
    return Response(status=HTTPStatus.OK, headers=JSON, body=encoded(body))


def encoded(value: Any) -> bytes:
    """A value as the service writes it."""
    return json.dumps(value, ensure_ascii=False).encode()


def _refusal_of_body(request: Request) -> str | None:
    media_type = (request.header("content-type") or "application/json").partition(";")[0].strip().lower()
    if media_type != "application/json":
        return "media type"
    value = parsed(request.body)
    if value is ABSENT:
        return "malformed body"
    return None if value == {} else "foreign body"


def _refused(status: HTTPStatus, code: str, message: str) -> Response:
    return Response(
        status=status, headers=_JSON_UTF8, body=encoded({"error_code": code, "error_msg": message})
    )
