"""How two runs differ, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from poolcontract.comparing import Change, Comparison, Known, Pair
from poolcontract.finding import Severity
from poolcontract.masking import clip, printable
from poolcontract.report.closing import plural

_WORDS = {"statuses": "statuses", "rows": "rows", "values": "list values", "rules": "rules"}
_LONGEST = 400
"""Characters of a list of what was seen."""


def text(comparison: Comparison) -> str:
    """The findings that are new, gone, not looked for and of another severity; what was seen; the numbers."""
    lines = [
        *_told("new", comparison.new),
        *_told("gone", comparison.gone),
        *_told("unseen", comparison.unseen),
        *_changed(comparison.still),
        *_seen(comparison.seen.items(), "newly seen", 0),
        *_seen(comparison.seen.items(), "no longer seen", 1),
        _counted(comparison),
    ]
    return "".join(f"{printable(line)}\n" for line in lines)


def as_json(comparison: Comparison) -> dict[str, Any]:
    """The same, each finding whole; `was` has severity and count in the older run."""
    return {
        "new": [_form(each) for each in comparison.new],
        "gone": [_form(each) for each in comparison.gone],
        "unseen": [_form(each) for each in comparison.unseen],
        "still": [
            {**_form(new), "was": {"severity": str(old.severity), "count": old.times}}
            for old, new in comparison.still
        ],
        "coverage": {
            name: {"new": list(change.new), "gone": list(change.gone)}
            for name, change in comparison.seen.items()
        },
        "summary": {
            "new": len(comparison.new),
            "gone": len(comparison.gone),
            "unseen": len(comparison.unseen),
            "still": len(comparison.still),
        },
    }


def _told(word: str, findings: Iterable[Known]) -> Iterator[str]:
    for each in findings:
        yield f"{word:<6}  {_named(each.severity, each)}"
        cited = f" ({each.source})" if each.source else ""
        yield f"    {each.message}{cited}"
        yield f"    {_times(each.times)}, first in scenario {each.scenario}"


def _changed(pairs: Iterable[Pair]) -> Iterator[str]:
    """Those that are still there, and of another severity now."""
    for old, new in pairs:
        if old.severity != new.severity:
            yield f"still   {_named(new.severity, new)}  (was {old.severity})"


def _named(severity: Severity, known: Known) -> str:
    return f"{severity}  {known.identity.rule}  {known.identity.pointer or '(whole body)'}"


def _seen(changes: Iterable[tuple[str, Change]], label: str, side: int) -> Iterator[str]:
    for name, change in changes:
        if change[side]:
            yield f"{label:<14}  {_WORDS[name]}: {clip(', '.join(change[side]), _LONGEST)}"


def _counted(comparison: Comparison) -> str:
    unseen = len(comparison.unseen)
    parts = [
        plural(len(comparison.new), "new finding") if comparison.new else "no new findings",
        f"{len(comparison.gone)} gone",
        *([f"{unseen} unseen: nothing that could show them was met"] if unseen else []),
        f"{len(comparison.still)} still there",
    ]
    return ", ".join(parts)


def _form(known: Known) -> dict[str, Any]:
    source = known.source and {"table": known.source.table, "row": known.source.row}
    return {
        "rule": known.identity.rule,
        "schema": known.identity.schema,
        "pointer": known.identity.pointer,
        "severity": str(known.severity),
        "count": known.times,
        "message": known.message,
        "source": source,
        "scenario": known.scenario,
    }


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"
