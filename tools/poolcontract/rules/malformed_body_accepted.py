"""A body that makes no sense is refused.

The page documents no request body; its example shows an empty object. The request carried something else on
purpose: a body that is no JSON, members of another operation, or a media type that is no JSON. A service
that answers with success did not read it. That is no breach of a sentence of the page, so it is a warning.

Answer 400, or 415 for the media type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import ANY, Rule, Severity
from poolcontract.rules._answers import answer, is_judged, is_success

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

MALFORMED_BODY = Circumstances(refusal="malformed body")
MEDIA_TYPE = Circumstances(refusal="media type")
POOL = {"kind": "Pool", "metadata": {"name": "pool-a"}}

RULE = Rule(
    severity=Severity.WARNING,
    operation=ANY,
    good=(Exchange.of("DELETE /v2/p/pools/pool-a", 400, known=MALFORMED_BODY),),
    bad=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL, known=MALFORMED_BODY, request_body=b"{"),
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL, known=MEDIA_TYPE, request_body=b"<a/>"),
    ),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The request carried such a body on purpose."""
    provoked = exchange.known.refusal in {"malformed body", "foreign body", "media type"}
    return provoked and is_judged(exchange, operation)


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The status, when it is a success."""
    if is_success(exchange):
        status, reason = answer(exchange).status, exchange.known.refusal
        yield "/response/status", f"status {status} for a request that is to be refused ({reason})"
