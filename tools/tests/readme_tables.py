"""The tables of the README that are made from data: `make documents` writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from poolcontract.contract import load
from poolcontract.instance import pointer
from poolcontract.mock.access import ERRORS
from poolcontract.rules import catalogue

README = Path(__file__).resolve().parents[2] / "README.md"
NAMES = Path(__file__).with_name("mock_names.json")


def with_tables(text: str) -> str:
    """The README with every table between its marks made anew."""
    made = {"contradictions": contradictions(), "rules": rules(), "names": names(), "access": access()}
    for name, lines in made.items():
        between = re.compile(rf"(<!-- begin: {name} -->\n).*(<!-- end: {name} -->)", re.DOTALL)
        body = "\n".join(lines)
        text = between.sub(lambda marks, body=body: f"{marks[1]}{body}\n{marks[2]}", text)
    return text


def rules() -> Iterator[str]:
    """One row for each rule: what it says, how bad a breach is, and the source."""
    yield "| rule | severity | says | source |"
    yield "| --- | --- | --- | --- |"
    for entry in catalogue().values():
        yield f"| `{entry.id}` | {entry.rule.severity} | {entry.title} | {entry.rule.source or ''} |"


def contradictions() -> Iterator[str]:
    """One row for each contradiction of the page, with the places that it is about."""
    yield "| | where | the table | the example | accepted |"
    yield "| --- | --- | --- | --- | --- |"
    places: dict[str, list[str]] = {}
    said: dict[str, dict[str, str]] = {}
    for place, node in nodes():
        if "x-contradiction" in node:
            found = node["x-contradiction"]
            said[found["id"]] = found
            places.setdefault(found["id"], []).append(f"`{place}`")
    for identifier in sorted(said, key=lambda each: int(each[1:])):
        each = said[identifier]
        where = ", ".join(places[identifier])
        yield f"| {identifier} | {where} | {each['table']} | {each['example']} | {each['accepted']} |"


def names() -> Iterator[str]:
    """One row for each target: what the mock takes it for, and what it answers to a DELETE."""
    table = json.loads(NAMES.read_text(encoding="utf-8"))
    living = ", ".join(f"`{name}`" for name in table["living"])
    yield f"Living in project `P`: {living}; in project `Q`: `pool-q`."
    yield ""
    yield "| target | means | answer |"
    yield "| --- | --- | --- |"
    for row in table["rows"]:
        answer = f"{row['status']} {row.get('code', '')}".rstrip()
        yield f"| `{row['target']}` | {row['meaning']} | {answer} |"


def access() -> Iterator[str]:
    """One row for each reason not to let a call in."""
    yield "| | code | message |"
    yield "| --- | --- | --- |"
    for reason, (_, code, message) in ERRORS.items():
        yield f"| {reason} | `{code}` | `{message}` |"


def nodes() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What may carry a contradiction: the request body, and every property by its place."""
    contract = load()
    operation = contract.operations[0]
    yield "request body", contract.document["paths"][operation.path][operation.method.lower()]["requestBody"]
    for name, schema in contract.schemas.items():
        yield from ((name + pointer(key), node) for key, node in schema.get("properties", {}).items())


if __name__ == "__main__":
    README.write_text(with_tables(README.read_text(encoding="utf-8")), encoding="utf-8")
