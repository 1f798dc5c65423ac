"""Follows the `$ref`s of a document inside its own folder, and gives every schema a name; never fetches."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import unquote

from poolcontract.errors import ContractError
from poolcontract.instance import ABSENT, resolve
from poolcontract.jsontext import read
from poolcontract.limits import DEFAULT
from poolcontract.yamltext import YamlError
from poolcontract.yamltext import load as load_yaml

_IDENTITY = ("$id", "$schema")  # they would change what a $ref means once a schema stands in a bundle
_ELSEWHERE = ("$dynamicRef", "$recursiveRef")  # a validator could fetch what they name
_HOPS = 16


class References:
    """The files of one contract; `schemas` fills as schemas are named, each with its `$ref`s rewritten."""

    def __init__(self, file: Path) -> None:
        self.file = file.resolve()
        self.root = self.file.parent
        self.schemas: dict[str, dict[str, Any]] = {}
        self._names: dict[tuple[Path, str], str] = {}
        self._files: dict[Path, dict[str, Any]] = {}
        self.document = self._read(self.file)

    def inside(self, node: dict[str, Any]) -> dict[str, Any]:
        """A parameter or response, its `$ref` followed."""
        place = self.file
        for _ in range(_HOPS):
            if "$ref" not in node:
                return node
            place, fragment = self._split(node["$ref"], place)
            node = self._at(place, fragment)
        raise ContractError(f"{self.file}: a $ref leads to itself: {node['$ref']}")

    def name(self, node: dict[str, Any]) -> str:
        """The name of the schema that a media type's node refers to, or holds."""
        if "$ref" in node:
            return self._named(node["$ref"], self.file)
        name = f"body{len(self.schemas)}"
        self.schemas[name] = {}
        self.schemas[name] = self._rewritten(node, self.file)
        return name

    def _named(self, reference: Any, base: Path) -> str:
        if not isinstance(reference, str):
            raise ContractError(f"{base}: a $ref is no text: {reference!r}")
        key = self._split(reference, base)
        if key not in self._names:
            place, fragment = key
            wanted = fragment.rsplit("/", 1)[-1] or place.stem
            name, number = wanted, 2
            while name in self.schemas:
                name, number = f"{wanted}{number}", number + 1
            self._names[key] = name
            self.schemas[name] = {}  # holds the place, so that a circle ends here
            self.schemas[name] = self._rewritten(self._at(place, fragment), place)
        return self._names[key]

    def _rewritten(self, node: Any, base: Path) -> Any:
        if isinstance(node, list):
            return [self._rewritten(item, base) for item in node]
        if not isinstance(node, dict):
            return node
        for keyword in _ELSEWHERE:
            if isinstance(node.get(keyword), str):
                raise ContractError(f"{base}: {keyword} {node[keyword]}: only $ref is followed")
        return {
            key: f"#/$defs/{self._named(item, base)}" if key == "$ref" else self._rewritten(item, base)
            for key, item in node.items()
            if key not in _IDENTITY
        }

    def _split(self, reference: str, base: Path) -> tuple[Path, str]:
        path, _, fragment = reference.partition("#")
        if "://" in path or path.startswith(("//", "urn:", "file:")):
            raise ContractError(f"{base}: {reference}: only files of the contract's own folder are followed")
        place = (base.parent / unquote(path)).resolve() if path else base
        if not place.is_relative_to(self.root):
            raise ContractError(f"{base}: {reference}: it leads out of the contract's own folder")
        return place, unquote(fragment)

    def _at(self, place: Path, fragment: str) -> dict[str, Any]:
        node = resolve(self._read(place), fragment)
        if node is ABSENT or not isinstance(node, dict):
            raise ContractError(f"{place}: there is no object at #{fragment}")
        return node

    def _read(self, place: Path) -> dict[str, Any]:
        if place not in self._files:
            self._files[place] = _load(place)
        return self._files[place]


def _load(place: Path) -> dict[str, Any]:
    try:
        if place.stat().st_size > DEFAULT.document:
            raise ContractError(f"{place}: over {DEFAULT.document} bytes")
        data = place.read_bytes()
    except OSError as error:
        raise ContractError(f"{place}: cannot be read: {error.strerror}") from error
    if place.suffix == ".json":
        text = read(data)
        if text.defects:
            raise ContractError(f"{place}: {text.defects[0].message}")
        value = text.value
    else:
        try:
            value = load_yaml(data.decode("utf-8"))
        except (YamlError, UnicodeDecodeError) as error:
            raise ContractError(f"{place}: {error}") from error
    if not isinstance(value, dict):
        raise ContractError(f"{place}: it holds no object")
    return value
