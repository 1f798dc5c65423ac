"""What every published example shows is there.

The page makes no member of an answer mandatory. Name, labels, type and phase stand in the examples of every
edition, so that their absence is worth a note, no more. An answer without any member is told by another
rule.

Do not rely on these members without looking.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import ABSENT, member
from poolcontract.rules._pool import NAME

_MEMBERS = ("apiVersion", "kind", "metadata", "spec", "status")
_EXPECTED = (("metadata", "name"), ("metadata", "labels"), ("spec", "type"), ("status", "phase"))
_METADATA = {"name": NAME, "labels": {}}

RULE = Rule(
    severity=Severity.INFO,
    source=Source(3),
    schema="Pool",
    good=(
        {
            "metadata": _METADATA,
            "spec": {"type": "Logical"},
            "status": {"phase": "Running"},
        },
    ),
    bad=(
        {"metadata": {"labels": {}}, "spec": {"type": "Logical"}, "status": {"phase": "Running"}},
        {"metadata": {"name": NAME}, "spec": {"type": "Logical"}, "status": {"phase": "Running"}},
        {"metadata": _METADATA, "spec": {}, "status": {"phase": "Running"}},
        {"metadata": _METADATA, "spec": {"type": "Logical"}},
    ),
)


def applies(pool: Any) -> bool:
    """The body has a member of the page's table."""
    return any(member(pool, name) is not ABSENT for name in _MEMBERS)


def check(pool: Any) -> Iterator[tuple[str, str]]:
    """The nearest place of each that is absent."""
    for part, name in _EXPECTED:
        whole = member(pool, part)
        if whole is ABSENT or (isinstance(whole, dict) and name not in whole):
            place = "" if whole is ABSENT else f"/{part}"
            yield place, f"{part}.{name} is absent; every published example has it"
