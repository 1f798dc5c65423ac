"""Files of pools for the mock: each pool is judged as it is read, and served as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from poolcontract.contract import Contract
from poolcontract.document import Document
from poolcontract.errors import UsageError
from poolcontract.finding import Finding
from poolcontract.instance import ABSENT, pointer, resolve
from poolcontract.jsontext import read
from poolcontract.judge import Judge
from poolcontract.masking import printable
from poolcontract.mock.pools import pools_in
from poolcontract.payloads import Parsed, Payload, Unit, Unreadable, payloads
from poolcontract.payloads.embedded import Faultless


class PoolFile(NamedTuple):
    """The pools of a file, names or bodies in its order, and what the judge found on the bodies."""

    pools: list[str | dict[str, Any]]
    findings: list[Finding]


def pools_of(path: str, contract: Contract) -> PoolFile:
    """Read pools from JSON, NDJSON or YAML: bodies one by one, a list of them, or an answer with `items`.

    A text stands for a pool of that name whose body is made up. Raises `UsageError` for a file that cannot be
    read or holds none, and for a pool without a name.
    """
    file = PoolFile([], [])
    for unit in payloads([path]):
        document, at, record, before = _opened(unit)
        value = resolve(document.value, at)
        place = f"{printable(path)}:{record}" if record else printable(path)
        if value is ABSENT:
            reason = next((fault.message for fault in document.faults()), "it is empty")
            raise UsageError(f"{place}: holds no pools: {reason}")
        try:
            file.pools.extend(pools_in(value))
        except UsageError as error:
            raise UsageError(f"{place}: {error}") from error
        file.findings.extend(
            replace(each, file=path, document=record, line=each.line and each.line + before)
            for each in _judged(document, value, at, contract)
        )
    if not file.pools:
        raise UsageError(f"{printable(path)}: holds no pools")
    return file


def _opened(unit: Unit) -> tuple[Document, str, int | None, int]:
    """The document of a unit, where the pools stand in it, its record, and how many lines come before it."""
    if isinstance(unit, Payload):
        return read(unit.data), "", unit.record, unit.first_line - 1
    if isinstance(unit, Parsed):
        return unit.document, unit.at, unit.record, unit.first_line - 1
    if isinstance(unit, Unreadable):
        raise UsageError(str(unit))
    raise UsageError(f"{printable(unit.name)}: bodies of pools are expected, no recording")


def _judged(document: Document, value: Any, at: str, contract: Contract) -> Iterator[Finding]:
    """What the judge finds on each body among the pools of a value."""
    listed = value.get("items") if isinstance(value, dict) else value
    inner = "/items" if isinstance(value, dict) and isinstance(listed, list) else ""
    places = [inner + pointer(number) for number in range(len(listed))] if isinstance(listed, list) else [""]
    judge = Judge(contract)
    for number, place in enumerate(places):
        if isinstance(resolve(value, place), dict):
            once = Faultless(document) if number else document  # what is wrong with the text is told once
            yield from judge.check_document(once, contract.bodies[0], at + place)
