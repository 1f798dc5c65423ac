"""The operations of an OpenAPI document: method, path, parameters, documented answers; frozen values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from poolcontract.finding import Source
from poolcontract.references import References
from poolcontract.statuses import UNDECIDED

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation: `place` is path, header, query or cookie."""

    name: str
    place: str
    required: bool
    source: Source | None


@dataclass(frozen=True, slots=True)
class ResponseSpec:
    """A documented answer; `schema` is None where no body is documented."""

    status: int
    schema: str | None
    media_types: tuple[str, ...]
    source: Source | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path; `method` is in upper case, `path` a template such as `/pools/{name}`.

    `undecided` are the statuses that say nothing about the contract where nothing provoked them.
    """

    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    responses: Mapping[int, ResponseSpec]
    undecided: frozenset[int] = frozenset(UNDECIDED)

    def path_values(self, target: str) -> dict[str, str] | None:
        """The percent-decoded path parameters of a raw target; None when it is not this path."""
        wanted, given = self.path.split("/"), _path_of(target).split("/")
        if len(wanted) != len(given):
            return None
        values = {}
        for name, segment in zip(wanted, given, strict=True):
            if name.startswith("{") and name.endswith("}") and segment:
                values[name[1:-1]] = unquote(segment)
            elif name != segment:
                return None
        return values


def _path_of(target: str) -> str:
    """The path of a raw target, absolute or not; "" where there is none to be made out."""
    if "://" not in target:
        return re.split(r"[?#]", target, maxsplit=1)[0]
    try:
        return urlsplit(target).path
    except ValueError:  # a bracket that stays open, and the like
        return ""


def read(paths: Mapping[str, Any], references: References) -> Iterator[Operation]:
    """Every operation of a document's paths; raises the errors of Python where one is wrongly built."""
    for path, item in paths.items():
        if not isinstance(path, str):
            raise TypeError(f"path {path!r} is no text")
        for method in METHODS:
            if method in item:
                yield _operation(path, method, item[method], item, references)


def source_of(node: Mapping[str, Any]) -> Source | None:
    """The `x-source` of a node, or None."""
    place = node.get("x-source")
    table, row = (place.get("table"), place.get("row")) if isinstance(place, dict) else (None, None)
    return Source(table, row) if isinstance(table, int | str) and isinstance(row, str | None) else None


def _operation(
    path: str, method: str, node: dict[str, Any], item: dict[str, Any], references: References
) -> Operation:
    shared = [references.inside(each) for each in (*item.get("parameters", ()), *node.get("parameters", ()))]
    parameters = tuple(
        Parameter(each["name"], each["in"], bool(each.get("required")), source_of(each)) for each in shared
    )
    responses = {
        int(status): _response(int(status), references.inside(response), references)
        for status, response in node["responses"].items()
        if str(status).isdigit()
    }
    identifier = node.get("operationId") or f"{method.upper()} {path}"
    if not isinstance(identifier, str):
        raise TypeError(f"operationId {identifier!r} is no text")
    return Operation(identifier, method.upper(), path, parameters, responses)


def _response(status: int, node: dict[str, Any], references: References) -> ResponseSpec:
    content: dict[str, Any] = node.get("content", {})
    schemas = [media["schema"] for media in content.values() if "schema" in media]
    name = references.name(schemas[0]) if schemas else None
    return ResponseSpec(status, name, tuple(content), source_of(node))
