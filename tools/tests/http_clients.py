"""One DELETE by each client library, the answer as the library hands it back, for tests of what reads it."""

from __future__ import annotations

import asyncio
import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import urllib3

Headers = dict[str, str]
_PATIENCE = 5.0


def by_requests(url: str, headers: Headers) -> Any:
    return requests.delete(url, headers=headers, data=b"{}", timeout=_PATIENCE)


def by_httpx(url: str, headers: Headers) -> Any:
    httpx = pytest.importorskip("httpx")
    with httpx.Client(trust_env=False, verify=False, follow_redirects=True) as client:
        return client.request("DELETE", url, headers=headers, content=b"{}")


def by_httpx_async(url: str, headers: Headers) -> Any:
    httpx = pytest.importorskip("httpx")

    async def send() -> Any:
        async with httpx.AsyncClient(trust_env=False, verify=False, follow_redirects=True) as client:
            return await client.request("DELETE", url, headers=headers, content=b"{}")

    return asyncio.run(send())


def by_aiohttp(url: str, headers: Headers) -> Any:
    aiohttp = pytest.importorskip("aiohttp")

    async def send() -> Any:
        async with (
            aiohttp.ClientSession() as session,
            session.delete(url, headers=headers, data=b"{}") as answer,
        ):
            await answer.read()
            return answer

    return asyncio.run(send())


def by_urllib3(url: str, headers: Headers) -> Any:
    with urllib3.PoolManager() as pool:
        return pool.request("DELETE", url, headers=headers, body=b"{}", timeout=_PATIENCE)


def by_urllib3_unread(url: str, headers: Headers) -> Any:
    pool = urllib3.PoolManager()
    return pool.request("DELETE", url, headers=headers, body=b"{}", preload_content=False)


def by_urllib(url: str, headers: Headers) -> Any:
    request = urllib.request.Request(url, data=b"{}", method="DELETE", headers=headers)  # noqa: S310  of ours
    try:
        return urllib.request.urlopen(request, timeout=_PATIENCE)  # noqa: S310  the same
    except urllib.error.HTTPError as error:
        return error


def by_http_client(url: str, headers: Headers) -> Any:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_PATIENCE)
    connection.request("DELETE", parts.path, b"{}", headers)
    answer = connection.getresponse()
    connection.sock.close()  # the answer keeps what lies below until it is read
    return answer


CLIENTS: dict[str, Callable[[str, Headers], Any]] = {
    "requests": by_requests,
    "httpx": by_httpx,
    "httpx async": by_httpx_async,
    "aiohttp": by_aiohttp,
    "urllib3": by_urllib3,
    "urllib3 unread": by_urllib3_unread,
    "urllib": by_urllib,
    "http.client": by_http_client,
}


def lacking(client: str, url: str) -> dict[str, str]:
    """What the answer of a client does not tell, and the judge must be told."""
    return {"url": url} if client == "http.client" else {}
