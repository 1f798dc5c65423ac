"""Faults that give something away: the caller's token, or how the service is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from poolcontract.exchange import Exchange, Response
from poolcontract.mock.fault import Fault
from poolcontract.mock.service import Service, encoded
from poolcontract.sample import with_value

_Text = Callable[[str], str]
_MESSAGE, _PHASE_MESSAGE = "/error_msg", "/status/message"
_PYTHON = """Traceback (most recent call last):
  File "/srv/pools/deletion.py", line 17, in delete
    pool = pools[name]
KeyError: 'name'"""
_JAVA = """java.lang.IllegalStateException: no pool
\tat com.example.pools.Deletion.run(Deletion.java:17)
\tat java.base/java.lang.Thread.run(Thread.java:840)"""
_GO = """panic: runtime error: index out of range [0]

goroutine 17 [running]:
main.deletePool(0xc000010250)"""


def _token(exchange: Exchange, service: Service) -> str | None:
    """The token of a call that gets a documented answer; None where there is none to give away."""
    assert exchange.response is not None
    operation = service.operation
    documented = exchange.response.status in operation.responses
    token = exchange.request.header("x-auth-token")
    return token if token and documented and exchange.request.method == operation.method else None


def _in_message(text: _Text, exchange: Exchange, service: Service) -> Response | None:
    """A text made of the token, in the message of an error or of a pool; where there is a token."""
    response, token = exchange.response, _token(exchange, service)
    assert response is not None
    if token is None:
        return None
    place = _MESSAGE if "error_msg" in response.value else _PHASE_MESSAGE
    return replace(response, body=encoded(with_value(response.value, place, text(token))))


def _in_error(text: str, exchange: Exchange, _: Service) -> Response | None:
    """A text in the message of an error, documented or not."""
    response = exchange.response
    assert response is not None
    value = response.value
    if not isinstance(value, dict) or "error_msg" not in value:
        return None
    return replace(response, body=encoded({**value, "error_msg": text}))


def _in_header(name: str, text: _Text, exchange: Exchange, service: Service) -> Response | None:
    response, token = exchange.response, _token(exchange, service)
    assert response is not None
    if token is None:
        return None
    return replace(response, headers=(*response.headers, (name, text(token))))


_TOKENS: dict[str, tuple[str, Callable[[Exchange, Service], Response | None]]] = {
    "leak/token-in-body": (
        "the token of the caller stands in the message",
        partial(_in_message, "called with {}".format),
    ),
    "leak/token-in-header": (
        "the token comes back in a header of its own",
        partial(_in_header, "x-auth-token", str),
    ),
    "leak/token-in-cookie": (
        "the token is set as a cookie",
        partial(_in_header, "set-cookie", "session={}; Path=/".format),
    ),
}
_INSIDES = {
    "leak/trace-python": ("errors hold a trace of Python", "stack-trace-in-answer", _PYTHON),
    "leak/trace-java": ("errors hold a trace of Java", "stack-trace-in-answer", _JAVA),
    "leak/trace-go": ("errors hold a trace of Go", "stack-trace-in-answer", _GO),
    "leak/private-address": (
        "errors hold a private address with its port",
        "internal-address-in-error",
        "dial tcp 172.16.3.17:5432: connect: connection refused",
    ),
    "leak/cluster-name": (
        "errors hold a name of the inside of a cluster",
        "internal-address-in-error",
        "no answer from pools-db.prod.svc.cluster.local",
    ),
}

FAULTS = (
    *(
        Fault(id=identifier, title=title, rule="echoed-credential", changed=changed)
        for identifier, (title, changed) in _TOKENS.items()
    ),
    *(
        Fault(id=identifier, title=title, rule=rule, changed=partial(_in_error, text))
        for identifier, (title, rule, text) in _INSIDES.items()
    ),
)
