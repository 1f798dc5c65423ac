"""The answer names the pool that was asked for.

The page makes the pool's name its identity: the path takes it, and the answer's metadata gives it back. An
answer that names another pool means that another pool may be gone. Names are compared letter by letter, the
one in the path after percent-decoding.

Stop, and look which pools are left before anything else is deleted.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from poolcontract.exchange import Exchange
from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import member
from poolcontract.rules._answers import answer, is_documented_call
from poolcontract.rules._texts import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

POOL = {"kind": "Pool", "metadata": {"name": "pool-a"}}

RULE = Rule(
    severity=Severity.ERROR,
    source=Source(4, "name"),
    operation="DeletePool",
    good=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL),
        Exchange.of("DELETE /v2/p/pools/pool%2Da", 200, POOL),
    ),
    bad=(Exchange.of("DELETE /v2/p/pools/pool-b", 200, POOL),),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """A pool was asked for and another, or the same, is named in a 200."""
    return (
        is_documented_call(exchange, operation)
        and answer(exchange).status == HTTPStatus.OK
        and _asked(exchange, operation) != ""
        and _named(exchange) != ""
    )


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The name in the answer, when it is another pool's."""
    asked, named = _asked(exchange, operation), _named(exchange)
    if named != asked:
        message = f"the answer names the pool {quoted(named)}; {quoted(asked)} was asked for"
        yield "/response/body/metadata/name", message


def _asked(exchange: Exchange, operation: Operation) -> str:
    return (operation.path_values(exchange.request.target) or {}).get("pool_name", "")


def _named(exchange: Exchange) -> str:
    name = member(answer(exchange).value, "metadata", "name")
    return name if isinstance(name, str) else ""
