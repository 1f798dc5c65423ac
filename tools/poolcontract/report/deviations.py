"""Today's findings as a file of deviations: one entry a kind, each with a reason still to be given."""

from __future__ import annotations

from collections.abc import Iterator

from poolcontract.deviations import ACCEPT
from poolcontract.finding import Kind, Report, Severity
from poolcontract.report.closing import plural
from poolcontract.report.table import place_of
from poolcontract.report.telling import fit

_HEAD = """\
# Accepted findings, one entry for each rule and place. Give every entry a reason, or delete it and mend what
# it is about: a file with an empty reason is refused. An entry may also take value, link and expires.
"""


def entries(report: Report, lowest: Severity) -> Iterator[str]:
    """The file piece by piece: its head, then an entry for each rule and place, worst first."""
    yield _HEAD
    written = set()
    for kind in report.kinds:
        entry = (kind.identity.rule, kind.identity.pointer)
        if kind.severity >= lowest and entry not in written:
            written.add(entry)
            yield _entry(kind)
    if not written:
        yield "[]\n"


def count(report: Report, lowest: Severity) -> int:
    """How many entries there are."""
    kinds = (kind.identity for kind in report.kinds if kind.severity >= lowest)
    return len({(each.rule, each.pointer) for each in kinds})


def _entry(kind: Kind) -> str:
    first = fit(kind.first)
    met = ", first ".join(filter(None, (plural(kind.count, "time"), place_of(first))))
    return (
        f"\n# {kind.severity}, {met}: {first.message}\n"
        f"- rule: {_scalar(kind.identity.rule)}\n"
        f"  pointer: {_scalar(kind.identity.pointer)}\n"
        f"  severity: {ACCEPT}\n"
        f'  reason: ""\n'
    )


def _scalar(text: str) -> str:
    """A text as YAML: in double quotes, what is not plain ASCII escaped."""
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return "\\" + char
    return char if char.isascii() and char.isprintable() else f"\\U{ord(char):08x}"
