"""A pool that exists is found.

The pool was there when the request was sent, the method is the documented one, and nothing in the request
gave a reason for a refusal; yet the answer is 404. A caller that takes it for "already gone", as Terraform
does, goes on paying for the pool.

Answer 200 and delete the pool.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import Rule, Severity, Source
from poolcontract.rules._answers import answer, is_documented_call, is_provoked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

LIVING_POOL = Circumstances(pool="living")
POOL = {"kind": "Pool", "metadata": {"name": "pool-a"}}

RULE = Rule(
    severity=Severity.ERROR,
    source=Source("Status Codes", "200"),
    operation="DeletePool",
    good=(Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL, known=LIVING_POOL),),
    bad=(
        Exchange.of(
            "DELETE /v2/p/pools/pool-a", 404, {"error_code": "ModelArts.50015001"}, known=LIVING_POOL
        ),
    ),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The pool is known to be there, and the request is a good one."""
    living = exchange.known.pool == "living"
    return living and is_documented_call(exchange, operation) and not is_provoked(exchange)


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The status, when it is 404."""
    if answer(exchange).status == HTTPStatus.NOT_FOUND:
        yield "/response/status", "status 404 for a pool that exists; 200 is expected"
