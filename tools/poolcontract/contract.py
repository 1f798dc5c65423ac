"""An OpenAPI document and its schemas as one frozen value.

The only module that knows where the bundled files are. Nothing is ever fetched: a `$ref` leads to another
place of the document or to a file in the document's own folder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from poolcontract.errors import ContractError
from poolcontract.finding import Source
from poolcontract.instance import pointer as pointer_of
from poolcontract.instance import type_of
from poolcontract.references import References

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_SCHEMA_PREFIX = "#/$defs/"


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
    """One method of one path; `method` is in upper case, `path` a template such as `/pools/{name}`."""

    id: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    responses: Mapping[int, ResponseSpec]

    def path_values(self, target: str) -> dict[str, str] | None:
        """The percent-decoded path parameters of a raw target; None when it is not this path."""
        path = urlsplit(target).path if "://" in target else re.split(r"[?#]", target, maxsplit=1)[0]
        wanted, given = self.path.split("/"), path.split("/")
        if len(wanted) != len(given):
            return None
        values = {}
        for name, segment in zip(wanted, given, strict=True):
            if name.startswith("{") and name.endswith("}") and segment:
                values[name[1:-1]] = unquote(segment)
            elif name != segment:
                return None
        return values


@dataclass(frozen=True, slots=True)
class Place:
    """A value of an instance with the schema that governs it.

    `name` is set where a whole named schema begins; `owner` is the named schema whose table lists the row
    that leads here; `schema` has its `$ref` followed and the branch of an `anyOf` chosen by the value's type;
    `source` is that row of the page.
    """

    pointer: str
    value: Any
    name: str | None
    owner: str
    schema: Mapping[str, Any]
    source: Source | None


@dataclass(frozen=True, slots=True)
class Contract:
    """A document (`document`, as parsed) and its schemas by name, every `$ref` among them `#/$defs/NAME`."""

    document: Mapping[str, Any] = field(repr=False)
    schemas: Mapping[str, Mapping[str, Any]] = field(repr=False)
    operations: tuple[Operation, ...]

    @property
    def bodies(self) -> tuple[str, ...]:
        """The names of the schemas that stand for a whole answer, documented order, each once."""
        specs = (spec for operation in self.operations for spec in operation.responses.values())
        return tuple(dict.fromkeys(spec.schema for spec in specs if spec.schema))

    def operation_at(self, target: str) -> Operation | None:
        """The operation whose path a raw target fits, whatever the method."""
        return next((each for each in self.operations if each.path_values(target) is not None), None)

    def recognise(self, value: Any) -> str | None:
        """The schema a body belongs to, told by its members; None when it is nobody's.

        `{}` belongs to the first body of the contract (nothing is mandatory). A body whose identity (the
        members of its schema with a single allowed value) is wholly somebody else's belongs to none.
        """
        if not isinstance(value, dict):
            return None
        if not value:
            return next(iter(self.bodies), None)
        known = {name: len(value.keys() & self.properties(name).keys()) for name in self.bodies}
        best = max(known, key=lambda name: known[name], default=None)
        return best if best and known[best] and not self._is_foreign(value, best) else None

    def properties(self, name: str) -> Mapping[str, Any]:
        """The properties that a named schema lists."""
        listed: Mapping[str, Any] = self.schemas[name].get("properties", {})
        return listed

    def _is_foreign(self, value: dict[str, Any], name: str) -> bool:
        identity = {
            member: node["enum"]
            for member, node in self.properties(name).items()
            if len(node.get("enum", ())) == 1
        }
        return bool(identity) and all(
            member in value and value[member] not in allowed for member, allowed in identity.items()
        )

    def follow(self, node: Mapping[str, Any]) -> tuple[str | None, Mapping[str, Any]]:
        """The name and the schema that a node's `$ref` leads to; the node itself when it has none."""
        name = None
        for _ in self.schemas:
            reference = node.get("$ref", "")
            if not reference.startswith(_SCHEMA_PREFIX):
                break
            name = reference.removeprefix(_SCHEMA_PREFIX)
            node = self.schemas[name]
        return name, node

    def branch(self, node: Mapping[str, Any], value: Any) -> Mapping[str, Any] | None:
        """The one branch of a node's `anyOf` that allows the value's type; None when it is not one."""
        fitting = [each for each in node.get("anyOf", ()) if allows_type(self.follow(each)[1], value)]
        return fitting[0] if len(fitting) == 1 else None

    def walk(self, value: Any, name: str) -> Iterator[Place]:
        """Every value that the named schema describes in an instance, parents before their members."""
        stack: list[tuple[str, Any, Mapping[str, Any], Source | None, str]] = [
            ("", value, {"$ref": _SCHEMA_PREFIX + name}, None, name)
        ]
        while stack:
            pointer, value, node, source, owner = stack.pop()
            source = source_of(node) or source
            chosen = self.branch(node, value)
            named, schema = self.follow(node if chosen is None else chosen)
            yield Place(pointer, value, named, owner, schema, source or source_of(schema))
            inner = [
                (pointer + pointer_of(key), item, sub, source, named or owner)
                for key, item, sub in _inner(value, schema)
            ]
            stack.extend(reversed(inner))

    def bundle(self, name: str) -> dict[str, Any]:
        """One self-contained JSON Schema for a named schema, what it refers to in `$defs`.

        Raises `ContractError` for a name the contract lacks.
        """
        if name not in self.schemas:
            raise ContractError(f"no schema {name}: there are {', '.join(self.schemas)}")
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": _SCHEMA_PREFIX + name,
            "$defs": {each: self.schemas[each] for each in self._reachable(name)},
        }

    def _reachable(self, name: str) -> list[str]:
        found = [name]
        for each in found:
            found.extend(new for new in _references(self.schemas[each]) if new not in found)
        return found


