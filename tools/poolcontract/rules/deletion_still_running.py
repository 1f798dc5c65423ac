"""A deletion is not begun twice.

The pool was deleted before, and a second deletion is answered with its description, in the phase Deleting.
That may be: a deletion goes on in the background, and the page does not say how long, nor what a second call
gets meanwhile. A caller cannot tell the one answer from the other: hence a warning.

Wait until the pool is gone before calling again; 404 tells.
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
POOL = {"kind": "Pool", "metadata": {"name": "pool-a"}, "status": {"phase": "Deleting"}}

RULE = Rule(
    severity=Severity.WARNING,
    source=Source("Status Codes", "404"),
    operation="DeletePool",
    good=(
        Exchange.of(
            "DELETE /v2/p/pools/pool-a", 404, {"error_code": "ModelArts.50015001"}, known=DELETED_POOL
        ),
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL, known=Circumstances(pool="living")),
    ),
    bad=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL, known=DELETED_POOL),
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL, known=Circumstances(pool="deleting")),
    ),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The pool is known to have been deleted, however lately."""
    return exchange.known.pool in {"deleting", "deleted"} and is_judged(exchange, operation)


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The status, when it is a success that says Deleting."""
    if is_success(exchange) and is_deleting(exchange):
        status = answer(exchange).status
        yield "/response/status", f"status {status} again, the pool is still Deleting; 404 will come"
