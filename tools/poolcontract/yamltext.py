"""Strict YAML text: parser events → value, by the core types of YAML 1.2.

PyYAML's parser gives the events; its composer and constructors are not used, since they recurse, follow
merge keys and make dates of text. A key that stands twice, a second document, an unknown tag and more aliases
than the limit are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from poolcontract.limits import DEFAULT, Limits

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq")}
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_OTHER_BASE = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf"), float("inf")),
    "-.inf": float("-inf"),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}


class YamlError(ValueError):
    """The text cannot be read as YAML; `line` and `column` count from 1."""

    def __init__(self, message: str, mark: Any) -> None:
        self.line: int = mark.line + 1 if mark else 1
        self.column: int = mark.column + 1 if mark else 1
        super().__init__(f"line {self.line}, column {self.column}: {message}")


def load(text: str, limits: Limits = DEFAULT) -> Any:
    """The value of a text that holds one YAML document; raises `YamlError`."""
    try:
        return _Builder(yaml.parse(text, Loader=_PARSER), limits).document()
    except yaml.MarkedYAMLError as error:
        raise YamlError(str(error.problem or error.context), error.problem_mark) from error
    except yaml.YAMLError as error:
        raise YamlError(str(error).splitlines()[0], None) from error


class _Builder:
    def __init__(self, events: Iterator[Any], limits: Limits) -> None:
        self.events, self.limits = events, limits
        self.anchors: dict[str, Any] = {}
        self.aliases = 0

    def document(self) -> Any:
        value = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise YamlError("a second document begins", event.start_mark)
                value = self.node(next(self.events), 0)
        return value

    def node(self, event: Any, depth: int) -> Any:
        if depth > self.limits.depth:
            raise YamlError(f"nested deeper than {self.limits.depth}", event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event)
        if event.tag and event.tag not in _CORE_TAGS and event.tag != "!":
            raise YamlError(f"tag {event.tag} is not of the core schema", event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            value = self.scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            value = self.mapping(depth)
        else:
            value = self.sequence(depth)
        if event.anchor:
            self.anchors[event.anchor] = value
        return value

    def alias(self, event: Any) -> Any:
        self.aliases += 1
        if self.aliases > self.limits.aliases:
            raise YamlError(f"more than {self.limits.aliases} aliases", event.start_mark)
        if event.anchor not in self.anchors:
            raise YamlError(f"alias {event.anchor} names nothing before it", event.start_mark)
        return self.anchors[event.anchor]

    def mapping(self, depth: int) -> dict[str, Any]:
        members: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise YamlError("a key that is no text", event.start_mark)
            if event.value in members:
                raise YamlError(f"key {event.value!r} stands twice", event.start_mark)
            members[event.value] = self.node(next(self.events), depth + 1)
        return members

    def sequence(self, depth: int) -> list[Any]:
        items = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self.node(event, depth + 1))
        return items

    def scalar(self, event: Any) -> Any:
        text: str = event.value
        plain = event.implicit[0] and len(text) <= self.limits.digits
        return _core_value(text) if plain else text


def _core_value(text: str) -> Any:
    """The value of a plain scalar by the core schema."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text)
    if _OTHER_BASE.match(text):
        return int(text, 0)
    return float(text) if _FLOAT.match(text) else text
