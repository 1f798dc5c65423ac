"""Where Schemathesis may be let loose: on this machine and in private networks, whatever names lead there."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from poolcontract.errors import TargetError
from poolcontract.harmless import require_harmless

ADDRESSES = {
    "localhost": "127.0.0.1",
    "api": "172.18.0.2",
    "two.example": "10.0.0.1 10.0.0.2",
    "real.example": "203.0.113.9",
    "both.example": "10.0.0.1 203.0.113.9",
    "modelarts.eu-de.otc.t-systems.com": "127.0.0.1",
    "modelarts.cn-north-4.myhuaweicloud.com": "10.0.0.1",
}
HARMLESS = ["localhost", "api", "two.example", "127.0.0.1", "127.8.8.8", "[::1]", "10.1.2.3", "[fd00::1]"]
STRANGE = [
    *("real.example", "both.example", "modelarts.eu-de.otc.t-systems.com"),
    *("modelarts.cn-north-4.myhuaweicloud.com", "nowhere.example", "203.0.113.9", "[2001:db8::1]"),
    *("0.0.0.0", "169.254.169.254", "127.1", "2130706433", "", "api\u2024example"),  # noqa: S104  refused
]


@pytest.fixture
def resolving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names lead where a test says; addresses to themselves."""

    def answer(host: str, _: Any) -> list[Any]:
        if host in ADDRESSES:
            return [(0, 0, 0, "", (address, 0)) for address in ADDRESSES[host].split()]
        try:
            socket.inet_pton(socket.AF_INET6 if ":" in host else socket.AF_INET, host)
        except OSError as error:
            raise socket.gaierror from error
        return [(0, 0, 0, "", (host, 0))]

    monkeypatch.setattr(socket, "getaddrinfo", answer)


@pytest.mark.usefixtures("resolving")
@pytest.mark.parametrize("host", HARMLESS)
@pytest.mark.parametrize("url", ["http://{}", "https://{}:8080/base", "http://user:secret@{}/?q"])
def test_a_host_of_ones_own_may_be_tested(host: str, url: str) -> None:
    require_harmless(url.format(host))


@pytest.mark.usefixtures("resolving")
@pytest.mark.parametrize("host", STRANGE)
@pytest.mark.parametrize("url", ["http://{}", "https://{}:8080/base", "http://user:secret@{}/?q"])
def test_every_other_host_is_refused(host: str, url: str) -> None:
    with pytest.raises(TargetError) as caught:
        require_harmless(url.format(host))
    assert str(caught.value).endswith(
        ": it is not known to be this machine or in a private network, and Schemathesis deletes what it "
        "meets; nothing was sent"
    )
    assert "secret" not in str(caught.value)
