"""What the rules on exchanges share: whose answer it is, and what kind of status it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from poolcontract.instance import member

if TYPE_CHECKING:
    from poolcontract.exchange import Exchange, Response
    from poolcontract.operations import Operation

SIBLING_METHODS = frozenset({"GET", "HEAD", "PATCH", "OPTIONS"})
"""Methods that other operations of the vendor document on the same path: their answers are not ours."""

UNDECIDED = frozenset({401, 403, 407, 408, 429, 502, 503, 504})
"""Statuses of credentials, throttling and gateways: they say nothing about the contract."""

SUCCESS, REDIRECT, REFUSAL = 2, 3, 4
"""First digits of a status."""

USUAL_REFUSALS = frozenset({400, 405, 409, 415})
"""Statuses that sibling operations document or that HTTP itself asks for."""


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


def is_success(exchange: Exchange) -> bool:
    """True for any 2xx."""
    return kind_of(exchange) == SUCCESS


def is_deleting(exchange: Exchange) -> bool:
    """True for a body that describes a pool in the phase Deleting."""
    return bool(member(answer(exchange).value, "status", "phase") == "Deleting")


def is_other_refusal(exchange: Exchange, operation: Operation) -> bool:
    """True for a 4xx that is neither documented nor usual, and decides something."""
    status = answer(exchange).status
    known = status in UNDECIDED | USUAL_REFUSALS or is_documented(exchange, operation)
    return kind_of(exchange) == REFUSAL and not known


def documented_statuses(operation: Operation) -> str:
    """The documented statuses in words: `200, 404`."""
    return ", ".join(map(str, sorted(operation.responses)))


def media_type(response: Response) -> str:
    """The media type of an answer in lower case, without parameters; "" when there is none."""
    return (response.header("content-type") or "").partition(";")[0].strip().lower()
