"""The status is one that the page lists.

The page lists 200 and 404. Any other 2xx or 5xx from the service, a provisional 1xx that ends the exchange,
and a 4xx that no sibling page knows are outside the contract, whatever the request was. The usual refusals
400, 405, 409 and 415 are the matter of `undocumented-refusal`, redirects of `redirect`. Statuses of
credentials, throttling and gateways (401, 403, 407, 408, 429, 502, 503, 504) give no finding: they say
nothing about the contract.

Answer with a documented status, or have the page amended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import ANY, Rule, Severity, Source
from poolcontract.rules._answers import (
    REDIRECT,
    REFUSAL,
    answer,
    documented_statuses,
    is_documented,
    is_judged,
    is_other_refusal,
    is_provoked,
    is_undecided,
    kind_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

PROVOKED = Circumstances(refusal="malformed body")

RULE = Rule(
    severity=Severity.ERROR,
    source=Source("Status Codes"),
    operation=ANY,
    good=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, {"kind": "Pool", "metadata": {"name": "pool-a"}}),
        Exchange.of("DELETE /v2/p/pools/pool-a", 401),
        Exchange.of("DELETE /v2/p/pools/pool-a", 503),
        Exchange.of("DELETE /v2/p/pools/pool-a", 422, known=PROVOKED),
    ),
    bad=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 202),
        Exchange.of("DELETE /v2/p/pools/pool-a", 422),
        Exchange.of("DELETE /v2/p/pools/pool-a", 500, known=PROVOKED),
    ),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The answer is this operation's."""
    return is_judged(exchange, operation)


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The status, when nothing makes it right."""
    status = answer(exchange).status
    unexpected = is_other_refusal(exchange, operation) and not is_provoked(exchange)
    outside = _is_outside_the_contract(exchange) and not is_undecided(exchange, operation)
    if unexpected or (outside and not is_documented(exchange, operation)):
        expected = documented_statuses(operation)
        yield "/response/status", f"status {status} is not documented; the page lists {expected}"


def _is_outside_the_contract(exchange: Exchange) -> bool:
    """True for every 1xx, 2xx and 5xx (and more)."""
    kind = kind_of(exchange)
    return kind > 0 and kind not in {REDIRECT, REFUSAL}
