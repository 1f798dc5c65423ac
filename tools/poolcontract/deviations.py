"""Accepted findings: a list of deviations, each with a match and a new severity; profiles are such lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from poolcontract.errors import UsageError
from poolcontract.finding import Finding, Severity
from poolcontract.instance import type_of
from poolcontract.yamltext import YamlError, load

ACCEPT = "accept"
PROFILES = ("documented", "observed")
_REQUIRED = {"rule", "severity", "reason"}
_OPTIONAL = {"pointer", "value", "link", "expires"}
_ANY_VALUE = object()


@dataclass(frozen=True, slots=True)
class Deviation:
    """A finding of `rule` at a place that `pointer` fits, with `value`, gets `severity`.

    `severity` None accepts the finding: it is not told. `expires` is the last day on which that is right.
    """

    rule: str
    severity: Severity | None
    reason: str
    pointer: re.Pattern[str] | None = None
    value: Any = _ANY_VALUE
    link: str | None = None
    expires: date | None = None

    def matches(self, finding: Finding) -> bool:
        """True when the finding is meant."""
        return (
            finding.rule == self.rule
            and (self.pointer is None or bool(self.pointer.fullmatch(finding.pointer)))
            and (self.value is _ANY_VALUE or _is_same(self.value, finding.value))
        )


def apply(
    findings: Iterable[Finding], deviations: Iterable[Deviation], matched: Counter[int] | None = None
) -> Iterator[Finding]:
    """The findings with the severity that the first matching deviation gives each, accepted ones left out.

    `matched` counts, by the position of a deviation, the findings that it was the first to match.
    """
    known = tuple(deviations)
    if not known:
        yield from findings
        return
    for finding in findings:
        at = next((at for at, each in enumerate(known) if each.matches(finding)), None)
        if at is None:
            yield finding
            continue
        if matched is not None:
            matched[at] += 1
        if (severity := known[at].severity) is not None:
            yield replace(finding, severity=severity)


def expired(deviations: Iterable[Deviation], today: date) -> tuple[Deviation, ...]:
    """The deviations whose last day is over."""
    return tuple(each for each in deviations if each.expires is not None and each.expires < today)


def load_profile(name: str) -> tuple[Deviation, ...]:
    """A shipped profile; raises `UsageError` for a name that is none."""
    if name not in PROFILES:
        raise UsageError(f"no profile {name}: there are {', '.join(PROFILES)}")
    return read_deviations(Path(__file__).parent / "profiles" / f"{name}.yaml")


def read_deviations(file: Path) -> tuple[Deviation, ...]:
    """The deviations of a YAML file: a list of objects; raises `UsageError`."""
    try:
        entries = load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, YamlError) as error:
        raise UsageError(f"{file}: {error}") from error
    if not isinstance(entries, list):
        raise UsageError(f"{file}: a list of deviations is expected")
    return tuple(_deviation(entry, f"{file}: entry {number}") for number, entry in enumerate(entries, 1))


def _deviation(entry: Any, place: str) -> Deviation:
    if not isinstance(entry, dict) or not _REQUIRED <= entry.keys() <= _REQUIRED | _OPTIONAL:
        may = ", ".join(sorted(_OPTIONAL))
        raise UsageError(f"{place}: it takes rule, severity and reason, and may take {may}")
    if not str(entry["reason"] or "").strip():
        where = f" at {entry['pointer']}" if entry.get("pointer") else ""
        raise UsageError(f"{place}, {entry['rule']}{where}: the reason is empty: say why it is accepted")
    if isinstance(entry.get("value"), dict | list):
        raise UsageError(f"{place}: the value is a text, a number, true, false or null")
    return Deviation(
        rule=str(entry["rule"]),
        severity=_severity(str(entry["severity"]), place),
        reason=str(entry["reason"]),
        pointer=_pattern(str(entry["pointer"])) if "pointer" in entry else None,
        value=entry.get("value", _ANY_VALUE),
        link=str(entry["link"]) if "link" in entry else None,
        expires=_day(str(entry["expires"]), place) if "expires" in entry else None,
    )


def _severity(name: str, place: str) -> Severity | None:
    if name == ACCEPT:
        return None
    if name.upper() not in Severity.__members__:
        raise UsageError(f"{place}: severity {name} is none of info, warning, error, accept")
    return Severity[name.upper()]


def _pattern(text: str) -> re.Pattern[str]:
    """A JSON Pointer in which `*` stands for one step and `**` for one or more."""
    steps = re.escape(text).replace(r"\*\*", "[^/]+(?:/[^/]+)*").replace(r"\*", "[^/]*")
    return re.compile(steps)


def _day(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{place}: expires is {text}, a day such as 2030-12-31 is expected") from error


def _is_same(one: Any, other: Any) -> bool:
    """True for the same JSON value: 31 and 31.0 are, 1 and true are not."""
    return type_of(one) == type_of(other) and bool(one == other)
