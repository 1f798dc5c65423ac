"""What the rules on exchanges share: whose answer it is, what kind of status it has, and an example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolcontract.exchange import Circumstances, Exchange
from poolcontract.instance import member
from poolcontract.statuses import UNDECIDED

if TYPE_CHECKING:
    from poolcontract.exchange import Response
    from poolcontract.operations import Operation

SIBLING_METHODS = frozenset({"GET", "HEAD", "PATCH", "OPTIONS"})
"""Methods that other operations of the vendor document on the same path: their answers are not ours."""

SUCCESS, REDIRECT, REFUSAL = 2, 3, 4
"""First digits of a status."""

USUAL_REFUSALS = frozenset({400, 405, 409, 415})
"""Statuses that sibling operations document or that HTTP itself asks for."""

_DOTS = frozenset({".", ".."})


def error_of_pool(message: str, refusal: str | None = None) -> Exchange:
    """A 404 about a pool, with a message; a 400 where the request deserved a refusal."""
    status, code = (404, "ModelArts.50015001") if refusal is None else (400, "ModelArts.50004000")
    body = {"error_code": code, "error_msg": message}
    return Exchange.of("DELETE /v2/p/pools/pool-a", status, body, known=Circumstances(refusal=refusal))


def answer(exchange: Exchange) -> Response:
    """The answer of an exchange that has one; rules are not asked about others."""
    assert exchange.response is not None
    return exchange.response


def is_documented_call(exchange: Exchange, operation: Operation) -> bool:
    """True for the method that the page documents."""
    return exchange.request.method == operation.method


def is_judged(exchange: Exchange, operation: Operation) -> bool:
    """True for the documented method, and for any other that was tried on purpose and is no sibling's."""
    provoked = is_provoked(exchange) and exchange.request.method not in SIBLING_METHODS
    return is_documented_call(exchange, operation) or provoked


def is_provoked(exchange: Exchange) -> bool:
    """True when the request was made to be refused."""
    return exchange.known.refusal is not None


def is_documented(exchange: Exchange, operation: Operation) -> bool:
    """True for a status that the page lists."""
    return answer(exchange).status in operation.responses


def kind_of(exchange: Exchange) -> int:
    """The first digit of the status."""
    return answer(exchange).status // 100


def is_on_another_path(exchange: Exchange, operation: Operation) -> bool:
    """True where a name was spelled so that its target is no longer the operation's: another answers there.

    A name of dots alone leads elsewhere, too: many servers walk a path before they look at it.
    """
    if exchange.known.refusal != "name":
        return False
    values = operation.path_values(exchange.request.target)
    return values is None or not _DOTS.isdisjoint(values.values())


def is_success(exchange: Exchange) -> bool:
    """True for any 2xx."""
    return kind_of(exchange) == SUCCESS


def is_deleting(exchange: Exchange) -> bool:
    """True for a body that describes a pool in the phase Deleting."""
    return bool(member(answer(exchange).value, "status", "phase") == "Deleting")


def is_other_refusal(exchange: Exchange, operation: Operation) -> bool:
    """True for a 4xx that is neither documented nor usual, and decides something."""
    usual = answer(exchange).status in USUAL_REFUSALS or is_documented(exchange, operation)
    return kind_of(exchange) == REFUSAL and not usual and not is_undecided(exchange, operation)


def is_undecided(exchange: Exchange, operation: Operation) -> bool:
    """True for a status of credentials, throttling or gateways: it says nothing about the contract.

    Which they are may be told otherwise, but not for a request that was made to be refused.
    """
    undecided = UNDECIDED if is_provoked(exchange) else operation.undecided
    return answer(exchange).status in undecided


def documented_statuses(operation: Operation) -> str:
    """The documented statuses in words: `200, 404`."""
    return ", ".join(map(str, sorted(operation.responses)))


def media_type(response: Response) -> str:
    """The media type of an answer in lower case, without parameters; "" when there is none."""
    return (response.header("content-type") or "").partition(";")[0].strip().lower()
