"""The error code of a 404 is one of ModelArts.

The page's example has the code ModelArts.50015001, and every code of the service seen so far is the word
ModelArts, a dot and digits. Another code in the documented answer to the documented path means that
something else answered, a gateway for instance, and that the pool may well be there. Bare error bodies are
not judged: what answered them is not known.

Answer with the service's own code, or look at who answered.
"""

from __future__ import annotations

import re
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

RULE = Rule(
    severity=Severity.WARNING,
    source=Source(21, "error_code"),
    operation="DeletePool",
    good=(Exchange.of("DELETE /v2/p/pools/pool-a", 404, {"error_code": "ModelArts.50015001"}),),
    bad=(
        Exchange.of(
            "DELETE /v2/p/pools/pool-a", 404, {"error_code": "APIG.0101", "error_msg": "no such API"}
        ),
        Exchange.of("DELETE /v2/p/pools/pool-a", 404, {"error_code": "ModelArts.notfound"}),
    ),
)

_CODE = re.compile(r"ModelArts\.[0-9]+")


def applies(exchange: Exchange, operation: Operation) -> bool:
    """A 404 to the documented path has an error code."""
    return (
        is_documented_call(exchange, operation)
        and answer(exchange).status == HTTPStatus.NOT_FOUND
        and operation.path_values(exchange.request.target) is not None
        and _code(exchange) != ""
    )


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The code, when it has another form."""
    code = _code(exchange)
    if not _CODE.fullmatch(code):
        yield "/response/body/error_code", f"{quoted(code)} is no error code such as ModelArts.50015001"


def _code(exchange: Exchange) -> str:
    code = member(answer(exchange).value, "error_code")
    return code if isinstance(code, str) else ""
