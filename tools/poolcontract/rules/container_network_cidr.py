"""The segment of the container network is written in CIDR notation.

The page calls the value a network segment; the create page of the same edition speaks of CIDR blocks. No
format is given, so the type stays a plain string and another form is a warning. IPv4 and IPv6 are fine (a
pool can enable IPv6), so are several blocks with commas between them; an empty text is not judged.

Write an address, a slash and a prefix length, such as 172.16.0.0/16.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolcontract.addresses import cidr_blocks, is_cidr_list
from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import pointer, text_of
from poolcontract.rules._texts import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMBER = "cidr"

RULE = Rule(
    severity=Severity.WARNING,
    source=Source(10, MEMBER),
    schema="PoolClusterContainerNetwork",
    good=(
        {"kind": "Pool", "spec": {"containerNetwork": {MEMBER: "172.16.0.0/16"}}},
        {"kind": "Pool", "spec": {"containerNetwork": {MEMBER: "2001:db8::/48"}}},
        {"kind": "Pool", "spec": {"containerNetwork": {MEMBER: "10.0.0.0/16, 10.1.0.0/16"}}},
    ),
    bad=(
        {"kind": "Pool", "spec": {"containerNetwork": {MEMBER: "172.16.0.0"}}},
        {"kind": "Pool", "spec": {"containerNetwork": {MEMBER: "172.16.0.0/255.255.0.0"}}},
        {"kind": "Pool", "spec": {"containerNetwork": {MEMBER: "10.0.0.0/16;10.1.0.0/16"}}},
    ),
)


def applies(value: Any) -> bool:
    """A text stands there."""
    return text_of(value, MEMBER) != ""


def check(value: Any) -> Iterator[tuple[str, str]]:
    """The text, when it is no list of CIDR blocks."""
    text = text_of(value, MEMBER)
    if cidr_blocks(text) is None:
        yield pointer(MEMBER), f"{quoted(text)} is no CIDR block such as 172.16.0.0/16"


def silent(value: Any) -> bool:
    """True where no text stands there, or CIDR blocks."""
    return not text_of(value, MEMBER) or is_cidr_list(text_of(value, MEMBER))
