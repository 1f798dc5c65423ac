"""A method that nobody documents is refused.

GET, HEAD, PATCH and OPTIONS on this path belong to sibling operations and are left alone. Any other method
than the documented one was tried on purpose, and the answer is a success: nobody can say what it did.

Answer 405 with an `Allow` header.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import ANY, Rule, Severity
from poolcontract.masking import shown
from poolcontract.rules._answers import SIBLING_METHODS, answer, is_documented_call, is_success

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

METHOD = Circumstances(refusal="method")
POOL = {"kind": "Pool", "metadata": {"name": "pool-a"}}

RULE = Rule(
    severity=Severity.WARNING,
    operation=ANY,
    good=(Exchange.of("PUT /v2/p/pools/pool-a", 405, headers=(("allow", "DELETE"),), known=METHOD),),
    bad=(Exchange.of("PUT /v2/p/pools/pool-a", 200, POOL, known=METHOD),),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """A method was tried that neither this operation nor a sibling documents."""
    sibling = exchange.request.method in SIBLING_METHODS
    tried = exchange.known.refusal == "method"
    return tried and not sibling and not is_documented_call(exchange, operation)


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The status, when it is a success."""
    if is_success(exchange):
        status, method = answer(exchange).status, shown(exchange.request.method)
        yield "/response/status", f"status {status} for the method {method}; 405 is expected"
