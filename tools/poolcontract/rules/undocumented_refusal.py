"""A good request is not refused in an undocumented way.

The request gave no reason for a refusal, and the answer is a 400, 405, 409 or 415. The page lists 200 and
404 alone; sibling pages have 400 and 409, and later prose says that a pool in use is refused. So this is
told as a gap of the page rather than as a fault. Where the request was made to be refused the status is as
expected.

Look at the error body for the reason; have the page list the status.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import ANY, Rule, Severity, Source
from poolcontract.rules._answers import (
    USUAL_REFUSALS,
    answer,
    documented_statuses,
    is_documented,
    is_documented_call,
    is_provoked,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

IN_USE = {"error_code": "ModelArts.50025002", "error_msg": "the pool is in use"}

RULE = Rule(
    severity=Severity.WARNING,
    source=Source("Status Codes"),
    operation=ANY,
    good=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 404, {"error_code": "ModelArts.50015001"}),
        Exchange.of("DELETE /v2/p/pools/pool-a", 429),
    ),
    bad=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 409, IN_USE),
        Exchange.of("DELETE /v2/p/pools/pool-a", 400, known=Circumstances(pool="living")),
    ),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """Nothing provoked a refusal."""
    return is_documented_call(exchange, operation) and not is_provoked(exchange)


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The status, when it is a refusal that the page does not list."""
    status = answer(exchange).status
    if status in USUAL_REFUSALS and not is_documented(exchange, operation):
        expected = documented_statuses(operation)
        message = f"status {status} is not documented, and nothing provoked it; the page lists {expected}"
        yield "/response/status", message
