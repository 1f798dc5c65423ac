"""Requests drawn by Schemathesis from a contract's document; the only module that imports it.

All are drawn before any is sent, against an application in this process that answers nothing of use: no
socket is opened. Method, headers and body come from a drawn case; the target never does, since Schemathesis
rewrites some pool names into other paths.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import schemathesis
from schemathesis import engine

from poolcontract.contract import Contract
from poolcontract.exchange import Headers

_METHODS = ("GET", "POST", "PUT", "PATCH")
_PARTS = {"HEADER": "header", "BODY": "body"}
_OF_THE_ENGINE = {"user-agent", "accept", "accept-encoding", "connection", "x-schemathesis-testcaseid"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One request without its target: `phase` is examples, coverage or fuzzing.

    `wrong` names the parts (method, header, body) that were made to break the document; it is empty for a
    request that the document describes.
    """

    phase: str
    description: str
    method: str
    wrong: tuple[str, ...]
    headers: Headers = field(repr=False)
    body: bytes = field(repr=False)


def draw(contract: Contract, *, seed: int, count: int) -> list[Drawn]:
    """About `count` requests, those of the examples and of the coverage phase besides; the same for a seed.

    Two may be alike but for the pool that they are then sent for.
    """
    config = schemathesis.Config.from_dict(_configuration(seed, count))
    schema = schemathesis.openapi.from_dict(_requests_only(contract), config=config)
    schema.app = _deaf_application
    cases: list[Any] = []

    @schema.hook
    def after_call(context: Any, case: Any, response: Any) -> None:  # noqa: ARG001  as hooks are called
        cases.append(case)

    for _ in engine.from_schema(schema).execute():
        pass
    return [_drawn(case) for case in cases]


def _configuration(seed: int, count: int) -> dict[str, Any]:
    return {
        "seed": seed,
        "workers": 1,
        "suppress-health-check": ["all"],
        "checks": {"enabled": False},
        "generation": {
            "max-examples": count,
            "mode": "all",
            "database": "none",
            "no-shrink": True,
            "with-security-parameters": False,
        },
        "phases": {"stateful": {"enabled": False}, "coverage": {"unexpected-methods": list(_METHODS)}},
    }


def _requests_only(contract: Contract) -> dict[str, Any]:
    """The document without its answers: it needs no schema files, and nothing is there to be fetched."""
    document: dict[str, Any] = copy.deepcopy(dict(contract.document))
    for item in document["paths"].values():
        for operation in item.values() if isinstance(item, dict) else ():
            if isinstance(operation, dict) and "responses" in operation:
                operation["responses"] = {"default": {"description": "any"}}
    return document


def _deaf_application(_: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("404 Not Found", [("Content-Type", "application/json")])
    return [b"{}"]


def _drawn(case: Any) -> Drawn:
    sent = case.as_transport_kwargs(base_url="http://localhost")
    headers = {str(name): str(value) for name, value in sent["headers"].items()}
    body = _body(sent)
    if not body and "json" not in sent:
        headers.pop("Content-Type", None)
    return Drawn(
        phase=case.meta.phase.name.value,
        description=getattr(case.meta.phase.data, "description", None) or "drawn from the document",
        method=case.method,
        wrong=tuple(_wrong(case)),
        headers=tuple((name, value) for name, value in headers.items() if name.lower() not in _OF_THE_ENGINE),
        body=body,
    )


def _wrong(case: Any) -> Iterator[str]:
    if case.method != case.operation.method.upper():
        yield "method"
    for location, component in case.meta.components.items():
        if location.name in _PARTS and component.mode.is_negative:
            yield _PARTS[location.name]


def _body(sent: dict[str, Any]) -> bytes:
    if "json" in sent:
        return json.dumps(sent["json"]).encode()
    data = sent.get("data", b"")
    if isinstance(data, bytes):
        return data
    return data.encode() if isinstance(data, str) else json.dumps(data).encode()
