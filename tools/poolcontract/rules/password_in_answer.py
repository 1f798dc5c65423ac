"""An answer carries no password.

The page lists a password in the answer, encrypted and encoded. A secret in an answer ends in logs; the
known clients never read it back. It is worth a note, and its value is never printed.

Leave the password out of answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import member
from poolcontract.rules._pool import PRIVILEGED_METADATA, PRIVILEGED_NETWORK

_ENCODED = "bm90LWEtcmVhbC1wYXNzd29yZA=="


def _pool(password: str) -> dict[str, Any]:
    spec = {"network": PRIVILEGED_NETWORK, "userLogin": {"keyPairName": "keys", "password": password}}
    return {"kind": "Pool", "metadata": PRIVILEGED_METADATA, "spec": spec}


RULE = Rule(
    severity=Severity.INFO,
    source=Source(13, "password"),
    schema="PoolUserLogin",
    good=(_pool(""),),
    bad=(_pool(_ENCODED),),
)


def applies(login: Any) -> bool:
    """There is a member for it."""
    return isinstance(member(login, "password"), str)


def check(login: Any) -> Iterator[tuple[str, str]]:
    """The place of a password."""
    if login["password"]:
        yield "/password", "the answer carries a password"
