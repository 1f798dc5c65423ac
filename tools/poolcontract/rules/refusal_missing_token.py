"""A call without a valid token is refused.

The request carried no token, or a wrong one, while the run has one that is accepted; and the answer is a
success. Then anybody can delete paid resources. The page names no header for credentials; the vendor's
general pages do, and say that every call needs them. A 404 is not told here: it deletes nothing.

Answer 401.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import ANY, Rule, Severity
from poolcontract.rules._answers import answer, is_judged, is_success

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

NO_TOKEN = Circumstances(refusal="no token")
WRONG_TOKEN = Circumstances(refusal="wrong token")
POOL = {"kind": "Pool", "metadata": {"name": "pool-a"}}

RULE = Rule(
    severity=Severity.ERROR,
    operation=ANY,
    good=(Exchange.of("DELETE /v2/p/pools/pool-a", 401, known=NO_TOKEN),),
    bad=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL, known=NO_TOKEN),
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL, known=WRONG_TOKEN),
    ),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The request was sent without a valid token on purpose."""
    return exchange.known.refusal in {"no token", "wrong token"} and is_judged(exchange, operation)


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The status, when it is a success."""
    if is_success(exchange):
        status, reason = answer(exchange).status, exchange.known.refusal
        yield (
            "/response/status",
            f"status {status} for a call that is to be refused ({reason}); 401 is expected",
        )
