"""Loopback, disposable, real: what makes a target one of them, and where its connections may lead."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from poolcontract.errors import TargetError, UsageError
from poolcontract.exchange import Exchange, Request
from poolcontract.target import Client, Guard, Target, verifying

from .raw_server import RawServer, sized
from .stand_in import _AUTHORITY, HOST, StandIn, authorities

VENDOR = "modelarts.eu-west-101.myhuaweicloud.eu"
ACCEPTED: dict[str, tuple[dict[str, str], tuple[Any, ...]]] = {
    "http://api:8080": ({"disposable": "api"}, ("api", 8080, "", "disposable", "http")),
    "https://api/v": ({"disposable": "API"}, ("api", 443, "/v", "disposable", "https")),
    "http://10.1.2.3": ({"disposable": "10.1.2.3"}, ("10.1.2.3", 80, "", "disposable", "http")),
    "http://[fd00::1]:1": ({"disposable": "fd00::1"}, ("fd00::1", 1, "", "disposable", "http")),
    f"https://{VENDOR}": ({"allow_host": VENDOR}, (VENDOR, 443, "", "real", "https")),
    f"https://{VENDOR.upper()}:8443": ({"allow_host": VENDOR}, (VENDOR, 8443, "", "real", "https")),
    "https://203.0.113.7": ({"allow_host": "203.0.113.7"}, ("203.0.113.7", 443, "", "real", "https")),
    "https://[2001:db8::1]": ({"allow_host": "[2001:db8::1]"}, ("2001:db8::1", 443, "", "real", "https")),
    "https://xn--bcher-kva.example": (
        {"allow_host": "xn--bcher-kva.example"},
        ("xn--bcher-kva.example", 443, "", "real", "https"),
    ),
}
OTHER = "it is the URL's host, to the letter"
REFUSED: list[tuple[str, dict[str, str], str]] = [
    (f"https://{VENDOR}", {}, "is not loopback: --allow-host HOST names a real service"),
    (
        f"https://{VENDOR}",
        {"disposable": VENDOR},
        "it is a host of the vendor, and nothing of it is disposable",
    ),
    ("http://iam.huaweicloud.com", {"disposable": "iam.huaweicloud.com"}, "it is a host of the vendor"),
    ("http://x.otc.t-systems.com", {"disposable": "x.otc.t-systems.com"}, "it is a host of the vendor"),
    ("http://203.0.113.7", {"disposable": "203.0.113.7"}, "it is no private address"),
    ("http://169.254.169.254", {"disposable": "169.254.169.254"}, "it is no private address"),
    ("http://100.64.0.1", {"disposable": "100.64.0.1"}, "it is no private address"),
    ("http://0.0.0.0", {"disposable": "0.0.0.0"}, "it is no private address"),  # noqa: S104  refused
    ("http://[::ffff:10.0.0.1]", {"disposable": "::ffff:10.0.0.1"}, "it is no private address"),
    ("http://172.32.0.1", {"disposable": "172.32.0.1"}, "it is no private address"),
    (f"http://{VENDOR}", {"allow_host": VENDOR}, f"only https is spoken, write the URL as https://{VENDOR}"),
    ("https://evil.example", {"allow_host": "good.example"}, OTHER),
    ("https://good.example.evil.example", {"allow_host": "good.example"}, OTHER),
    ("https://good.example", {"allow_host": "*.example"}, OTHER),
    ("https://good.example", {"allow_host": "good.example."}, OTHER),
    ("https://good.example.", {"allow_host": "good.example."}, OTHER),
    ("https://good.example", {"allow_host": ""}, OTHER),
    ("https://good.example", {"allow_host": "https://good.example"}, OTHER),
    ("https://127.1", {"allow_host": "127.1"}, OTHER),
    ("https://2130706433", {"allow_host": "2130706433"}, OTHER),
    ("https://0x7f.1", {"allow_host": "0x7f.1"}, OTHER),
    ("https://ｇood.example", {"allow_host": "ｇood.example"}, OTHER),
    ("https://a_b.example", {"allow_host": "a_b.example"}, OTHER),
    ("https://[fe80::1%25eth0]", {"allow_host": "[fe80::1%25eth0]"}, OTHER),
    ("http://localhost", {"allow_host": "localhost"}, "localhost is loopback: --allow-host and --disposable"),
    ("http://127.0.0.1", {"disposable": "127.0.0.1"}, "127.0.0.1 is loopback: "),
    ("https://a.b", {"allow_host": "a.b", "disposable": "a.b"}, "--allow-host or --disposable: "),
    ("https://u:hunter2@a.b", {"allow_host": "a.b"}, "a URL to be tested has no user"),
    ("https://a.b?x=hunter2", {"allow_host": "a.b"}, "a URL to be tested has no user"),
    ("https://a.b/x/../y", {"allow_host": "a.b"}, "is no base path"),
]


@pytest.mark.parametrize("url", ACCEPTED)
def test_what_was_named_is_a_target(url: str) -> None:
    options, parts = ACCEPTED[url]
    target = Target.parse(url, **options)
    assert (target.host, target.port, target.base, target.kind, target.scheme) == parts
    assert Target.parse(target.url, **options) == target


@pytest.mark.parametrize(("url", "options", "sentence"), REFUSED, ids=lambda each: str(each)[:60])
def test_what_was_not_is_none(url: str, options: dict[str, str], sentence: str) -> None:
    with pytest.raises(TargetError) as refusal:
        Target.parse(url, **options)
    assert sentence in str(refusal.value)
    assert "hunter2" not in str(refusal.value)
    assert str(refusal.value).isprintable()


@pytest.mark.parametrize(
    ("scheme", "port", "authority"),
    [("https", 443, "a.b"), ("https", 444, "a.b:444"), ("http", 80, "a.b:80")],
)
def test_the_port_that_https_has_by_itself_is_not_told(scheme: str, port: int, authority: str) -> None:
    assert Target("a.b", port, "", "disposable", scheme).authority == authority


ADDRESSES = {
    "127.0.0.1": (True, True, True),
    "::1": (True, True, True),
    "10.255.255.255": (False, True, True),
    "172.16.0.1": (False, True, True),
    "192.168.0.1": (False, True, True),
    "fd12::1": (False, True, True),
    "172.32.0.1": (False, False, True),
    "169.254.169.254": (False, False, True),
    "100.64.0.1": (False, False, True),
    "fe80::1": (False, False, True),
    "::ffff:10.0.0.1": (False, False, True),
    "203.0.113.1": (False, False, True),
    "0.0.0.0": (False, False, True),  # noqa: S104  no address that is bound
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_where_a_connection_may_lead(address: str) -> None:
    kinds = ("loopback", "disposable", "real")
    assert tuple(Target("h", 1, "", kind).may_lead_to(address) for kind in kinds) == ADDRESSES[address]


def named(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Give every host name these addresses."""
    given = socket.getaddrinfo

    def resolved(host: str, *more: Any, **options: Any) -> list[Any]:
        hosts = (host,) if host[0].isdigit() else addresses
        return [info for each in hosts for info in given(each, *more, **options)]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)


