"""What can be wrong with an answer as an HTTP message, before anything in it can be judged.

Such an answer says nothing about the contract when it comes once: a network breaks off, too. What comes every
time is the service's own doing, and a finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from poolcontract.exchange import Exchange
from poolcontract.finding import Finding, Severity

FLAWS = {
    "framing/body-cut": "The body ends before its Content-Length is reached.",
    "framing/chunk": "A chunk of the body has no size, or another than it says.",
    "framing/chunks-cut": "The body in chunks ends before its last chunk.",
    "framing/content-encoding": "The body is not coded as Content-Encoding says.",
    "framing/content-length": "The Content-Length is no number, or there are two that differ.",
    "framing/head-cut": "The answer ends within its head.",
    "framing/header": "A line of the head is no header.",
    "framing/length-and-chunks": "The answer has a Content-Length and a Transfer-Encoding, too.",
    "framing/more-bytes": "More bytes follow where the answer ends by what it says itself.",
    "framing/provisional": "Provisional answers come where a final one is due.",
    "framing/status-line": "The first line is no status line of HTTP/1.",
    "framing/transfer-encoding": "The body comes in a transfer encoding other than chunked.",
}
"""The flaws of a message by id, which are the ids of findings, too."""

_LEAST_TRIES = 2
_Likeness = tuple[str | None, ...]


def findings_of(exchange: Exchange) -> Iterator[Finding]:
    """The finding about an answer that was no whole message; it holds as far as `constant` says so."""
    if exchange.flaw is not None:
        message = FLAWS[exchange.flaw].removesuffix(".")
        yield Finding(
            rule=exchange.flaw,
            severity=Severity.ERROR,
            message=f"{message[0].lower()}{message[1:]}",
            pointer="/response",
        )


def constant(exchanges: Sequence[Exchange]) -> list[bool]:
    """For each exchange of a run: True when its flaw was seen every time that its like was tried.

    Alike are all exchanges of the run; those of one method; or those of one method under the same
    circumstances. It takes two tries at least, which are different requests: none is ever sent twice for
    this. Requests that got no answer for another reason are no tries.
    """
    seen: dict[_Likeness, list[str | None]] = defaultdict(list)
    for each in exchanges:
        if each.response is not None or each.flaw is not None:
            for likeness in _likenesses(each):
                seen[likeness].append(each.flaw)
    return [
        each.flaw is not None and any(_is_constant(seen[likeness]) for likeness in _likenesses(each))
        for each in exchanges
    ]


def _likenesses(exchange: Exchange) -> tuple[_Likeness, ...]:
    method, known = exchange.request.method, exchange.known
    return (), (method,), (method, known.pool, known.refusal)


def _is_constant(flaws: list[str | None]) -> bool:
    return len(flaws) >= _LEAST_TRIES and len(set(flaws)) == 1
