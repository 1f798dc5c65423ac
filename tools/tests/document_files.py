"""The files of the contract as they stand on disk: openapi.yaml, schemas/, and the words in them."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from poolcontract.contract import home

OPENAPI = home() / "openapi.yaml"
SCHEMAS = sorted((home() / "schemas").glob("*.json"))
RULES = sorted((Path(__file__).resolve().parents[1] / "poolcontract" / "rules").glob("*.py"))
EXAMPLES = ("example", "examples")


class Node(NamedTuple):
    """A value in a file of the contract: the keyword it belongs to, and where that stands."""

    file: str
    keyword: str
    value: Any


def read(file: Path) -> Any:
    text = file.read_text(encoding="utf-8")
    return json.loads(text) if file.suffix == ".json" else yaml.safe_load(text)


def documents() -> Iterator[tuple[str, Any]]:
    """Every file of the contract with what it holds."""
    for file in (OPENAPI, *SCHEMAS):
        yield file.name, read(file)


def keywords() -> Iterator[Node]:
    """Every member of every object in the files, what stands in examples left out."""
    for name, document in documents():
        yield from _below(name, document)


def extensions() -> list[str]:
    """Every `x-` keyword that the files use."""
    return sorted({node.keyword for node in keywords() if node.keyword.startswith("x-")})


def rule_texts() -> Iterator[tuple[str, str]]:
    """Every text in the rules, docstrings and messages alike: the file and the text."""
    for file in RULES:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield file.name, node.value


def _below(file: str, value: Any) -> Iterator[Node]:
    if isinstance(value, dict):
        for keyword, inner in value.items():
            yield Node(file, keyword, inner)
            if keyword not in EXAMPLES:
                yield from _below(file, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _below(file, inner)
