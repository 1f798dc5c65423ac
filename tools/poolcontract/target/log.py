"""Reads an audit log: what was sent, run by run, and what came of each request."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from poolcontract.errors import InputError

_LONGEST_LINE = 1_000_000
_RECORDS = ("run", "intent", "outcome", "unsent", "note")


@dataclass(frozen=True, slots=True)
class Sending:
    """A request that was sent, or was about to be: `outcome` is None when nobody saw what came of it."""

    intent: Mapping[str, Any]
    outcome: Mapping[str, Any] | None


@dataclass(slots=True)
class LoggedRun:
    """One run: `facts` are those of its beginning, `unsent` the requests that found no connection.

    `notes` are what was told meanwhile.
    """

    facts: Mapping[str, Any]
    intents: list[Mapping[str, Any]] = field(default_factory=list)
    outcomes: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    unsent: list[Mapping[str, Any]] = field(default_factory=list)
    notes: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def sendings(self) -> Iterator[Sending]:
        """Its requests, in order."""
        return (Sending(each, self.outcomes.get(each["sequence"])) for each in self.intents)


@dataclass(slots=True)
class AuditLog:
    """The runs of a log; `broken` are the numbers of lines without a record, as a kill may leave one."""

    runs: list[LoggedRun] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)


def read_log(path: Path) -> AuditLog:
    """The log that a file holds; raises `InputError` for a file that cannot be read."""
    try:
        with path.open("rb") as stream:
            return _log(iter(lambda: stream.readline(_LONGEST_LINE), b""))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def _log(lines: Iterable[bytes]) -> AuditLog:
    log = AuditLog()
    for number, line in enumerate(lines, 1):
        record = _record(line)
        kind = record.get("record")
        if kind == "run":
            log.runs.append(LoggedRun(record))
        elif kind not in _RECORDS or not log.runs:
            if line.strip():  # an empty line keeps a record that was cut off apart from the next
                log.broken.append(number)
        elif kind == "intent":
            log.runs[-1].intents.append(record)
        elif kind == "outcome":
            log.runs[-1].outcomes[record["sequence"]] = record
        else:
            (log.runs[-1].notes if kind == "note" else log.runs[-1].unsent).append(record)
    return log


def _record(line: bytes) -> Mapping[str, Any]:
    """The record of a line, its members of the types that are written; empty where there is none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict) or not isinstance(found.get("time"), str):
        return {}
    needed: dict[Any, dict[str, type | tuple[type, ...]]] = {
        "run": {"url": str, "project_id": str, "requests": int, "destroys": list, "plan": str},
        "intent": {"sequence": int, "method": str, "target": str, "host": str},
        "outcome": {"sequence": int, "status": (int, type(None)), "fault": (str, type(None))},
        "unsent": {"method": str, "target": str, "fault": (str, type(None))},
        "note": {"text": str},
    }
    kinds = needed.get(found.get("record") if isinstance(found.get("record"), str) else None, {})
    fits = all(name in found and isinstance(found[name], kind) for name, kind in kinds.items())
    return found if fits else {}
