"""A pool that does not exist is not deleted.

The page answers 404 for a pool that is not there. A success for a name that cannot exist means that the
service does not look, or deletes something else.

Answer 404; on a real target, stop and look which pools are left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import Rule, Severity, Source
from poolcontract.rules._answers import answer, is_judged, is_success

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

ABSENT_POOL = Circumstances(pool="absent")
POOL = {"kind": "Pool", "metadata": {"name": "pool-a"}}

RULE = Rule(
    severity=Severity.ERROR,
    source=Source("Status Codes", "404"),
    operation="DeletePool",
    good=(
        Exchange.of(
            "DELETE /v2/p/pools/pool-a", 404, {"error_code": "ModelArts.50015001"}, known=ABSENT_POOL
        ),
    ),
    bad=(Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL, known=ABSENT_POOL),),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The pool is known not to be there."""
    return exchange.known.pool == "absent" and is_judged(exchange, operation)


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The status, when it is a success."""
    if is_success(exchange):
        yield (
            "/response/status",
            f"status {answer(exchange).status} for a pool that does not exist; 404 is expected",
        )
