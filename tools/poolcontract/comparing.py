"""Two runs of the contract tests: (report, report) → what is new, gone and still there, and what was seen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from poolcontract.errors import InputError
from poolcontract.finding import Severity, Source
from poolcontract.identity import Identity, identity_of
from poolcontract.masking import printable

REPORT = "report.json"


class _Finding(msgspec.Struct, frozen=True):
    """A finding as report.json holds it, as far as it is compared."""

    rule: str
    severity: Literal["info", "warning", "error"]
    message: str
    pointer: str
    schema: str | None
    source: Source | None
    scenario: str = ""


class _Seen(msgspec.Struct, frozen=True):
    seen: list[str]


class _Coverage(msgspec.Struct, frozen=True):
    answers: dict[str, int]
    rows: _Seen
    values: _Seen
    rules: _Seen


class RunReport(msgspec.Struct, frozen=True):
    """What is compared of report.json.

    `stopped` says why the run ended early, `partial` that it was interrupted.
    """

    findings: list[_Finding]
    coverage: _Coverage
    stopped: str | None
    partial: bool

    @property
    def is_whole(self) -> bool:
        """True for a run that came to its end."""
        return self.stopped is None and not self.partial


class Known(NamedTuple):
    """All findings of one identity in one report: the worst of them, and how many there are."""

    identity: Identity
    severity: Severity
    times: int
    message: str
    source: Source | None
    scenario: str


class Pair(NamedTuple):
    """One identity in both reports."""

    old: Known
    new: Known


class Change(NamedTuple):
    """What only the newer run has seen, and what only the older one has."""

    new: tuple[str, ...]
    gone: tuple[str, ...]


class Comparison(NamedTuple):
    """What came of holding one run against an older one; findings are told once for each identity.

    `unseen` are findings that are not there again, and could not be: the newer run met no value of their row,
    or nothing that their rule speaks of. `seen` has the changes of `statuses`, `rows`, `values` and `rules`.
    """

    new: tuple[Known, ...]
    gone: tuple[Known, ...]
    unseen: tuple[Known, ...]
    still: tuple[Pair, ...]
    seen: Mapping[str, Change]


def read(path: Path) -> RunReport:
    """The report of a run, by its folder or by the file itself; raises `InputError` for what is none."""
    file = path / REPORT if path.is_dir() else path
    try:
        return msgspec.json.decode(file.read_bytes(), type=RunReport)
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{file} is no report of `poolcontract test`: {printable(str(error))}") from error


def compare(old: RunReport, new: RunReport, lowest: Severity = Severity.WARNING) -> Comparison:
    """Hold a run against an older one; of findings those of a severity from `lowest` on."""
    before, after = _known(old.findings, lowest), _known(new.findings, lowest)
    lost = [each for identity, each in before.items() if identity not in after]
    unseen = [each for each in lost if _is_unseen(each, old.coverage, new.coverage)]
    return Comparison(
        new=_ordered(each for identity, each in after.items() if identity not in before),
        gone=_ordered(each for each in lost if each not in unseen),
        unseen=_ordered(unseen),
        still=tuple(
            Pair(before[each.identity], each) for each in _ordered(after.values()) if each.identity in before
        ),
        seen={
            "statuses": _change(_answered(old.coverage), _answered(new.coverage)),
            "rows": _change(old.coverage.rows.seen, new.coverage.rows.seen),
            "values": _change(old.coverage.values.seen, new.coverage.values.seen),
            "rules": _change(old.coverage.rules.seen, new.coverage.rules.seen),
        },
    )


def _known(findings: Iterable[_Finding], lowest: Severity) -> dict[Identity, Known]:
    """The findings by identity, in the order of meeting them."""
    known: dict[Identity, Known] = {}
    for each in findings:
        severity = Severity[each.severity.upper()]
        if severity < lowest:
            continue
        identity = identity_of(each.rule, each.schema, each.pointer)
        first = known.get(identity)
        if first is None or first.severity < severity:
            times = first.times if first else 0
            first = Known(identity, severity, times, each.message, each.source, each.scenario)
        known[identity] = first._replace(times=first.times + 1)
    return known


def _ordered(known: Iterable[Known]) -> tuple[Known, ...]:
    """The worst first, then in the order of meeting them."""
    return tuple(sorted(known, key=lambda each: -each.severity))


def _is_unseen(known: Known, old: _Coverage, new: _Coverage) -> bool:
    """True where the older run had met what the finding is about, and the newer one has not."""
    rule, source = known.identity.rule, known.source
    row = f"{source.table}/{source.row}" if source else ""
    return any(
        each in before.seen and each not in after.seen
        for each, before, after in ((rule, old.rules, new.rules), (row, old.rows, new.rows))
    )


def _answered(coverage: _Coverage) -> list[str]:
    return [status for status, count in coverage.answers.items() if count]


def _change(old: Iterable[str], new: Iterable[str]) -> Change:
    before, after = dict.fromkeys(old), dict.fromkeys(new)
    return Change(
        tuple(each for each in after if each not in before),
        tuple(each for each in before if each not in after),
    )
