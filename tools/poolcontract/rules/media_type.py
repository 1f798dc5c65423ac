"""The answer has a documented media type.

The page shows JSON and names no media type; the SDK and Terraform expect `application/json`, and the
contract says so. A client chooses its parser by this header. Parameters and letter case do not matter. Told
is a documented status whose `content-type` is missing or another, `application/problem+json` included. Where
a name was spelled so that the path is another one, the answer is not the operation's and is left alone.

Send `content-type: application/json`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import ANY, Rule, Severity
from poolcontract.masking import shown
from poolcontract.rules._answers import (
    answer,
    is_documented,
    is_documented_call,
    is_on_another_path,
    media_type,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

POOL = {"kind": "Pool", "metadata": {"name": "pool-a"}}
ODD_NAME = Circumstances(refusal="name")
PAGE = (("content-type", "text/html"),)

RULE = Rule(
    severity=Severity.ERROR,
    operation=ANY,
    good=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL),
        Exchange.of(
            "DELETE /v2/p/pools/pool-a",
            200,
            POOL,
            headers=(("Content-Type", "Application/JSON; charset=utf-8"),),
        ),
        *(
            Exchange.of(f"DELETE /v2/p/pools/{path}", 404, b"<h1>404</h1>", headers=PAGE, known=ODD_NAME)
            for path in ("pool-a/x", "", "..", "%2E")
        ),
    ),
    bad=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL, headers=()),
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL, headers=PAGE),
        Exchange.of(
            "DELETE /v2/p/pools/pool-a%20", 404, {"error_code": "ModelArts.1"}, headers=PAGE, known=ODD_NAME
        ),
        Exchange.of(
            "DELETE /v2/p/pools/pool-a",
            404,
            {"error_code": "ModelArts.50015001"},
            headers=(("content-type", "application/problem+json"),),
        ),
    ),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The status is documented, with a body."""
    if not is_documented_call(exchange, operation) or is_on_another_path(exchange, operation):
        return False
    return is_documented(exchange, operation) and bool(_expected(exchange, operation))


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The header, when it gives another media type or none."""
    expected, given = _expected(exchange, operation), media_type(answer(exchange))
    if given not in (each.lower() for each in expected):
        found = f"the media type {shown(given)}" if given else "no media type"
        message = f"the answer has {found}; {' or '.join(expected)} is expected"
        yield "/response/headers/content-type", message


def _expected(exchange: Exchange, operation: Operation) -> tuple[str, ...]:
    return operation.responses[answer(exchange).status].media_types
