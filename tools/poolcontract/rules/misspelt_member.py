"""A member is spelled as on the page.

Names count letter by letter: a reader of `phase` never sees `Phase` or `phsae`. The real spellings invite
slips (`ipv6enable` beside camel case), and the SDK has one: it reads `containernetwork` where the page has
`containerNetwork`, and loses the data. Told is an unlisted member that differs from a listed one of the
same object in case, underscores and hyphens alone, or by one letter added, dropped, replaced or swapped (in
names of four letters or more), or by two (eight or more). What other editions document under such a name is
not a slip; nor is another short word (`minCount` for `maxCount`) or a prefix (`unavailable`).

Spell the member as the message asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolcontract.finding import ANY, Rule, Severity
from poolcontract.instance import pointer
from poolcontract.rules._members import listed, misspellings
from poolcontract.rules._texts import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RULE = Rule(
    severity=Severity.WARNING,
    schema=ANY,
    good=(
        {"kind": "Pool", "status": {"phase": "Running"}},
        {"kind": "Pool", "spec": {"resources": [{"minCount": 1, "tags": [], "os": {}}]}},
        {"kind": "Pool", "status": {"resources": {"unavailable": []}}},
    ),
    bad=(
        {"kind": "Pool", "status": {"phsae": "Running"}},
        {"kind": "Pool", "spec": {"containernetwork": {"mode": "eni"}}},
        {"kind": "Pool", "metadata": {"labels": {"os.modelarts/create_from": "console"}}},
    ),
)
MARKS: tuple[str, ...] = ()


def applies(value: Any, schema: Mapping[str, Any]) -> bool:
    """An object stands there whose members are listed."""
    return isinstance(value, dict) and bool(listed(schema))


def check(value: Any, schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each unlisted member that resembles a listed one."""
    for name, meant in misspellings(value, schema):
        message = (
            f"{quoted(name)} is not among the members that the page lists; did you mean {quoted(meant)}?"
        )
        yield pointer(name), message
