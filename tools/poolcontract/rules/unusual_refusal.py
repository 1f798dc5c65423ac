"""A bad request is refused in a usual way.

The request was made to be refused, and it was: with a 4xx that neither this page nor its siblings nor the
rules of HTTP for such a request lead one to expect. A refusal is a refusal; the status is told so that
somebody may look at it once.

Prefer 400, 405, 409 or 415, as the sibling operations do.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import ANY, Rule, Severity, Source
from poolcontract.rules._answers import answer, is_judged, is_other_refusal, is_provoked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

PROVOKED = Circumstances(refusal="malformed body")
NAME = Circumstances(refusal="name")

RULE = Rule(
    severity=Severity.INFO,
    source=Source("Status Codes"),
    operation=ANY,
    good=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 400, known=PROVOKED),
        Exchange.of("DELETE /v2/p/pools/pool-a" + "0" * 1024, 414, known=NAME),
    ),
    bad=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 422, known=PROVOKED),
        Exchange.of("DELETE /v2/p/pools/pool-a", 414, known=PROVOKED),
        Exchange.of("PUT /v2/p/pools/pool-a", 410, known=Circumstances(refusal="method")),
    ),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The request was made to be refused."""
    return is_provoked(exchange) and is_judged(exchange, operation)


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The status, when it is an unusual one."""
    reason = exchange.known.refusal
    is_too_long = reason == "name" and answer(exchange).status == HTTPStatus.REQUEST_URI_TOO_LONG
    if is_other_refusal(exchange, operation) and not is_too_long:
        message = (
            f"status {answer(exchange).status} is an unusual refusal ({reason}); a 400 would be expected"
        )
        yield "/response/status", message
