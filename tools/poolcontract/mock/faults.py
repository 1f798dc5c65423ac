"""Every fault of the mock by its id, and the switches that turn them on."""

from __future__ import annotations

from collections.abc import Iterable

from poolcontract.contract import Contract
from poolcontract.errors import UsageError
from poolcontract.mock import derived, endings, httpfaults, leaks, misdeeds, texts, wirefaults
from poolcontract.mock.fault import Fault, Switch


def faults(contract: Contract) -> dict[str, Fault]:
    """Derived from the rules and from the keywords of the contract; then those that are written down."""
    found = [*derived.of_rules(contract), *derived.of_keywords(contract)]
    for each in (texts, httpfaults, leaks, misdeeds, wirefaults, endings):
        found += each.FAULTS
    return {fault.id: fault for fault in found}


def switches(contract: Contract, wanted: Iterable[str]) -> list[Switch]:
    """The switches for `ID` or `ID@1/N` (every N-th call); raises `UsageError` for what is none."""
    return [_switch(faults(contract), text) for text in wanted]


def _switch(known: dict[str, Fault], text: str) -> Switch:
    identifier, _, share = text.partition("@")
    once, _, every = share.partition("/")
    if identifier not in known:
        raise UsageError(f"no fault {identifier}; `poolcontract mock --list-faults` lists them")
    if share and not (once == "1" and every.isdecimal() and int(every)):
        raise UsageError(f"fault {text}: write it as {identifier}@1/N, for every N-th call")
    return Switch(known[identifier], int(every or 1))
