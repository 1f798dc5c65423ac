"""An answer holds no secrets beyond the page.

An answer is logged, recorded and reported by many hands. A member that the page does not list and that is
named like a secret (key, token, password, credential …), or a text that has the form of a well-known
credential (a JSON Web Token, an IAM token, a cloud access key, a private key, a request signature), does
not belong there. The form alone decides; nothing is guessed from how random a text looks, and the password
that the page lists is left to its own rules. The value is never shown.

Leave the member out of the answer, and withdraw the credential.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolcontract import tokenforms
from poolcontract.finding import ANY, Rule, Severity
from poolcontract.instance import pointer
from poolcontract.rules._members import listed, secret, unlisted
from poolcontract.rules._texts import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WEB_TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJleGFtcGxlIn0.c2lnbmF0dXJl"  # noqa: S105  an example that opens nothing

RULE = Rule(
    severity=Severity.WARNING,
    schema=ANY,
    good=(
        {"kind": "Pool", "spec": {"userLogin": {"keyPairName": "KeyPair-1", "password": "c2FsdGVk"}}},
        {"kind": "Pool", "status": {"message": "the token has expired"}},
    ),
    bad=(
        {"kind": "Pool", "spec": {"accessKey": "an-example"}},
        {"kind": "Pool", "metadata": {"annotations": {"os.modelarts/callback": f"Bearer {WEB_TOKEN}"}}},
        {"kind": "Pool", "status": {"message": f"cannot log in with {WEB_TOKEN}"}},
    ),
)

MARKS = tokenforms.MARKS


def applies(value: Any, schema: Mapping[str, Any]) -> bool:
    """An object stands there."""
    return isinstance(value, dict)


def check(value: Any, schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each member that seems to hold a secret; without its value."""
    beyond, nodes = frozenset(unlisted(value, schema)), listed(schema)
    for name, item in value.items():
        reason = secret(name, item) if name in beyond else _revealed(item, nodes.get(name))
        if reason is not None:
            yield pointer(name), f"{quoted(name)} {reason}; an answer holds no secrets"


def _revealed(item: Any, node: Any) -> str | None:
    """What a listed member's text reveals, as the end of a sentence; a password may look like anything."""
    is_password = isinstance(node, dict) and node.get("format") == "password"
    form = tokenforms.token_form(item) if isinstance(item, str) and not is_password else None
    return f"holds what looks like a credential ({form})" if form else None
