"""The answer names its pool.

Whether the right pool is being deleted can only be told from the name in the answer's metadata. The page
makes no member mandatory, so an answer without a name conforms; but it cannot be checked, and nor can the
deletion.

Answer with `metadata.name`, as the page's example does.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from poolcontract.exchange import Exchange
from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import ABSENT, member
from poolcontract.rules._answers import answer, is_documented_call

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

POOL = {"kind": "Pool", "metadata": {"name": "pool-a"}}

RULE = Rule(
    severity=Severity.WARNING,
    source=Source(4, "name"),
    operation="DeletePool",
    good=(Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL),),
    bad=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, {"kind": "Pool"}),
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, {"kind": "Pool", "metadata": {"name": ""}}),
    ),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """A 200 has an object for a body, with metadata of the right type or none."""
    if not is_documented_call(exchange, operation) or answer(exchange).status != HTTPStatus.OK:
        return False
    body = answer(exchange).value
    return isinstance(body, dict) and isinstance(body.get("metadata", {}), dict)


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The place where the name is missing."""
    body = answer(exchange).value
    if member(body, "metadata", "name") in (ABSENT, ""):
        place = "/response/body/metadata" if "metadata" in body else "/response/body"
        yield place, "the answer does not name the pool; which one is being deleted cannot be told"
