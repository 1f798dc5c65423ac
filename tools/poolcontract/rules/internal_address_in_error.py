"""An error does not tell where the service keeps its parts.

A private address with its port, or a name that only the inside of a network knows, helps nobody who called
and everybody who looks for a way in. Told is the body of a refusal or failure that holds one; a private
address alone may well be what the caller asked about.

Log the address where it happened, and answer with an error code and a sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolcontract.exchange import Exchange
from poolcontract.finding import ANY, Rule, Severity
from poolcontract.masking import shown
from poolcontract.rules._answers import answer, error_of_pool, is_judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation


RULE = Rule(
    severity=Severity.WARNING,
    operation=ANY,
    good=(
        error_of_pool("no pool in 10.0.3.0/24"),
        error_of_pool("no answer from iam.example.com:443 at 8.10.0.3:17 within 10.0.0.1 s: 30"),
        error_of_pool("no answer from 172.32.0.1:443, 192.169.0.1:80 or 1.172.16.0.1:80"),
        error_of_pool("pools.svc.internal: see svc.example.com:443"),
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, {"kind": "Pool", "metadata": {"name": "10.0.3.17:1"}}),
    ),
    bad=(
        error_of_pool("dial tcp 10.0.3.17:5432: connection refused"),
        error_of_pool("no route to http://172.31.3.17:80/"),
        error_of_pool("192.168.3.17:6379 says READONLY"),
        error_of_pool("no answer from http://pools-db.prod.svc.cluster.local/"),
        error_of_pool("pools-db.prod.svc:5432 is down"),
        error_of_pool("ip-10-0-3-17.ec2.internal is down"),
        error_of_pool("dial tcp 10.0.3.17:5432: connection refused", "malformed body"),
    ),
)

_FIRST_ERROR = 400
_PRIVATE = r"(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})"
_INTERNAL = re.compile(
    rf"(?<![\w.]){_PRIVATE}:\d{{1,5}}\b"
    r"|(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,8}(?:svc\.cluster\.local|svc:\d{1,5}|(?:ec2|compute)\.internal)\b"
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The answer is a refusal or a failure, with a body."""
    response = answer(exchange)
    return is_judged(exchange, operation) and response.status >= _FIRST_ERROR and bool(response.body)


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The body, when it holds such an address."""
    found = _INTERNAL.search(answer(exchange).body.decode("utf-8", "replace"))
    if found:
        yield "/response/body", f"the error tells an address of the inside: {shown(found[0])}"
