"""An OpenAPI document and its schemas as one frozen value.

The only module that knows where the bundled files are. Nothing is ever fetched: a `$ref` leads to another
place of the document or to a file in the document's own folder.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from poolcontract.errors import ContractError
from poolcontract.finding import Source
from poolcontract.instance import pointer as pointer_of
from poolcontract.operations import Operation, source_of
from poolcontract.operations import read as operations_of
from poolcontract.references import References
from poolcontract.schemanodes import SCHEMA_PREFIX, allows_type, inner_of, inner_schema, references_in

_NAMING = ("$ref", "anyOf")


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


@dataclass(frozen=True, slots=True, eq=False)
class Contract:
    """A document (`document`, as parsed) and its schemas by name, every `$ref` among them `#/$defs/NAME`.

    Two are the same only when they are one object, so that what is made of one can be kept by it.
    """

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
            if not reference.startswith(SCHEMA_PREFIX):
                break
            name = reference.removeprefix(SCHEMA_PREFIX)
            node = self.schemas[name]
        return name, node

    def branch(self, node: Mapping[str, Any], value: Any) -> Mapping[str, Any] | None:
        """The one branch of a node's `anyOf` that allows the value's type; None when it is not one."""
        fitting = [each for each in node.get("anyOf", ()) if allows_type(self.follow(each)[1], value)]
        return fitting[0] if len(fitting) == 1 else None

    def walk(self, value: Any, name: str, towards: str = "", *, telling: bool = False) -> Iterator[Place]:
        """Every value that the named schema describes in an instance, parents before their members.

        `towards` is a JSON Pointer: only what lies on the way to it and what it leads to. `telling`: only
        objects, arrays, and what a schema with a name begins at: of others no rule can have anything to say.
        """
        stack: list[tuple[str, Any, Mapping[str, Any], Source | None, str]] = [
            ("", value, {"$ref": SCHEMA_PREFIX + name}, None, name)
        ]
        while stack:
            pointer, value, node, source, owner = stack.pop()
            source = source_of(node) or source
            chosen = self.branch(node, value)
            named, schema = self.follow(node if chosen is None else chosen)
            yield Place(pointer, value, named, owner, schema, source or source_of(schema))
            inner = [
                (pointer + pointer_of(key), item, sub, source, named or owner)
                for key, item, sub in inner_of(value, schema)
                if not (telling and not isinstance(item, dict | list) and sub.keys().isdisjoint(_NAMING))
                and (not towards or _is_on_the_way(pointer + pointer_of(key), towards))
            ]
            stack.extend(reversed(inner))

    def place(self, value: Any, name: str, tokens: Sequence[str | int]) -> Place:
        """The place that members and items lead to, as `walk` gives it.

        Where no schema describes it, that is the nearest place above it.
        """
        pointer, source, owner = "", None, name
        node: Mapping[str, Any] = {"$ref": SCHEMA_PREFIX + name}
        for token in (*tokens, None):
            source = source_of(node) or source
            chosen = self.branch(node, value)
            named, schema = self.follow(node if chosen is None else chosen)
            inner = None if token is None else inner_schema(value, schema, token)
            if token is None or inner is None:
                break
            pointer, value, owner, node = pointer + pointer_of(token), value[token], named or owner, inner
        return Place(pointer, value, named, owner, schema, source or source_of(schema))

    def bundle(self, name: str) -> dict[str, Any]:
        """One self-contained JSON Schema for a named schema, what it refers to in `$defs`.

        Raises `ContractError` for a name the contract lacks.
        """
        if name not in self.schemas:
            raise ContractError(f"no schema {name}: there are {', '.join(self.schemas)}")
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": SCHEMA_PREFIX + name,
            "$defs": {each: self.schemas[each] for each in self._reachable(name)},
        }

    def _reachable(self, name: str) -> list[str]:
        found = [name]
        for each in found:
            found.extend(new for new in references_in(self.schemas[each]) if new not in found)
        return found


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
        operations = tuple(operations_of(paths, references))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ContractError(f"{file}: wrongly built: {type(error).__name__} {error}") from error
    except RecursionError as error:
        raise ContractError(f"{file}: its schemas refer to one another in too long a chain") from error
    if not operations:
        raise ContractError(f"{file}: it describes no operation")
    if path is not None:
        _refuse_wrong(references.schemas, file)
    return Contract(document, references.schemas, operations)


def _refuse_wrong(schemas: Mapping[str, Any], file: Path) -> None:
    """A contract from outside may hold anything; what is bundled is tested."""
    from poolcontract.schemas import refuse_wrong  # noqa: PLC0415  for contracts from outside alone

    try:
        refuse_wrong(schemas)
    except ContractError as error:
        raise ContractError(f"{file}: {error}") from error


def _is_on_the_way(pointer: str, towards: str) -> bool:
    here, there = pointer + "/", towards + "/"
    return here.startswith(there) or there.startswith(here)
