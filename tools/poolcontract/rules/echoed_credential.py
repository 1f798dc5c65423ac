"""An answer does not repeat the caller's credentials.

Answers are logged and passed on with less care than requests. A token, a security token or a request
signature that comes back in a header or in the body has left the caller's hands. They are looked for as
sent, as JSON may escape them, and percent-encoded; credentials of fewer than eight characters are not, as
any word might hold them. The value is never shown.

Leave credentials out of answers and of error messages, and withdraw the ones that were echoed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from poolcontract.exchange import Exchange
from poolcontract.finding import ANY, Rule, Severity
from poolcontract.instance import pointer
from poolcontract.rules._answers import answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

SHORTEST = 8
TOKEN = (("X-Auth-Token", "an-example-token"),)
SIGNATURE = (("Authorization", "SDK-HMAC-SHA256 Access=AK, SignedHeaders=host, Signature=00c0ffee00c0ffee"),)

RULE = Rule(
    severity=Severity.ERROR,
    operation=ANY,
    good=(Exchange.of("DELETE /v2/p/pools/pool-a", 401, {"error_msg": "no token"}, request_headers=TOKEN),),
    bad=(
        Exchange.of(
            "DELETE /v2/p/pools/pool-a",
            401,
            {"error_msg": "an-example-token has expired"},
            request_headers=TOKEN,
        ),
        Exchange.of(
            "DELETE /v2/p/pools/pool-a",
            401,
            headers=(("www-authenticate", "signature 00c0ffee00c0ffee does not match"),),
            request_headers=SIGNATURE,
        ),
    ),
)

_SIGNATURE = re.compile(r"\bSignature=([^\s,]+)")


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The request carried a credential."""
    return bool(_credentials(exchange))


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """Each header, and the body, in which a credential comes back; without its value."""
    spellings = {spelling for each in _credentials(exchange) for spelling in _spellings(each)}
    body = answer(exchange).body.decode("utf-8", "replace")
    headers = answer(exchange).headers
    places = [(pointer("response", "headers", name.lower()), value) for name, value in headers]
    for place, text in (*places, ("/response/body", body)):
        if any(spelling in text for spelling in spellings):
            yield place, "the answer repeats a credential of the request, which is the caller's alone"


def _credentials(exchange: Exchange) -> set[str]:
    """The token, the security token and the signature that a request carries."""
    found = set()
    for name, value in exchange.request.headers:
        if name.lower() in {"x-auth-token", "x-security-token"}:
            found.add(value.strip())
        elif name.lower() == "authorization":
            found.update(_SIGNATURE.findall(value))
    return {each for each in found if len(each) >= SHORTEST}


def _spellings(credential: str) -> set[str]:
    """A credential as sent, with its slashes escaped as in some JSON, and percent-encoded."""
    return {credential, credential.replace("/", "\\/"), quote(credential, safe="", errors="replace")}
