"""Requests drawn by Schemathesis from a contract's document, and a check for a user's own runs of it.

The only module that imports it. All requests are drawn before any is sent, against an application in this
process that answers nothing of use: no socket is opened. Method, headers and body come from a drawn case; the
target never does, since Schemathesis rewrites some pool names into other paths.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import schemathesis
from schemathesis import engine
from schemathesis.core.failures import Failure, FailureGroup

from poolcontract.contract import Contract
from poolcontract.exchange import Headers

_METHODS = ("GET", "POST", "PUT", "PATCH")
_PARTS = {"HEADER": "header", "BODY": "body"}
_PARTS_OF_A_TARGET = {"PATH": "path", "QUERY": "query"}
_REFUSALS = {"method": "method", "header": "media type", "body": "malformed body"}
"""The reason for a refusal by the part that was drawn wrong: the one header that can be is Content-Type."""

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

    @property
    def refusal(self) -> str | None:
        """Why it deserves to be refused, in the words of `Circumstances`; None where it does not."""
        return _REFUSALS[self.wrong[0]] if self.wrong else None


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


def extend(
    judge: Callable[[Any, tuple[str, ...]], Iterable[tuple[str, str]]],
    require_harmless: Callable[[str], None],
) -> None:
    """Make our check, and a look at the target, part of every run of Schemathesis in this process.

    `judge` is given an answer and the parts of its request that were drawn wrong (method, path, query,
    header, body), and gives a title and a message for each finding; what has one title is told once for an
    operation.
    `require_harmless` is given the URL of the target before anything is sent, and raises to end the run. No
    redirect of an answer is followed.
    """

    @schemathesis.hook
    def after_load_schema(context: Any, schema: Any) -> None:  # noqa: ARG001  as hooks are called
        if schema.app is None:
            require_harmless(schema.get_base_url())

    @schemathesis.hook
    def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:  # noqa: ARG001  the same
        if case.operation.app is None:
            kwargs["allow_redirects"] = False  # else only the answer of another path is there to be judged

    @schemathesis.check
    def poolcontract(context: Any, response: Any, case: Any) -> None:  # noqa: ARG001  the same
        found = judge(response, tuple(_wrong(case, _PARTS | _PARTS_OF_A_TARGET)))
        about = {"operation": case.operation.label, "case_id": case.id}
        failures = [_kind(title)(title=title, message=message, **about) for title, message in found]
        if failures:
            raise FailureGroup(failures)


@cache
def _kind(title: str) -> type[Failure]:
    """A class of failures for each title: to Schemathesis two failures of a class are one and the same."""
    return type(title, (Failure,), {"kind_title": title})


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
        wrong=tuple(_wrong(case, _PARTS)),
        headers=tuple((name, value) for name, value in headers.items() if name.lower() not in _OF_THE_ENGINE),
        body=body,
    )


def _wrong(case: Any, parts: Mapping[str, str]) -> Iterator[str]:
    if case.method != case.operation.method.upper():
        yield "method"
    for location, component in case.meta.components.items():
        if location.name in parts and component.mode.is_negative:
            yield parts[location.name]


def _body(sent: dict[str, Any]) -> bytes:
    if "json" in sent:
        return json.dumps(sent["json"]).encode()
    data = sent.get("data", b"")
    if isinstance(data, bytes):
        return data
    return data.encode() if isinstance(data, str) else json.dumps(data).encode()
