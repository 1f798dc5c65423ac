"""Requests signed by the vendor's own signer, as the mock gets to see them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkcore.sdk_request import SdkRequest

from poolcontract.exchange import Request

ACCESS_KEY, SECRET_KEY = "HPUAMADEUPACCESSKEY0", "made-up/secret+key"
SIGNED_AT = datetime(2026, 5, 1, 12, 0, 0, tzinfo=UTC)


def signed(
    method: str,
    path: str,
    *,
    query: list[tuple[str, Any]] | None = None,
    headers: dict[str, str] | None = None,
    body: bytes = b"",
    project_id: str | None = None,
    date: str = "20260501T120000Z",
) -> Request:
    """A request as the vendor's signer signs it: `path` as it is on the wire, `query` as it is meant."""
    unsigned = SdkRequest(
        method=method,
        schema="https",
        host="modelarts.example",
        resource_path=path,
        uri=path,
        query_params=query or [],
        header_params={"Content-Type": "application/json", "X-Sdk-Date": date, **(headers or {})},
        body=body,
    )
    whole = BasicCredentials(ACCESS_KEY, SECRET_KEY, project_id).sign_request(unsigned)
    return Request(
        method=whole.method, target=whole.uri, headers=tuple(whole.header_params.items()), body=body
    )
