"""A 405 tells which methods are allowed.

HTTP asks for an `Allow` header in every 405 (RFC 9110, section 15.5.6), so that a caller learns what the
path takes. The page does not speak of it.

Send `Allow` with the methods of the path.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import ANY, Rule, Severity
from poolcontract.rules._answers import answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

METHOD = Circumstances(refusal="method")

RULE = Rule(
    severity=Severity.INFO,
    operation=ANY,
    good=(Exchange.of("PUT /v2/p/pools/pool-a", 405, headers=(("Allow", "DELETE"),), known=METHOD),),
    bad=(Exchange.of("PUT /v2/p/pools/pool-a", 405, known=METHOD),),
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The method is refused with a 405."""
    return answer(exchange).status == HTTPStatus.METHOD_NOT_ALLOWED


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The place of the header, when it is missing."""
    if answer(exchange).header("allow") is None:
        yield "/response/headers/allow", "a 405 without an Allow header; HTTP asks for one"
