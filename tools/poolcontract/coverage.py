"""What the judged traffic has met of the page: rows, list values, rules, statuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from poolcontract.contract import Contract, Place
from poolcontract.exchange import Exchange
from poolcontract.finding import ANY, Severity, Source
from poolcontract.instance import ABSENT
from poolcontract.operations import Operation, source_of
from poolcontract.rules import Entry, catalogue


class ListValue(NamedTuple):
    """One value of one of the page's lists."""

    source: Source
    value: str


@dataclass
class Coverage:
    """Counts while exchanges and bodies are added."""

    contract: Contract = field(repr=False)
    answers: Counter[int] = field(default_factory=Counter)
    rows: set[Source] = field(default_factory=set)
    values: set[ListValue] = field(default_factory=set)
    rules: set[str] = field(default_factory=set)

    def add_exchange(self, exchange: Exchange, operation: Operation) -> None:
        """Count an answer, its body, and the rows of the request's parameters; the rules for any method."""
        response = exchange.response
        if response is None:
            return
        for entry in catalogue().values():
            if entry.rule.operation in (ANY, operation.id) and entry.applies(exchange, operation):
                self.rules.add(entry.id)
        if exchange.request.method != operation.method:
            return
        self.answers[response.status] += 1
        self.rows |= set(_parameter_rows(exchange, operation))
        spec = operation.responses.get(response.status)
        if spec and spec.schema and response.value is not ABSENT:
            self.add_body(response.value, spec.schema)

    def add_body(self, value: Any, schema: str) -> None:
        """Count the rows, list values and rules that a body of a known schema meets."""
        for place in self.contract.walk(value, schema):
            if place.source and place.source.row and place.pointer:
                self.rows.add(place.source)
            self.values |= set(_values_met(place))
            self.rules |= {entry.id for entry in _concerned(place) if _had_a_chance(entry, place)}

    def to_json(self) -> dict[str, Any]:
        """The form that report.json holds: what was seen, of how many, and what is missing."""
        return {
            "answers": {str(status): count for status, count in sorted(self.answers.items())},
            "rows": _seen(self.rows, known_rows(self.contract)),
            "values": _seen(
                {f"{source}: {value}" for source, value in self.values},
                [f"{source}: {value}" for source, value in known_values(self.contract)],
            ),
            "rules": _seen(self.rules, list(known_rules(self.contract))),
        }


def known_rows(contract: Contract) -> list[Source]:
    """Every row of the page's numbered tables that the contract cites, in the page's order."""
    found = {parameter.source for operation in contract.operations for parameter in operation.parameters}
    for schema in contract.schemas.values():
        found |= {source_of(node) for node in schema.get("properties", {}).values()}
    rows = [source for source in found if source and source.row and isinstance(source.table, int)]
    return sorted(rows, key=lambda source: (source.table, source.row))


def known_values(contract: Contract) -> list[ListValue]:
    """Every value of every list (enum, or flags of a bit mask) that the contract cites."""
    found = []
    for schema in contract.schemas.values():
        for node in schema.get("properties", {}).values():
            source = source_of(node)
            if source:
                found += [ListValue(source, str(value)) for value in _listed(node.get("items", node), node)]
    return found


def known_rules(contract: Contract) -> Mapping[str, Entry]:
    """The rules that concern a contract, by id, infos left out: they ask for no traffic of their own."""
    targets = {ANY, *contract.schemas, *(operation.id for operation in contract.operations)}
    return {
        entry.id: entry
        for entry in catalogue().values()
        if {entry.rule.schema, entry.rule.operation} & targets and entry.rule.severity > Severity.INFO
    }


def _seen(seen: set[Any], known: list[Any]) -> dict[str, Any]:
    return {
        "seen": sorted(_key(item) for item in seen if item in known),
        "of": len(known),
        "missing": [_key(item) for item in known if item not in seen],
    }


def _key(item: Any) -> str:
    return f"{item.table}/{item.row}" if isinstance(item, Source) else str(item)


def _parameter_rows(exchange: Exchange, operation: Operation) -> Iterator[Source]:
    in_path = operation.path_values(exchange.request.target) or {}
    for parameter in operation.parameters:
        met = (
            parameter.name in in_path
            if parameter.place == "path"
            else exchange.request.header(parameter.name)
        )
        if parameter.source and met:
            yield parameter.source


def _values_met(place: Place) -> Iterator[ListValue]:
    if place.source is None or isinstance(place.value, dict | list | bool):
        return
    for value in _listed(place.schema, place.schema):
        if place.value == value or (_is_flag(place, value) and place.value & value):
            yield ListValue(place.source, str(value))


def _is_flag(place: Place, value: Any) -> bool:
    return "x-flags" in place.schema and isinstance(place.value, int) and bool(value)


def _listed(node: Mapping[str, Any], outer: Mapping[str, Any]) -> list[Any]:
    """The values of a list: `enum` of the node or of its items, or the flags of a bit mask."""
    values: list[Any] = outer.get("x-flags") or node.get("enum", [])
    return values


def _concerned(place: Place) -> list[Entry]:
    by_name = {place.name} if place.name else set()
    wanted = by_name | ({ANY} if isinstance(place.value, dict) else set())
    return [entry for entry in catalogue().values() if entry.rule.schema in wanted]


def _had_a_chance(entry: Entry, place: Place) -> bool:
    if entry.rule.schema == ANY:
        return entry.applies(place.value, place.schema)
    return entry.applies(place.value)