def allows_type(schema: Mapping[str, Any], value: Any) -> bool:
    """True when a schema's `type` allows the JSON type of a value."""
    allowed = schema.get("type")
    if allowed is None:
        return True
    kind = type_of(value)
    allowed = [allowed] if isinstance(allowed, str) else allowed
    return kind in allowed or (kind == "integer" and "number" in allowed)


def source_of(node: Mapping[str, Any]) -> Source | None:
    """The `x-source` of a node, or None."""
    place = node.get("x-source")
    return Source(place["table"], place.get("row")) if isinstance(place, dict) and "table" in place else None


def home() -> Path:
    """The folder that holds openapi.yaml, schemas/ and contract_tests/, in a wheel and a checkout alike."""
    package = Path(__file__).resolve().parent
    return package if (package / "openapi.yaml").is_file() else package.parents[1]


def load(path: Path | None = None) -> Contract:
    """Load a contract: a folder with openapi.yaml, an OpenAPI file, or (None) the bundled one.

    Raises `ContractError` with a sentence for a person.
    """
    place = home() if path is None else path
    file = place / "openapi.yaml" if place.is_dir() else place
    references = References(file)
    document = references.document
    paths = document.get("paths")
    if not isinstance(paths, dict):
        raise ContractError(f"{file}: no OpenAPI document: it has no paths")
    try:
        operations = tuple(
            _operation(path, method, item[method], item, references)
            for path, item in paths.items()
            for method in METHODS
            if method in item
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ContractError(f"{file}: wrongly built: {type(error).__name__} {error}") from error
    if not operations:
        raise ContractError(f"{file}: it describes no operation")
    return Contract(document, references.schemas, operations)


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
    return Operation(identifier, method.upper(), path, parameters, responses)


def _response(status: int, node: dict[str, Any], references: References) -> ResponseSpec:
    content: dict[str, Any] = node.get("content", {})
    schemas = [media["schema"] for media in content.values() if "schema" in media]
    name = references.name(schemas[0]) if schemas else None
    return ResponseSpec(status, name, tuple(content), source_of(node))


def _inner(value: Any, schema: Mapping[str, Any]) -> Iterator[tuple[str | int, Any, Mapping[str, Any]]]:
    """The members or items of a value that a schema describes: key, value, schema."""
    if isinstance(value, dict):
        listed = schema.get("properties", {})
        other = schema.get("additionalProperties")
        for key, item in value.items():
            node = listed.get(key, other)
            if isinstance(node, dict):
                yield key, item, node
    elif isinstance(value, list) and isinstance(schema.get("items"), dict):
        for index, item in enumerate(value):
            yield index, item, schema["items"]


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        reference = node.get("$ref")
        if isinstance(reference, str):
            yield reference.removeprefix(_SCHEMA_PREFIX)
        for inner in node.values():
            yield from _references(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from _references(inner)
