"""A header that holds one value comes once.

Two `content-type` headers, or two `location` headers, that differ are read by some clients as the first, by
others as the last, and by some as neither. HTTP lets only headers that are lists be repeated (RFC 9110,
5.3). Told are two different values of a header that holds one; the same value twice misleads nobody.

Send the header once. Often a gateway adds what the service has sent already.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from poolcontract.exchange import JSON, Exchange
from poolcontract.finding import ANY, Rule, Severity
from poolcontract.instance import pointer
from poolcontract.masking import shown
from poolcontract.rules._answers import answer, is_judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

POOL = {"kind": "Pool", "metadata": {"name": "pool-a"}}

RULE = Rule(
    severity=Severity.WARNING,
    operation=ANY,
    good=(
        Exchange.of("DELETE /v2/p/pools/pool-a", 200, POOL, headers=(*JSON, *JSON)),
        Exchange.of(
            "DELETE /v2/p/pools/pool-a", 200, POOL, headers=(*JSON, ("via", "1.1 a"), ("via", "1.1 b"))
        ),
    ),
    bad=(
        Exchange.of(
            "DELETE /v2/p/pools/pool-a",
            200,
            POOL,
            headers=(*JSON, ("Content-Type", "text/html;charset=utf-8")),
        ),
        *(
            Exchange.of("DELETE /v2/p/pools/pool-a", 429, headers=((name, "1"), (name, "60")))
            for name in ("content-length", "etag", "expires", "last-modified", "location", "retry-after")
        ),
    ),
)

_OF_ONE_VALUE = (
    "content-type",
    "content-length",
    "etag",
    "expires",
    "last-modified",
    "location",
    "retry-after",
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The answer has a header that holds one value."""
    return is_judged(exchange, operation) and bool(_values(exchange))


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """Each such header that has several values."""
    for name, values in _values(exchange).items():
        if len(values) > 1:
            told = " and ".join(map(shown, values))
            yield pointer("response", "headers", name), f"{name} comes with {told}; it holds one value"


def _values(exchange: Exchange) -> dict[str, list[str]]:
    """The different values by the name of the header, in the order in which they came."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, value in answer(exchange).headers:
        key = name.lower()
        if key in _OF_ONE_VALUE and value.strip() not in found[key]:
            found[key].append(value.strip())
    return found
