"""The service does not redirect.

The page lists no 3xx. A client that follows one sends a destructive request, and often its token, to an
address nobody typed. Redirects are therefore never followed, and always told.

Answer the request where it arrives.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolcontract.exchange import Exchange
from poolcontract.finding import ANY, Rule, Severity, Source
from poolcontract.rules._answers import REDIRECT, answer, is_documented, is_judged, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

RULE = Rule(
    severity=Severity.ERROR,
    source=Source("Status Codes"),
    operation=ANY,
    good=(Exchange.of("DELETE /v2/p/pools/pool-a", 404, {"error_code": "ModelArts.50015001"}),),
    bad=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 307, headers=(("location", "https://example.com/"),)),
        Exchange.of("DELETE /v2/p/pools/pool-a", 301),
    ),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The answer is this operation's."""
    return is_judged(exchange, operation)


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The status, when it is a 3xx."""
    status = answer(exchange).status
    if kind_of(exchange) == REDIRECT and not is_documented(exchange, operation):
        yield "/response/status", f"status {status} is a redirect; the page lists none, and none is followed"
