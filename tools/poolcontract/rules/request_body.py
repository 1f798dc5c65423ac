"""The request has no body, or an empty object.

The page documents no request body; its example shows `{ }`, the SDK and Terraform send nothing. A caller
that sends anything else expects it to have an effect, and the page promises none. A body that a test sends
on purpose is not told.

Send no body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolcontract.exchange import Exchange, parsed
from poolcontract.finding import ANY, Rule, Severity
from poolcontract.rules._answers import is_documented_call, is_provoked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

POOL = {"kind": "Pool", "metadata": {"name": "pool-a"}}

RULE = Rule(
    severity=Severity.INFO,
    operation=ANY,
    good=(Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL, request_body=b"{ }"),),
    bad=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL, request_body=b'{"force": true}'),
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL, request_body=b"null"),
    ),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The request has a body that no test put there."""
    sent = bool(exchange.request.body.strip())
    return sent and is_documented_call(exchange, operation) and not is_provoked(exchange)


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The body, when it is anything but an empty object."""
    if parsed(exchange.request.body) != {}:
        yield "/request/body", "the request has a body; the page documents none and shows an empty object"
