"""A documented answer has a body.

The page gives each of its statuses a body: the pool with 200, the error with 404. An answer of no bytes, or
of white space alone, is neither. The SDK turns it into an empty object without a word, and the caller
learns nothing.

Send the documented body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import ANY, Rule, Severity, Source
from poolcontract.rules._answers import answer, is_documented, is_documented_call, is_on_another_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

POOL = {"kind": "Pool", "metadata": {"name": "pool-a"}}
ODD_NAME = Circumstances(refusal="name")

RULE = Rule(
    severity=Severity.ERROR,
    source=Source("Status Codes"),
    operation=ANY,
    good=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL),
        Exchange.of("DELETE /v2/p/pools/", 404, known=ODD_NAME),
    ),
    bad=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 200),
        Exchange.of("DELETE /v2/p/pools/pool-a", 404, b" \r\n"),
        Exchange.of("DELETE /v2/p/pools/pool-a%2F", 404, known=ODD_NAME),
    ),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The status is documented, with a body."""
    if not is_documented_call(exchange, operation) or is_on_another_path(exchange, operation):
        return False
    return (
        is_documented(exchange, operation) and operation.responses[answer(exchange).status].schema is not None
    )


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The body, when nothing is in it."""
    status = answer(exchange).status
    if not answer(exchange).body.strip():
        expected = operation.responses[status].schema
        yield "/response/body", f"status {status} has no body; one of the schema {expected} is expected"