def deletion(client: Client) -> Exchange:
    return client.send(Request(method="DELETE", target="/v2/p/pools/a"))


def test_a_disposable_server_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, "127.0.0.1")
    with RawServer(sized(b"{}")) as server:
        client = Client(Target.parse(f"http://api:{server.port}", disposable="api"))
        assert deletion(client).fault is None
    assert server.requests[0].startswith(f"DELETE /v2/p/pools/a HTTP/1.1\r\nHost: api:{server.port}".encode())


@pytest.mark.parametrize("other", ["203.0.113.9", "169.254.169.254", "100.64.0.1"])
def test_every_address_of_a_disposable_server_is_private(monkeypatch: pytest.MonkeyPatch, other: str) -> None:
    for addresses in (("127.0.0.1", other), (other,)):
        named(monkeypatch, *addresses)
        with RawServer(sized(b"{}")) as server:
            client = Client(Target.parse(f"http://api:{server.port}", disposable="api"))
            with pytest.raises(TargetError, match=f"^api leads to {other}, which is no private address"):
                deletion(client)
        assert server.connections == 0


def test_the_peer_is_looked_at_too() -> None:
    guard = Guard(Target("api", 80, "", "disposable"), 1)
    with pytest.raises(TargetError, match=r"leads to 203\.0\.113\.9, which is no private address"):
        guard.admit([b"DELETE /v2 HTTP/1.1", b"Host: api:80"], "203.0.113.9")


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert deletion(Client(Target.parse("http://api", disposable="api"))).fault == "dns"


