"""What a contract says as a set of small facts, the same ones that `page_facts` reads out of the page.

Strict: a keyword that this module does not know is a fact too, so that the page would have to say it. Only
what is listed here as prose is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from poolcontract.contract import Contract
from poolcontract.finding import Source
from poolcontract.operations import METHODS, source_of

from .page_facts import PAGE, REQUEST_BODY, URI, Fact, both_sides

PROSE = ("title", "description", "examples", "x-known-members", "x-source")
NOWHERE = "No table"
SECTIONS = {
    "path": ("Path Parameters", "URI"),
    "header": ("Request header parameters", "Request Parameters"),
}
"""The page's title and heading for the parameters of a place."""
ASKED = ("tags", "summary", "operationId", "description", "parameters", "requestBody", "responses")
PARAMETER = ("name", "in", "required", "description", "example", "schema", "x-source")
REQUEST = ("required", "description", "content", "x-contradiction")
RESPONSE = ("description", "content", "x-source")


def facts_of_contract(contract: Contract) -> frozenset[Fact]:
    """Every fact of a contract."""
    return frozenset(
        [*_document(contract), *(fact for name in contract.schemas for fact in _table(contract, name))]
    )


def _document(contract: Contract) -> Iterator[Fact]:
    document = contract.document
    yield Fact(PAGE, "title", document.get("info", {}).get("title", "").rpartition(": ")[2])
    for server in document.get("servers", ()):
        yield Fact(URI, "address", str(server.get("url")))
    for path, item in document.get("paths", {}).items():
        yield Fact(URI, "path", path)
        yield from _unknown(URI, item, METHODS)
        for method in item.keys() & set(METHODS):
            yield Fact(URI, "method", method.upper())
            yield from _operation(contract, item[method])


def _operation(contract: Contract, node: Mapping[str, Any]) -> Iterator[Fact]:
    yield from _unknown(URI, node, ASKED)
    for parameter in node.get("parameters", ()):
        yield from _parameter(contract, parameter)
    if "requestBody" in node:
        yield from _request_body(contract, node["requestBody"])
    for status, response in node.get("responses", {}).items():
        yield from _response(contract, status, response)


def _parameter(contract: Contract, node: Mapping[str, Any]) -> Iterator[Fact]:
    name, where = str(node.get("name")), str(node.get("in"))
    place = source_of(node) or Source(NOWHERE, name)
    title, section = SECTIONS.get(where, (where, where))
    yield Fact(Source(place.table), "title", title)
    yield Fact(Source(place.table), "section", section)
    yield from _misplaced(place, name)
    if node.get("required"):
        yield Fact(place, "mandatory", "yes")
    yield from _unknown(place, node, PARAMETER)
    yield from _value(contract, place, node.get("schema", {}))


def _request_body(contract: Contract, node: Mapping[str, Any]) -> Iterator[Fact]:
    if node.get("required"):
        yield Fact(REQUEST_BODY, "mandatory", "yes")
    yield from _unknown(REQUEST_BODY, node, REQUEST)
    yield from _contradiction(REQUEST_BODY, node)
    for media_type, media in node.get("content", {}).items():
        yield Fact(REQUEST_BODY, "media type", media_type)
        yield from _value(contract, REQUEST_BODY, media.get("schema", {}))


def _response(contract: Contract, status: str, node: Mapping[str, Any]) -> Iterator[Fact]:
    place = source_of(node) or Source(NOWHERE, status)
    yield Fact(place, "status", status)
    yield from _unknown(place, node, RESPONSE)
    for media_type, media in node.get("content", {}).items():
        yield Fact(place, "media type", media_type)
        yield Fact(place, "body", _shape(contract, media.get("schema", {})))


def _table(contract: Contract, name: str) -> Iterator[Fact]:
    """The facts of a named schema, which stands for a table of a response."""
    schema = contract.schemas[name]
    place = source_of(schema) or Source(NOWHERE)
    yield Fact(place, "title", schema.get("x-source", {}).get("name", name))
    yield Fact(place, "section", "Response Parameters")
    yield Fact(place, "type", str(schema.get("type")))
    yield from _unknown(place, schema, (*PROSE, "type", "properties", "required"))
    for member in schema.get("required", ()):
        yield Fact(Source(place.table, member), "mandatory", "yes")
    for member, node in schema.get("properties", {}).items():
        row = source_of(node) or Source(NOWHERE, member)
        yield from _misplaced(row, member, place)
        yield from _value(contract, row, node)


def _misplaced(place: Source, name: str, table: Source | None = None) -> Iterator[Fact]:
    """A member that cites another row than its own."""
    if place.row != name or (table and place.table != table.table):
        yield Fact(place, "stands at", f"{table.table if table else ''} {name}")


def _value(contract: Contract, place: Source, node: Mapping[str, Any]) -> Iterator[Fact]:
    yield Fact(place, "type", _shape(contract, node))
    yield from _contradiction(place, node)
    yield from _keywords(place, node)


def _shape(contract: Contract, node: Any) -> str:
    """A type in the words of `page_facts.shape_of`: a `$ref` by the table of the schema it leads to."""
    if not isinstance(node, dict):
        return str(node)
    makers = _makers(node)
    if "$ref" in makers:
        schema = contract.schemas.get(node["$ref"].rpartition("/")[2].removesuffix(".json"), {})
        return str(source_of(schema) or Source(NOWHERE))
    if "anyOf" in makers:
        return " or ".join(_shape(contract, each) for each in node["anyOf"])
    if "items" in makers:
        return f"array of {_shape(contract, node.get('items', 'anything'))}"
    if "additionalProperties" in makers:
        return f"map of {_shape(contract, node['additionalProperties'])}"
    return str(node.get("type", "anything"))


def _makers(node: Mapping[str, Any]) -> tuple[str, ...]:
    """The keywords that make the shape of a node."""
    for alone in ("$ref", "anyOf"):
        if alone in node:
            return (alone,)
    inner = {"array": "items", "object": "additionalProperties"}.get(str(node.get("type")))
    return ("type", inner) if inner and (inner == "items" or inner in node) else ("type",)


def _keywords(place: Source, node: Any, inside: str = "") -> Iterator[Fact]:
    """What a node says beside its shape; the list of an array's items is the row's own."""
    if not isinstance(node, dict):
        return
    makers = _makers(node)
    is_listed = "items" not in makers and inside in ("", "items ")
    for keyword, value in node.items():
        if keyword in ("enum", "x-flags") and is_listed:
            yield from (Fact(place, "value", json.dumps(each)) for each in value)
        elif keyword not in (*PROSE, *makers, "x-contradiction"):
            yield Fact(place, inside + keyword, json.dumps(value))
    for keyword in set(makers) & {"items", "additionalProperties"}:
        yield from _keywords(place, node.get(keyword), f"{inside}{keyword} ")
    for each in node["anyOf"] if "anyOf" in makers else ():
        yield from _keywords(place, each, f"{inside}anyOf ")


def _contradiction(place: Source, node: Mapping[str, Any]) -> Iterator[Fact]:
    if "x-contradiction" in node:
        said = node["x-contradiction"]
        yield from both_sides(place, *(str(said.get(key)) for key in ("id", "table", "example")))


def _unknown(place: Source, node: Mapping[str, Any], known: tuple[str, ...]) -> Iterator[Fact]:
    for keyword, value in node.items():
        if keyword not in known:
            yield Fact(place, keyword, json.dumps(value))
