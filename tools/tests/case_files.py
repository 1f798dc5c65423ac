"""The cases of contract_tests/ as the tests of this folder read them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from poolcontract.contract import Contract, home
from poolcontract.exchange import Circumstances, Exchange, Request, Response
from poolcontract.operations import Operation, ResponseSpec

CONTRACT_TESTS = home() / "contract_tests"
PARTS = ("request", "response", "known")


@dataclass(frozen=True)
class Case:
    """An instance and what is to be said of it; `findings` are `RULE POINTER`, warnings and errors."""

    file: str
    target: str
    description: str
    instance: Any
    valid: bool
    findings: tuple[str, ...]

    @property
    def id(self) -> str:
        """The case as tests name it."""
        return f"{self.file}: {self.description}"


@dataclass(frozen=True)
class ExchangeCase:
    """An exchange and what is to be said of it by an operation.

    `findings` are `RULE POINTER`, of every severity. `conforms`: the request is one that the document
    describes; `parameters` and `credentials`: what the document reads out of it. None where no matter.
    """

    description: str
    exchange: Exchange
    operation: Operation
    findings: tuple[str, ...]
    conforms: bool | None
    parameters: dict[str, str] | None
    credentials: tuple[str, ...]


def read(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))


def case_files() -> list[Path]:
    return sorted((CONTRACT_TESTS / "cases").glob("*.json"))


def exchange_files() -> list[Path]:
    return sorted((CONTRACT_TESTS / "exchanges").glob("*.json"))


def cases() -> Iterator[Case]:
    for file in case_files():
        for group in read(file):
            for test in group["tests"]:
                found = tuple(sorted(test.get("findings", ())))
                instance, valid = test["instance"], test["valid"]
                yield Case(file.stem, group["target"], test["description"], instance, valid, found)


def exchange_cases(contract: Contract) -> Iterator[ExchangeCase]:
    for file in exchange_files():
        for group in read(file):
            for test in group["tests"]:
                yield ExchangeCase(
                    description=f"{group['description']}: {test['description']}",
                    exchange=_exchange(group, test),
                    operation=operation(contract, group),
                    findings=tuple(sorted(test.get("findings", ()))),
                    conforms=test.get("conforms"),
                    parameters=test.get("parameters"),
                    credentials=tuple(test.get("credentials", ())),
                )


def operation(contract: Contract, group: dict[str, Any]) -> Operation:
    """The operation that a group is about, with what it documents beyond it, or takes for undecided."""
    named = next(each for each in contract.operations if each.id == group["target"])
    more = {
        int(status): ResponseSpec(int(status), spec.get("schema"), tuple(spec.get("media_types", ())), None)
        for status, spec in group.get("documented", {}).items()
    }
    undecided = frozenset(group.get("undecided", named.undecided))
    return replace(named, responses={**named.responses, **more}, undecided=undecided)


def _exchange(group: dict[str, Any], test: dict[str, Any]) -> Exchange:
    """A test's parts, each with the group's members where it has none of its own."""
    sent, came, known = ({**group.get(part, {}), **test.get(part, {})} for part in PARTS)
    return Exchange(
        request=Request(
            method=sent["method"],
            target=sent["target"],
            headers=tuple(sent.get("headers", {}).items()),
            body=sent.get("body", "").encode(),
        ),
        response=Response(
            status=came["status"], headers=tuple(came.get("headers", {}).items()), body=_body(came)
        ),
        known=Circumstances(pool=known.get("pool", "unknown"), refusal=known.get("refusal")),
    )


def _body(response: dict[str, Any]) -> bytes:
    """The body: `body` as text, as it was on the wire, or `json` as a value."""
    if "body" in response:
        return str(response["body"]).encode()
    return json.dumps(response["json"]).encode() if "json" in response else b""