def test_the_first_address_that_takes_a_connection_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    named(monkeypatch, "127.0.0.77", "127.0.0.1")
    with RawServer(sized(b"{}")) as server:
        assert deletion(Client(Target.parse(f"http://api:{server.port}", disposable="api"))).fault is None


def test_a_real_service_needs_a_plan_and_a_log() -> None:
    with pytest.raises(
        TargetError, match="a real service is sent only what a plan holds, and with an audit log"
    ):
        Client(Target.parse("https://a.b", allow_host="a.b"))


def secured(url: str, bundle: Path | None) -> Client:
    """A client for a TLS server that is disposable, so that it needs no plan."""
    return Client(Target.parse(url, disposable=HOST), tls=verifying(bundle), timeout=1)


def served(_: bytes) -> bytes:
    return sized(b"{}")


def test_a_certificate_that_fits_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    named(monkeypatch, "127.0.0.1")
    with StandIn(served) as server:
        exchange = deletion(secured(server.url, authorities(tmp_path)))
    assert (exchange.fault, exchange.response and exchange.response.body) == (None, b"{}")
    assert server.requests[0].split(b"\r\n")[1] == f"Host: {HOST}:{server.port}".encode()


PAST = datetime.now(UTC) - timedelta(days=1)
CERTIFICATES: dict[str, tuple[Callable[[], trustme.LeafCert], bool]] = {
    "of another host": (lambda: _AUTHORITY.issue_cert("other.example"), True),
    "of another authority": (lambda: trustme.CA().issue_cert(HOST), True),
    "of an authority nobody knows": (lambda: _AUTHORITY.issue_cert(HOST), False),
    "that has expired": (lambda: _AUTHORITY.issue_cert(HOST, not_before=PAST, not_after=PAST), True),
    "of the address alone": (lambda: _AUTHORITY.issue_cert("127.0.0.1"), True),
}


@pytest.mark.parametrize("case", CERTIFICATES)
def test_any_other_certificate_is_not(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, case: str) -> None:
    issue, with_bundle = CERTIFICATES[case]
    named(monkeypatch, "127.0.0.1")
    with StandIn(served, certificate=issue()) as server:
        exchange = deletion(secured(server.url, authorities(tmp_path) if with_bundle else None))
    assert (exchange.response, exchange.fault) == (None, "tls-certificate")
    assert server.requests == []


@pytest.mark.parametrize("variable", ["SSLKEYLOGFILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "HTTPS_PROXY"])
def test_the_environment_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str
) -> None:
    named(monkeypatch, "127.0.0.1")
    monkeypatch.setenv(variable, str(tmp_path / "keys"))
    with StandIn(served) as server:
        exchange = deletion(secured(server.url, authorities(tmp_path)))
    assert (exchange.fault, len(server.requests)) == (None, 1)
    assert not (tmp_path / "keys").exists()


def test_a_server_without_tls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    named(monkeypatch, "127.0.0.1")
    with RawServer(sized(b"{}")) as server:
        exchange = deletion(secured(f"https://{HOST}:{server.port}", authorities(tmp_path)))
        assert exchange.fault == "timeout"  # it waits for an end of what it takes for a request
    assert not any(b"DELETE" in each for each in server.requests)


def test_tls_verifies_whatever_is_given(tmp_path: Path) -> None:
    for context in (verifying(), verifying(authorities(tmp_path))):
        assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
        assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "cannot be read: No such file"),
        ("no certificate", "it holds no certificate in the form of PEM"),
    ],
)
def test_a_file_that_is_no_bundle(tmp_path: Path, content: str | None, sentence: str) -> None:
    file = tmp_path / "bundle"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=f"^--ca-bundle .*: {sentence}"):
        verifying(file)
