"""A refusal explains itself in JSON.

The request was made to be refused, and it was. The page documents one form of error, an object with
`error_code` and `error_msg` in JSON, and clients read every refusal that way. Another body still refuses;
so this is told and no more.

Answer with the error object, as `application/json`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolcontract.exchange import JSON, Circumstances, Exchange
from poolcontract.finding import ANY, Rule, Severity, Source
from poolcontract.masking import shown
from poolcontract.rules._answers import (
    REFUSAL,
    answer,
    is_documented,
    is_judged,
    is_provoked,
    kind_of,
    media_type,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

PROVOKED = Circumstances(refusal="malformed body")
ERROR = {"error_code": "ModelArts.50004000", "error_msg": "bad request"}

RULE = Rule(
    severity=Severity.INFO,
    source=Source(21),
    operation=ANY,
    good=(Exchange.of("DELETE /v2/p/pools/pool-a", 400, ERROR, headers=JSON, known=PROVOKED),),
    bad=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 400, ERROR, headers=(), known=PROVOKED),
        Exchange.of("DELETE /v2/p/pools/pool-a", 400, b"bad request", known=PROVOKED),
    ),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """A provoked refusal has a status that is not documented."""
    refused = kind_of(exchange) == REFUSAL and not is_documented(exchange, operation)
    return refused and is_provoked(exchange) and is_judged(exchange, operation)


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The header and the body, as far as they are another form."""
    given = media_type(answer(exchange))
    if given != "application/json":
        found = f"the media type {shown(given)}" if given else "no media type"
        yield "/response/headers/content-type", f"the refusal has {found}; application/json is expected"
    body = answer(exchange).value
    if not isinstance(body, dict) or not body.keys() & {"error_code", "error_msg"}:
        yield "/response/body", "the refusal's body is no error object; error_code and error_msg are expected"
