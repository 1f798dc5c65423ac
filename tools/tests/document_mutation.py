"""Mutants of openapi.yaml: statuses, media types, parameters, bodies, credentials, each wrong once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from poolcontract.instance import pointer, resolve

from .mutation import GONE, patched

Change = tuple[str, str, str, Any]
"""Operator, JSON Pointer of an object, the member of it that is wrong, and the wrong value."""

ERROR_BODY = {"application/json": {"schema": {"$ref": "schemas/Error.json"}}}
ADDED = {
    "202": {"description": "accepted"},
    "204": {"description": "no content"},
    "400": {"description": "bad", "content": ERROR_BODY},
    "503": {"description": "unavailable", "content": ERROR_BODY},
}
SWAPPED = {"schemas/Pool.json": "schemas/Error.json", "schemas/Error.json": "schemas/Pool.json"}
OTHER_PLACE = {"header": "query", "path": "header"}
WRONG_KEYWORDS = {"type": "integer", "minLength": 2, "maxProperties": 1, "pattern": "^[a-z]+$"}


@dataclass(frozen=True)
class DocumentMutant:
    """A named mutant: the document as it then reads."""

    name: str
    operator: str
    document: Mapping[str, Any]


def document_mutants(document: Mapping[str, Any]) -> Iterator[DocumentMutant]:
    """Every operator at every place of the document's one operation and of its credentials."""
    for path, item in document["paths"].items():
        for method in item:
            for operator, place, key, wrong in _changes(document, path, method):
                name = f"{place}/{key} {operator}" + ("" if wrong is GONE else f": {_told(wrong)}")
                yield DocumentMutant(name, operator, patched(document, place, key, wrong))
            for other in _other_paths(path):
                moved = patched(document, "", "paths", {other: item})
                yield DocumentMutant(f"{path} path changed: {other}", "path changed", moved)
            put = patched(document, "", "paths", {path: {"put": item[method]}})
            yield DocumentMutant(f"{path} method changed", "method changed", put)


def _told(wrong: Any) -> str:
    return " ".join(map(str, wrong)) if isinstance(wrong, dict | list) else str(wrong)


def _other_paths(path: str) -> Iterator[str]:
    segments = path.split("/")
    for index, segment in enumerate(segments):
        if segment and not segment.startswith("{"):
            yield "/".join([*segments[:index], segment + "x", *segments[index + 1 :]])
            yield "/".join([*segments[:index], *segments[index + 1 :]])


def _changes(document: Mapping[str, Any], path: str, method: str) -> Iterator[Change]:
    place = pointer("paths", path, method)
    operation = resolve(document, place)
    yield "operation renamed", place, "operationId", operation["operationId"] + "x"
    yield from _parameters(operation["parameters"], f"{place}/parameters")
    yield from _contents(operation["requestBody"], f"{place}/requestBody")
    yield "request body dropped", place, "requestBody", GONE
    yield "required flipped", f"{place}/requestBody", "required", True
    for status, response in operation["responses"].items():
        yield "status dropped", f"{place}/responses", status, GONE
        yield from _contents(response, f"{place}/responses/{status}")
        yield "body dropped", f"{place}/responses/{status}", "content", GONE
    for status, response in ADDED.items():
        yield "status added", f"{place}/responses", status, response
    yield from _credentials(document)


def _parameters(parameters: list[dict[str, Any]], place: str) -> Iterator[Change]:
    for index, each in enumerate(parameters):
        rest = [other for at, other in enumerate(parameters) if at != index]
        here = f"{place}/{index}"
        yield "parameter dropped", place.rpartition("/")[0], "parameters", rest
        yield "parameter renamed", here, "name", each["name"] + "s"
        yield "parameter moved", here, "in", OTHER_PLACE[each["in"]]
        yield "required flipped", here, "required", not each["required"]
        for keyword in each["schema"]:
            yield "parameter changed", f"{here}/schema", keyword, WRONG_KEYWORDS[keyword]
            yield "parameter loosened", f"{here}/schema", keyword, GONE


def _contents(holder: Mapping[str, Any], place: str) -> Iterator[Change]:
    for media, body in holder["content"].items():
        here = f"{place}/content" + pointer(media)
        yield "media type changed", place, "content", {"application/xml": body}
        yield "schema dropped", here, "schema", GONE
        if "$ref" in body["schema"]:
            yield "schema swapped", f"{here}/schema", "$ref", SWAPPED[body["schema"]["$ref"]]
        else:
            for keyword in body["schema"]:
                yield "schema changed", f"{here}/schema", keyword, WRONG_KEYWORDS[keyword]
                yield "schema loosened", f"{here}/schema", keyword, GONE


def _credentials(document: Mapping[str, Any]) -> Iterator[Change]:
    security = document["security"]
    for index in range(len(security)):
        rest = [other for at, other in enumerate(security) if at != index]
        yield "credential dropped", "", "security", rest
    for name, scheme in document["components"]["securitySchemes"].items():
        here = pointer("components", "securitySchemes", name)
        yield "credential renamed", here, "name", scheme["name"] + "s"
        yield "credential moved", here, "in", "query"
