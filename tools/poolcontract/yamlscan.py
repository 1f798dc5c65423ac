"""The events of a YAML parser → values by the core types of YAML 1.2, in bounded depth, size and time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml

from poolcontract.instance import ABSENT
from poolcontract.limits import Limits
from poolcontract.masking import shown

DEFECTS = {
    "yaml/alias": "An alias names nothing that stands before it.",
    "yaml/duplicate-key": "A key stands twice in one mapping; readers differ in which one they take.",
    "yaml/empty": "There is no document in the text.",
    "yaml/invalid-utf8": "The bytes are not UTF-8.",
    "yaml/key": "A key is no text, which JSON does not have.",
    "yaml/merge-key": "YAML 1.2 has no merge keys: << is a member like any other.",
    "yaml/not-a-number": "NaN or infinity, which JSON does not have.",
    "yaml/number-out-of-range": "A number that no double can hold; readers make infinity of it.",
    "yaml/syntax": "The text is not YAML.",
    "yaml/tag": "A tag that is not of the core schema.",
}
PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq")}
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_OTHER_BASE = re.compile(r"0(?:o[0-7]+|x[0-9a-fA-F]+)\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_NOT_NUMBERS = frozenset(word for word, value in _WORDS.items() if isinstance(value, float))
_INFINITE = (float("inf"), float("-inf"))

Tell = Callable[[str, str, Any], None]
"""(rule, message, mark): what hears of a defect; it may raise `YamlError` to end the reading."""


class YamlError(ValueError):
    """The text cannot be read as YAML; `line` and `column` count from 1, `offset` in characters from 0."""

    def __init__(self, message: str, mark: Any, rule: str = "yaml/syntax") -> None:
        self.line: int = mark.line + 1 if mark else 1
        self.column: int = mark.column + 1 if mark else 1
        self.offset: int = mark.index if mark else 0
        self.rule, self.message = rule, message
        super().__init__(f"line {self.line}, column {self.column}: {message}")

    def forget_option(self) -> None:
        """Leave out the name of the option that moves a limit."""
        self.args = (str(self).partition(" (--limit ")[0],)


class _Anchored(NamedTuple):
    """A value with a name: how many values it holds, and how deep it goes."""

    value: Any
    size: int
    height: int


class Builder:
    """Builds the documents of one stream of events, one after another."""

    def __init__(self, events: Iterator[Any], limits: Limits, tell: Tell) -> None:
        self._events, self._limits, self._tell = events, limits, tell
        self._begin()

    def _begin(self) -> None:
        self._anchors: dict[str, _Anchored] = {}
        self._aliases = self._nodes = self._deepest = 0

    def documents(self) -> Iterator[Any]:
        """The mark and the value of each document. Raises `YamlError` where it can be read no further."""
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._begin()
                yield event.start_mark
                yield self._node(next(self._events), 0)

    def _node(self, event: Any, depth: int) -> Any:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, depth)
        before, deepest, self._deepest = self._nodes, self._deepest, depth
        self._count(1, depth if isinstance(event, yaml.ScalarEvent) else depth + 1, event.start_mark)
        if event.tag and event.tag not in _CORE_TAGS and event.tag != "!":
            message = f"tag {shown(event.tag)[1:-1]} is not of the core schema"
            self._tell("yaml/tag", message, event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            value = self._mapping(depth)
        else:
            value = self._sequence(depth)
        if event.anchor:
            self._anchors[event.anchor] = _Anchored(value, self._nodes - before, self._deepest - depth)
        self._deepest = max(deepest, self._deepest)
        return value

    def _count(self, nodes: int, reach: int, mark: Any) -> None:
        limits = self._limits
        self._nodes += nodes
        self._deepest = max(self._deepest, reach)
        if reach > limits.depth:
            message = f"nested deeper than {limits.depth} (--limit depth=N)"
            raise YamlError(message, mark, "limit/depth")
        if self._nodes > limits.nodes:
            message = f"more than {limits.nodes} values, aliases counted (--limit nodes=N)"
            raise YamlError(message, mark, "limit/nodes")

    def _alias(self, event: Any, depth: int) -> Any:
        self._aliases += 1
        if self._aliases > self._limits.aliases:
            message = f"more than {self._limits.aliases} aliases (--limit aliases=N)"
            raise YamlError(message, event.start_mark, "limit/aliases")
        if event.anchor not in self._anchors:
            message = f"alias {shown(event.anchor)[1:-1]} names nothing before it"
            self._tell("yaml/alias", message, event.start_mark)
            return None
        found = self._anchors[event.anchor]
        self._count(found.size, depth + found.height, event.start_mark)
        return found.value

    def _mapping(self, depth: int) -> dict[str, Any]:
        members: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, members, depth)
            value = self._node(next(self._events), depth + 1)
            if key is not ABSENT:
                members[key] = value
        return members

    def _key(self, event: Any, members: dict[str, Any], depth: int) -> Any:
        """The name of a member; `ABSENT` for a key that is no text."""
        if not isinstance(event, yaml.ScalarEvent):
            self._tell("yaml/key", "a key that is no text", event.start_mark)
            self._node(event, depth + 1)
            return ABSENT
        if event.value in members:
            self._tell("yaml/duplicate-key", f"key {shown(event.value)} stands twice", event.start_mark)
        if event.value == "<<" and event.implicit[0]:
            self._tell("yaml/merge-key", "<< merges nothing in YAML 1.2", event.start_mark)
        if event.anchor:
            self._anchors[event.anchor] = _Anchored(event.value, 1, 0)
        return event.value

    def _sequence(self, depth: int) -> list[Any]:
        items = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return items

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if not event.implicit[0]:
            return text
        if len(text) > self._limits.digits:
            if _INTEGER.match(text) or _FLOAT.match(text):
                message = f"a number of more than {self._limits.digits} digits (--limit digits=N)"
                self._tell("limit/digits", message, event.start_mark)
            return text
        if text in _NOT_NUMBERS:
            self._tell("yaml/not-a-number", f"{text} is no JSON number", event.start_mark)
        value = _core_value(text)
        if value in _INFINITE and text not in _NOT_NUMBERS:
            message = f"{shown(text)[1:-1]} is beyond any double"
            self._tell("yaml/number-out-of-range", message, event.start_mark)
        return value


def _core_value(text: str) -> Any:
    """The value of a plain scalar by the core schema."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text)
    if _OTHER_BASE.match(text):
        return int(text, 0)
    return float(text) if _FLOAT.match(text) else text
