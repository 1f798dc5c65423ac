"""The segment of the Kubernetes service network has no host bits set.

The page calls the value the CIDR of a segment. An address with bits set behind its prefix, such as
172.16.0.5/16, is understood by most readers as the block around it and refused by strict ones. That is
worth a word, not more.

Write the first address of the block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolcontract.addresses import cidr_blocks, has_host_bits
from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import pointer, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMBER = "kubernetesSvcIpRange"

RULE = Rule(
    severity=Severity.INFO,
    source=Source(7, MEMBER),
    schema="PoolSpec",
    good=(
        {"kind": "Pool", "spec": {MEMBER: "172.16.0.0/16"}},
        {"kind": "Pool", "spec": {MEMBER: "2001:db8::/48"}},
    ),
    bad=(
        {"kind": "Pool", "spec": {MEMBER: "172.16.0.5/16"}},
        {"kind": "Pool", "spec": {MEMBER: "10.0.0.0/16,2001:db8::1/48"}},
    ),
)


def applies(value: Any) -> bool:
    """CIDR blocks stand there."""
    return bool(cidr_blocks(text_of(value, MEMBER)))


def check(value: Any) -> Iterator[tuple[str, str]]:
    """The first block with host bits set."""
    text = text_of(value, MEMBER)
    block = next(filter(has_host_bits, cidr_blocks(text) or ()), None)
    if block is not None:
        yield pointer(MEMBER), f"{block} has host bits set; the block is {block.network}"
