"""Strict YAML text: bytes → documents, what is wrong with them, and where each value stands.

PyYAML's parser gives the events; its composer and constructors are not used, since they recurse, follow
merge keys and make dates of text. `load` is for files of our own kind and refuses what is doubtful; `read` is
for payloads: it goes on where it can, and tells what is wrong as faults.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import yaml

from poolcontract.document import Fault, Position
from poolcontract.instance import ABSENT, is_index, tokens_of
from poolcontract.jsonscan import TOO_MANY, Defect
from poolcontract.limits import DEFAULT, Limits
from poolcontract.places import Places
from poolcontract.yamlscan import PARSER, Builder, YamlError

__all__ = ["Document", "YamlError", "load", "read"]
_BOM = "\ufeff"
_BEARABLE = ("yaml/merge-key", "yaml/not-a-number", "yaml/number-out-of-range", "limit/digits")


def load(text: str, limits: Limits = DEFAULT) -> Any:
    """The value of a text that holds one YAML document; raises `YamlError`."""

    def refuse(rule: str, message: str, mark: Any) -> None:
        if rule not in _BEARABLE:
            raise YamlError(message, mark, rule)

    value = None
    with _yaml_errors(), _without_options():
        parts = Builder(yaml.parse(text, Loader=PARSER), limits, refuse).documents()
        for number, mark in enumerate(parts):
            if number:
                raise YamlError("a second document begins", mark)
            value = next(parts)
    return value


def read(data: bytes, limits: Limits = DEFAULT) -> list[Document]:
    """The documents of a YAML stream, at least one; never raises, whatever the bytes are."""
    if len(data) > limits.document:
        message = f"over {limits.document} bytes (--limit document=N)"
        return [_unread("", Defect("limit/document", message, 0))]
    try:
        text = data.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", errors="replace")
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        return [_unread(text, Defect("yaml/invalid-utf8", message, len(data[: error.start].decode("utf-8"))))]
    documents = _documents(_Stream(text), limits)
    return documents or [_unread(text, Defect("yaml/empty", "there is no document in the text", 0))]


def _unread(text: str, defect: Defect) -> Document:
    return Document(_Stream(text), 0, ABSENT, (defect,))


def _documents(stream: _Stream, limits: Limits) -> list[Document]:
    found: list[Document] = []
    defects: list[Defect] = []

    def tell(rule: str, message: str, mark: Any) -> None:
        if len(defects) < limits.findings:
            defects.append(Defect(rule, message, mark.index))
        elif defects[-1].rule != TOO_MANY:
            message = f"more than {limits.findings} defects of the text, the rest untold (--limit findings=N)"
            defects.append(Defect(TOO_MANY, message, mark.index))

    try:
        with _yaml_errors():
            parts = Builder(yaml.parse(stream.text, Loader=PARSER), limits, tell).documents()
            for _ in parts:
                value = next(parts)
                found.append(Document(stream, len(found), value, tuple(defects)))
                defects.clear()
                stream.complete += 1
    except YamlError as error:
        defects.append(Defect(error.rule, error.message, error.offset))
        found.append(Document(stream, len(found), ABSENT, tuple(defects)))
    return found


@contextmanager
def _yaml_errors() -> Iterator[None]:
    """The errors of the parser as `YamlError`, with their place where they have one."""
    try:
        yield
    except yaml.MarkedYAMLError as error:
        problem = str(error.problem or error.context)
        rule = "limit/depth" if "nesting" in problem else "yaml/syntax"
        raise YamlError(problem, error.problem_mark, rule) from error
    except yaml.YAMLError as error:
        raise YamlError(str(error).splitlines()[0], None) from error
    except (ValueError, OverflowError, RecursionError) as error:
        if isinstance(error, YamlError):
            raise
        raise YamlError(f"the text cannot be read: {type(error).__name__}", None) from error


@contextmanager
def _without_options() -> Iterator[None]:
    """No option of `lint` moves the limits on files of our own kind, so none is named."""
    try:
        yield
    except YamlError as error:
        error.forget_option()
        raise


class _Node(NamedTuple):
    """Where a value begins and ends, and those in it."""

    start: int
    end: int
    inner: dict[str, _Node] | list[_Node] | None


@dataclass
class _Stream:
    """The text of a stream, with the places of the values in it once somebody asks for one.

    `complete` counts the documents that could be read: no more are read again.
    """

    text: str = field(repr=False)
    complete: int = 0

    @cached_property
    def places(self) -> Places:
        return Places(self.text)

    @cached_property
    def nodes(self) -> list[_Node]:
        """The places of each document that could be read."""
        events = yaml.parse(self.text, Loader=PARSER)
        starts = (each for each in events if isinstance(each, yaml.DocumentStartEvent))
        return [_node(next(events), events) for _ in zip(range(self.complete), starts, strict=False)]


def _node(event: Any, events: Iterator[Any]) -> _Node:
    start = event.start_mark.index
    inner: dict[str, _Node] | list[_Node] | None = None
    if isinstance(event, yaml.MappingStartEvent):
        inner = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            _node(event, events)  # the key
            value = _node(next(events), events)
            if isinstance(event, yaml.ScalarEvent):
                inner[event.value] = value
    elif isinstance(event, yaml.SequenceStartEvent):
        inner = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            inner.append(_node(event, events))
    return _Node(start, event.end_mark.index, inner)


@dataclass(frozen=True)
class Document:
    """One document of a stream; `value` is `ABSENT` when none could be told."""

    stream: _Stream = field(repr=False)
    index: int
    value: Any
    defects: tuple[Defect, ...] = ()

    def faults(self) -> Iterator[Fault]:
        """What is wrong with the document, in the order of places."""
        for defect in self.defects:
            yield Fault(defect.rule, defect.message, self.stream.places.position(defect.offset))

    def place(self, pointer: str) -> Position:
        """Where the value at a JSON Pointer stands, or its nearest ancestor when the text lacks it."""
        nodes = self.stream.nodes
        if self.index >= len(nodes):
            return self.stream.places.position(0)
        node = nodes[self.index]
        for token in tokens_of(pointer):
            found = _step(node.inner, token)
            if found is None:
                break
            node = found
        return self.stream.places.position(node.start, max(node.end, node.start + 1))

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end."""
        return self.stream.places.line(number)


def _step(inner: Any, token: str) -> _Node | None:
    if isinstance(inner, dict):
        found: _Node | None = inner.get(token)
        return found
    if isinstance(inner, list) and is_index(token) and int(token) < len(inner):
        item: _Node = inner[int(token)]
        return item
    return None
