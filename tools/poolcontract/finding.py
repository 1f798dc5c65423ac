"""What is noticed, how bad it is, and where the page says so: frozen values, no behaviour."""

from __future__ import annotations

import enum
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from poolcontract.identity import Identity, identity_of

ANY = "*"
"""Stands for every schema or every operation in a `Rule`."""


class Severity(enum.IntEnum):
    """How bad a finding is; comparable, and printed in lower case."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    __hash__ = int.__hash__  # findings are counted by it, and the hash of an enumeration takes longer

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


@dataclass(slots=True, eq=False)
class Kind:
    """Findings of one identity and one severity: the first of them, and how many there are."""

    identity: Identity
    first: Finding
    count: int = 0

    @property
    def severity(self) -> Severity:
        """The severity of every one of them."""
        return self.first.severity


class Kinds:
    """Findings counted by kind, in bounded memory.

    Beyond `most` kinds of one severity places are told apart no more: every new one is `/**`.
    """

    def __init__(self, most: int = 500) -> None:
        self._most = most
        self._kinds: dict[tuple[Severity, Identity], Kind] = {}
        self._exact: Counter[Severity] = Counter()
        self._last: tuple[Finding, Kind] | None = None

    def __iter__(self) -> Iterator[Kind]:
        """The kinds, worst first, then the one that is met most, then in the order of meeting them."""
        return iter(sorted(self._kinds.values(), key=lambda kind: (-kind.severity, -kind.count)))

    def add(self, finding: Finding) -> None:
        """Count one finding."""
        severity, identity = finding.severity, _identity(finding)
        kind = self._kinds.get((severity, identity))
        if kind is None:
            if self._exact[severity] < self._most:
                self._exact[severity] += 1
            else:
                identity = identity.anywhere
            kind = self._kinds.setdefault((severity, identity), Kind(identity, finding))
        kind.count += 1
        self._last = finding, kind

    def of(self, finding: Finding) -> Kind:
        """The kind of a finding that was counted; quick for the last one."""
        if self._last and self._last[0] is finding:
            return self._last[1]
        severity, identity = finding.severity, _identity(finding)
        exact = self._kinds.get((severity, identity))
        return exact or self._kinds[severity, identity.anywhere]


def _identity(finding: Finding) -> Identity:
    return identity_of(finding.rule, finding.schema, finding.pointer)


@dataclass(slots=True, kw_only=True)
class Report:
    """What a run of `lint` finds, in order, and how much it judged.

    Findings are made while they are read, once; the numbers grow with them and are complete at the end.
    `instances` are bodies, those that are nobody's (`unrecognised`) included; `size` counts the bytes read;
    `undecided` are answers that say nothing about the contract; `passed_over` counts by reason the records
    that are none of its business; `unreadable` tells in sentences what could not be read; `matched` counts
    the findings that each deviation fits, by its position. Findings below `lowest` were not looked for.

    A format that wants the names of the files sets `begun` to a deque: each name is there before the
    findings of its file are.
    """

    findings: Iterable[Finding]
    lowest: Severity = Severity.INFO
    instances: int = 0
    files: int = 0
    size: int = 0
    unrecognised: int = 0
    interrupted: bool = False
    undecided: int = 0
    passed_over: Counter[str] = field(default_factory=Counter)
    unreadable: list[str] = field(default_factory=list)
    counts: Counter[Severity] = field(default_factory=Counter)
    kinds: Kinds = field(default_factory=Kinds, compare=False)
    matched: Counter[int] = field(default_factory=Counter)
    begun: deque[str] | None = None

    def __iter__(self) -> Iterator[Finding]:
        """The findings, counted as they pass."""
        for finding in self.findings:
            self.counts[finding.severity] += 1
            self.kinds.add(finding)
            yield finding

    def add(self, other: Report) -> None:
        """Add the numbers of a report on other parts; its files are begun one by one."""
        self.instances += other.instances
        self.size += other.size
        self.unrecognised += other.unrecognised
        self.undecided += other.undecided
        self.passed_over += other.passed_over
        self.unreadable += other.unreadable

    def begin(self, name: str) -> None:
        """Count a file that is going to be judged."""
        self.files += 1
        if self.begun is not None:
            self.begun.append(name)


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


def from_json(form: Mapping[str, Any]) -> Finding:
    """A finding by what `to_json` has made of it."""
    source = form["source"] and Source(**form["source"])
    return Finding(**{**form, "severity": Severity[form["severity"].upper()], "source": source})
