"""A pool that was deleted is gone.

The page answers 404 for a pool that is not there, and this one was deleted before. A success means that the
first answer promised what did not happen, and that the pool is still there and paid for. While a deletion may
go on, as long as a run was told to wait, it is right; an answer that says Deleting is the matter of
`deletion-still-running`.

Delete the pool, and answer 404 once it is gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import Rule, Severity, Source
from poolcontract.rules._answers import answer, is_deleting, is_judged, is_success

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

DELETED_POOL = Circumstances(pool="deleted")
POOL = {"kind": "Pool", "metadata": {"name": "pool-a"}}

RULE = Rule(
    severity=Severity.ERROR,
    source=Source("Status Codes", "404"),
    operation="DeletePool",
    good=(
        Exchange.of(
            "DELETE /v2/p/pools/pool-a", 404, {"error_code": "ModelArts.50015001"}, known=DELETED_POOL
        ),
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL, known=Circumstances(pool="deleting")),
    ),
    bad=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL, known=DELETED_POOL),
        Exchange.of(
            "DELETE /v2/p/pools/pool-a", 200, {**POOL, "status": {"phase": "Running"}}, known=DELETED_POOL
        ),
    ),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The pool is known to have been deleted."""
    return exchange.known.pool == "deleted" and is_judged(exchange, operation)


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The status, when it is a success that does not say Deleting."""
    if is_success(exchange) and not is_deleting(exchange):
        status = answer(exchange).status
        yield "/response/status", f"status {status} for a pool that was deleted before; 404 is expected"
