"""Mutants of a whole contract, complete by construction: every value changed, every member dropped.

To it is added what a contract lacks, and what the operators of `mutation` and `document_mutation` do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from poolcontract.contract import Contract
from poolcontract.instance import pointer

from .document_mutation import document_mutants
from .mutation import GONE, nodes, patched, schema_mutants

ADDED_KEYWORDS: Mapping[str, Any] = {
    "minLength": 1,
    "minimum": 0,
    "pattern": "^a",
    "format": "uuid",
    "default": "x",
    "enum": ["x"],
    "const": "x",
    "nullable": True,
    "deprecated": True,
    "not": {},
    "additionalProperties": False,
    "required": ["x"],
    "x-more": 1,
}
ADDED_TO_THE_DOCUMENT: tuple[tuple[str, str, Any], ...] = (
    ("/servers/0", "url", "https://example.com"),
    ("/paths", "/v2/more", {"delete": {"responses": {}}}),
    ("/paths/~1v2~1{project_id}~1pools~1{pool_name}", "get", {"responses": {}}),
    ("/paths/~1v2~1{project_id}~1pools~1{pool_name}", "parameters", []),
    ("/paths/~1v2~1{project_id}~1pools~1{pool_name}/delete", "deprecated", True),
    ("/paths/~1v2~1{project_id}~1pools~1{pool_name}/delete/parameters/0", "deprecated", True),
    ("/paths/~1v2~1{project_id}~1pools~1{pool_name}/delete/requestBody", "x-more", True),
    ("/paths/~1v2~1{project_id}~1pools~1{pool_name}/delete/responses", "default", {"description": "bad"}),
    ("/paths/~1v2~1{project_id}~1pools~1{pool_name}/delete/responses/200", "headers", {"x": {}}),
)


@dataclass(frozen=True)
class ContractMutant:
    """A named mutant: the contract as it then reads."""

    name: str
    operator: str
    contract: Contract


def contract_mutants(contract: Contract) -> Iterator[ContractMutant]:
    """Every operator at every place of every schema and of the document."""
    for mutant in schema_mutants(contract.schemas):
        yield ContractMutant(
            mutant.name, mutant.operator, with_schema(contract, mutant.target, mutant.schema)
        )
    for other in document_mutants(contract.document):
        mutated = replace(contract, document=other.document)
        yield ContractMutant(f"openapi#{other.name}", other.operator, mutated)
    for name in contract.schemas:
        yield from _everywhere(name, contract.schemas[name], _schema_maker(contract, name))
        yield from _more_keywords(contract, name)
    yield from _everywhere("openapi", contract.document, lambda node: replace(contract, document=node))
    for place, key, value in ADDED_TO_THE_DOCUMENT:
        mutated = replace(contract, document=patched(contract.document, place, key, value))
        yield ContractMutant(f"openapi#{place}/{key} added", "member added", mutated)


def with_schema(contract: Contract, name: str, schema: Mapping[str, Any]) -> Contract:
    """The contract with one schema replaced."""
    return replace(contract, schemas={**contract.schemas, name: schema})


def _schema_maker(contract: Contract, name: str) -> Callable[[Any], Contract]:
    return lambda schema: with_schema(contract, name, schema)


def _everywhere(name: str, whole: Any, made: Callable[[Any], Contract]) -> Iterator[ContractMutant]:
    """Every value changed into its like, and every member or item dropped."""
    for steps, value in _places(whole):
        place, parent, key = pointer(*steps), pointer(*steps[:-1]), steps[-1]
        if not isinstance(value, dict | list):
            changed = patched(whole, parent, key, _like(value))
            yield ContractMutant(f"{name}#{place} changed", "value changed", made(changed))
        dropped = patched(whole, parent, key, GONE)
        yield ContractMutant(f"{name}#{place} dropped", "member dropped", made(dropped))


def _places(value: Any, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every place below a value and what stands there."""
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in members:
        yield (*steps, key), inner
        yield from _places(inner, (*steps, key))


def _like(value: Any) -> Any:
    """Another value of the same type."""
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else f"{value}x"


def _more_keywords(contract: Contract, name: str) -> Iterator[ContractMutant]:
    """Keywords that a node does not have, and a property that no table has."""
    schema = contract.schemas[name]
    for place, node in nodes(schema):
        for keyword in ADDED_KEYWORDS.keys() - node.keys():
            wrong = patched(schema, place, keyword, ADDED_KEYWORDS[keyword])
            yield ContractMutant(
                f"{name}#{place}/{keyword} added", "keyword added", with_schema(contract, name, wrong)
            )
    for node in ({"type": "string"}, next(iter(schema["properties"].values()))):
        wrong = patched(schema, "/properties", "more", node)
        yield ContractMutant(
            f"{name}#/properties/more added", "property added", with_schema(contract, name, wrong)
        )
