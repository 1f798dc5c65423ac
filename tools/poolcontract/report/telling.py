"""Which findings a report tells, and how many it only counts; what it tells is fit to print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from poolcontract.finding import Finding, Kind, Report, Severity, Source
from poolcontract.masking import printable
from poolcontract.report.style import Style

PLACES = 3
"""How many findings of one kind are told where the rest is counted."""


class Told:
    """The findings to be told, read once: from `lowest` on, `most` of them at most, each fit to print.

    Where the format is `grouped`, and not all are asked for, the first places of each kind are told, and
    `more` gives the kinds with further ones. `untold` counts what `most` left out.
    """

    def __init__(self, report: Report, style: Style, *, grouped: bool = False) -> None:
        self._report, self._style = report, style
        self._places = PLACES if grouped and not style.show_all else None
        self._told: Counter[Kind] = Counter()
        self._count = 0

    def __iter__(self) -> Iterator[Finding]:
        """The findings to be told; all others are read and counted too."""
        for finding in self._report:
            if finding.severity >= self._style.lowest and self._is_told(self._report.kinds.of(finding)):
                yield fit(finding)

    def _is_told(self, kind: Kind) -> bool:
        if self._places is not None and self._told[kind] >= self._places:
            return False
        if self._style.most is not None and self._count >= self._style.most:
            return False
        self._told[kind] += 1
        self._count += 1
        return True

    def more(self) -> Iterator[tuple[Kind, int]]:
        """The kinds of which some places were told and further ones counted, with how many."""
        for kind in self._report.kinds:
            told = self._told[kind]
            if self._places is not None and told and kind.count > told:
                yield kind, kind.count - told

    @property
    def untold(self) -> int:
        """How many findings were left out because enough had been told."""
        counts = self._report.counts
        wanted = sum(counts[each] for each in Severity if each >= self._style.lowest)
        return wanted - self._count - sum(count for _, count in self.more())


def fit(finding: Finding) -> Finding:
    """The finding with every text of it fit to print on a terminal, in a log and in XML.

    A reader has escaped message and value already; file names, keys and a contract's own words come as found.
    """
    source = finding.source
    texts = (finding.rule, finding.schema, finding.pointer, finding.file, finding.message, finding.value)
    named = (source.table, source.row) if source else ()
    if all(printable(each) == each for each in (*texts, *named) if isinstance(each, str)):
        return finding
    return replace(
        finding,
        rule=printable(finding.rule),
        schema=_fit(finding.schema),
        pointer=printable(finding.pointer),
        file=_fit(finding.file),
        message=printable(finding.message),
        value=_fit(finding.value),
        source=source and Source(_fit(source.table), _fit(source.row)),
    )


def _fit(value: Any) -> Any:
    return printable(value) if isinstance(value, str) else value
