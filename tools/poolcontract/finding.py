"""What is noticed, how bad it is, and where the page says so: frozen values, no behaviour."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Any

ANY = "*"
"""Stands for every schema or every operation in a `Rule`."""


class Severity(enum.IntEnum):
    """How bad a finding is; comparable, and printed in lower case."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Source:
    """A place of the vendor's page: a table by its number (or its title, where it has none) and a row."""

    table: int | str
    row: str | None = None

    def __str__(self) -> str:
        table = f"Table {self.table}" if isinstance(self.table, int) else self.table
        return f"{table}, {self.row}" if self.row else table


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The data of one rule; its module gives the id (file name), the text (docstring) and the functions.

    A rule is about a `schema` (by name, or `ANY`) or about an `operation` (by operationId, or `ANY`).
    `good` and `bad` are whole bodies or whole exchanges: a good one leaves the rule silent; a bad one gives
    this finding and nothing else at warning or above.
    """

    severity: Severity
    source: Source | None = None
    schema: str | None = None
    operation: str | None = None
    good: tuple[Any, ...]
    bad: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing noticed: what (rule, severity, message, value), why (schema, source), where (the rest).

    `pointer` is a JSON Pointer into the instance, or into the exchange when `schema` is None. `line` and
    `column` count from 1. `value` and `excerpt` (the offending line) come masked and clipped.
    """

    rule: str
    severity: Severity
    message: str
    pointer: str
    schema: str | None = None
    source: Source | None = None
    value: Any = None
    file: str | None = None
    document: int | None = None
    line: int | None = None
    column: int | None = None
    excerpt: Excerpt | None = field(default=None, compare=False)
    scenario: str | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line of the text that was judged, clipped around the place: `start` (from 0) and `length` mark it."""

    text: str
    start: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run of `lint` found and how much it judged."""

    findings: tuple[Finding, ...]
    instances: int = 0
    files: int = 0
    unrecognised: int = 0
    unreadable: tuple[str, ...] = ()


def to_json(finding: Finding) -> dict[str, Any]:
    """A finding as JSON output holds it: every field by name, the severity as a word, no excerpt."""
    source = finding.source and {"table": finding.source.table, "row": finding.source.row}
    form = {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "message": finding.message,
        "pointer": finding.pointer,
        "schema": finding.schema,
        "source": source,
        "file": finding.file,
        "document": finding.document,
        "line": finding.line,
        "column": finding.column,
        "value": finding.value,
    }
    return form | ({"scenario": finding.scenario} if finding.scenario else {})
