"""Where in an instance rules on named schemas have something to say, along plans that are made once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from poolcontract.contract import Contract
from poolcontract.keywords.broken import Place as Steps
from poolcontract.rules import Entry
from poolcontract.schemanodes import references_in

Node = Mapping[str, Any]


class _Plan(NamedTuple):
    """The rules on values of one type at a node of a schema, and the nodes from which more are reached.

    None stands for a node that leads to none.
    """

    rules: Sequence[Entry]
    members: Mapping[str, Node | None]
    others: Node | None
    items: Node | None


class Rounds:
    """Visits no value but those for which a schema is named that rules speak of, and those that hold such."""

    def __init__(self, contract: Contract, rules: Mapping[str, Sequence[Entry]]) -> None:
        self._contract, self._rules = contract, rules
        self._plans: dict[tuple[int, type], _Plan] = {}
        self._starts = {name: {"$ref": f"#/$defs/{name}"} for name in contract.schemas}
        self._reached = {
            name for name in contract.schemas if any(map(rules.get, contract.bundle(name)["$defs"]))
        }
        """The names of schemas from which rules are reached."""

    def places(self, value: Any, name: str) -> Iterator[Steps]:
        """Every place of an instance of a named schema at which some rule has something to say, in order."""
        return self._from(value, self._starts[name], ())

    def _from(self, value: Any, node: Node, steps: Steps) -> Iterator[Steps]:
        plan = self._plans.get((id(node), type(value))) or self._plan(node, value)
        if any(_speaks(entry, value) for entry in plan.rules):
            yield steps
        if isinstance(value, dict):
            for key, item in value.items():
                inner = plan.members.get(key, plan.others)
                if inner is not None:
                    yield from self._from(item, inner, (*steps, key))
        elif isinstance(value, list) and plan.items is not None:
            for index, item in enumerate(value):
                yield from self._from(item, plan.items, (*steps, index))

    def _plan(self, node: Node, value: Any) -> _Plan:
        chosen = self._contract.branch(node, value)
        name, schema = self._contract.follow(node if chosen is None else chosen)
        listed = schema.get("properties", {})
        plan = _Plan(
            self._rules.get(name or "", ()),
            {key: self._if_leading(each) for key, each in listed.items()},
            self._if_leading(schema.get("additionalProperties")),
            self._if_leading(schema.get("items")),
        )
        if not isinstance(value, float):  # 2.0 and 2.5 are of different types
            self._plans[id(node), type(value)] = plan
        return plan

    def _if_leading(self, node: Any) -> Node | None:
        """The node, where rules can be reached from there."""
        return node if isinstance(node, dict) and self._leads(node) else None

    def _leads(self, node: Node) -> bool:
        return not self._reached.isdisjoint(references_in(node))


def _speaks(entry: Entry, value: Any) -> bool:
    """True where a rule has something to say of a value."""
    if entry.silent is not None and entry.silent(value):
        return False
    return entry.applies(value) and any(entry.check(value))
