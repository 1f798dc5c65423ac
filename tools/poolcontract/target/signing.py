"""Signs requests by an access key, with the vendor's own signer: nothing else signs as the vendor does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl

from poolcontract.errors import UsageError
from poolcontract.exchange import Headers, Request
from poolcontract.target.address import Target

_ADDED = ("x-sdk-date", "authorization", "x-security-token", "x-project-id")
_NOT_INSTALLED = (
    "a key pair needs the vendor's own signer: pip install 'poolcontract[aksk]' (a token needs nothing more)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """An access key and its secret; a temporary pair has a security token as well."""

    access_key: str = field(repr=False)
    secret_key: str = field(repr=False)
    security_token: str = field(default="", repr=False)

    @property
    def secrets(self) -> tuple[str, ...]:
        """What nobody may read in a report."""
        return tuple(filter(None, (self.secret_key, self.security_token, self.access_key)))


class Signer:
    """Gives the headers that sign a request to a target; raises `UsageError` without the vendor's package."""

    def __init__(
        self,
        keys: Keys,
        target: Target,
        project_id: str,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        try:
            credentials: Any = import_module("huaweicloudsdkcore.auth.credentials")
            self._requests: Any = import_module("huaweicloudsdkcore.sdk_request")
        except ImportError as error:
            raise UsageError(_NOT_INSTALLED) from error
        self._credentials = credentials.BasicCredentials(keys.access_key, keys.secret_key, project_id)
        if keys.security_token:
            self._credentials = self._credentials.with_security_token(keys.security_token)
        self._target, self._now = target, now

    def __call__(self, request: Request) -> Headers:
        """The headers by which the request is signed; they must go with it as it is."""
        path, _, query = f"{self._target.base}{request.target}".partition("?")
        unsigned = self._requests.SdkRequest(
            method=request.method,
            schema=self._target.scheme,
            host=self._target.authority,
            resource_path=path,
            uri=path,
            query_params=parse_qsl(query, keep_blank_values=True),
            header_params={"X-Sdk-Date": self._now().strftime("%Y%m%dT%H%M%SZ"), **_signed(request)},
            body=request.body,
        )
        signed = self._credentials.sign_request(unsigned)
        return tuple((name, value) for name, value in signed.header_params.items() if name.lower() in _ADDED)


def _signed(request: Request) -> dict[str, str]:
    """The headers of a request that are signed: those that come once."""
    names = [name.lower() for name, _ in request.headers]
    return {name: value for name, value in request.headers if names.count(name.lower()) == 1}
