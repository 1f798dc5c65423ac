"""Who is let in: by a token in `X-Auth-Token`, by the signature of an access key, or by neither."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from http import HTTPStatus

from poolcontract.exchange import Request
from poolcontract.masking import MASK, clip
from poolcontract.mock.signature import ALGORITHM, canonical, claim, signature, written

_TOLERANCE = timedelta(minutes=15)
"""How far the date of a signed request may be from the clock of the gateway, either way."""

_WRONG = "Incorrect IAM authentication information"
_GATEWAY = "APIGW.0301"
ERRORS: dict[str, tuple[HTTPStatus, str, str]] = {
    "no token": (HTTPStatus.UNAUTHORIZED, _GATEWAY, f"{_WRONG}: x-auth-token not found"),
    "wrong token": (HTTPStatus.UNAUTHORIZED, _GATEWAY, f"{_WRONG}: decrypt token fail"),
    "incomplete signature": (HTTPStatus.UNAUTHORIZED, _GATEWAY, f"{_WRONG}: verify aksk signature fail"),
    "unknown access key": (
        HTTPStatus.UNAUTHORIZED,
        _GATEWAY,
        f"{_WRONG}: Get secretKey failed,ak:{MASK},err:ak not exist",
    ),
    "skewed clock": (
        HTTPStatus.UNAUTHORIZED,
        "APIG.0303",
        "Incorrect app authentication information: signature expired",
    ),
    "wrong signature": (HTTPStatus.UNAUTHORIZED, _GATEWAY, f"{_WRONG}: verify aksk signature fail"),
}
"""Status, code and message by the reason; codes and messages are those that the vendor's gateways send."""

_LONGEST_TEXT = 4000
_SECRET_HEADER = re.compile("^(x-auth-token|x-security-token|authorization|cookie):.*$", re.MULTILINE)


class Access:
    """The credentials that are let in; every method may be called from any thread.

    `tokens` None lets any token in. `keys` are secret keys by access key. `now` tells the time in UTC.
    """

    def __init__(
        self,
        *,
        tokens: Iterable[str] | None = (),
        keys: Mapping[str, str] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._tokens = None if tokens is None else tuple(token.encode() for token in tokens)
        self._keys = dict(keys or {})
        self._now = now

    def __repr__(self) -> str:
        tokens = "any" if self._tokens is None else len(self._tokens)
        return f"Access(tokens: {tokens}, keys: {len(self._keys)})"

    def refusal(self, request: Request) -> str | None:
        """Why a request is not let in, a key of `ERRORS`; None when it is.

        A request with both a token and a signature needs both to be right.
        """
        token, authorization = request.header("x-auth-token"), request.header("authorization") or ""
        signed = authorization.startswith(ALGORITHM)
        if not token and not signed:
            return "no token"
        if token and not self._knows(token):
            return "wrong token"
        return self._refusal_of_signature(request) if signed else None

    def told(self, refusal: str, request: Request) -> str:
        """The message for a refusal, with what the gateway found: it lets a caller see where the two differ.

        No credential of the request is repeated in it.
        """
        message, claimed = ERRORS[refusal][2], claim(request)
        if claimed is None:
            return message
        if refusal == "skewed clock":
            return f"{message}, signature time:{written(claimed.date)},server time:{written(self._now())}"
        text = canonical(request, claimed.names) if refusal == "wrong signature" else None
        if text is None:
            return message
        shown = _SECRET_HEADER.sub(rf"\1:{MASK}", text).replace("\n", "|")
        return f"{message}, canonicalRequest:{clip(shown, _LONGEST_TEXT)}"

    def _knows(self, token: str) -> bool:
        given = token.encode()
        return self._tokens is None or True in [compare_digest(given, each) for each in self._tokens]

    def _refusal_of_signature(self, request: Request) -> str | None:
        claimed = claim(request)
        if claimed is None:
            return "incomplete signature"
        secret_key = self._keys.get(claimed.access_key)
        if secret_key is None:
            return "unknown access key"
        if abs(self._now() - claimed.date) > _TOLERANCE:
            return "skewed clock"
        text = canonical(request, claimed.names)
        if text is None:
            return "wrong signature"
        right = signature(secret_key, claimed.date, text)
        return None if compare_digest(right.encode(), claimed.signature.encode()) else "wrong signature"
