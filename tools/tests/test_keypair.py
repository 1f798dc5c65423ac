"""A key pair from a file, from standard input or from the environment; and requests that are signed by it."""

from __future__ import annotations

import io
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from poolcontract.errors import UsageError
from poolcontract.exchange import Request
from poolcontract.keypair import VARIABLES, handed_over, keys_of
from poolcontract.mock import Mock
from poolcontract.mock.access import Access
from poolcontract.settings import token_of
from poolcontract.target import Client, Keys, Signer, Target

ACCESS, SECRET, SECURITY = "HPUAMADEUPACCESSKEY0", "made-up/secret+key", "made-up-security-token=="
PAIR = Keys(access_key=ACCESS, secret_key=SECRET)
TEMPORARY = Keys(access_key=ACCESS, secret_key=SECRET, security_token=SECURITY)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (f"{ACCESS}\n{SECRET}\n", PAIR),
        (f" {ACCESS} \r\n\r\n{SECRET}", PAIR),
        (f"{ACCESS}\n{SECRET}\n{SECURITY}\n", TEMPORARY),
    ],
)
def test_a_pair_in_a_file(tmp_path: Path, text: str, keys: Keys) -> None:
    (tmp_path / "keys").write_text(text, encoding="utf-8")
    assert keys_of(tmp_path / "keys", {VARIABLES[0]: "other"}) == keys


@pytest.mark.parametrize(
    "text", ["", ACCESS, f"{ACCESS}\n{SECRET}\nx\ny", f"{ACCESS} {SECRET}", f"{ACCESS}\na b", "\xff\n\xff"]
)
def test_a_file_without_a_pair(tmp_path: Path, text: str) -> None:
    (tmp_path / "keys").write_text(text, encoding="latin-1")
    with pytest.raises(UsageError, match=r"^--key-file .*keys: a ") as refusal:
        keys_of(tmp_path / "keys", {})
    assert ACCESS not in str(refusal.value)


def test_a_pair_in_the_environment() -> None:
    assert keys_of(None, {}) is None
    assert keys_of(None, {VARIABLES[1]: SECRET}) is None, "the secret alone is the mock's matter"
    assert keys_of(None, {VARIABLES[0]: ACCESS, VARIABLES[1]: f" {SECRET}\n"}) == PAIR
    assert keys_of(None, dict(zip(VARIABLES, (ACCESS, SECRET, SECURITY), strict=True))) == TEMPORARY
    with pytest.raises(UsageError, match=r"^POOLCONTRACT_SECRET_KEY: it holds no secret key$"):
        keys_of(None, {VARIABLES[0]: ACCESS})
    with pytest.raises(UsageError, match=r"^POOLCONTRACT_SECURITY_TOKEN: a token is one line"):
        keys_of(None, dict(zip(VARIABLES, (ACCESS, SECRET, "a b"), strict=True)))


@pytest.mark.parametrize("keys", [None, PAIR, TEMPORARY])
def test_a_pair_is_handed_over_to_a_child(keys: Keys | None) -> None:
    assert keys_of(None, handed_over(keys)) == keys


def test_nobody_reads_a_pair() -> None:
    assert repr(TEMPORARY) == "Keys()"
    assert set(TEMPORARY.secrets) == {ACCESS, SECRET, SECURITY}


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    kept = os.dup(0)
    try:
        os.dup2(reading, 0)
        os.write(writing, f"{ACCESS}\n{SECRET}\n".encode())
        os.close(writing)
        assert keys_of(Path("-"), {}) == PAIR
    finally:
        os.dup2(kept, 0)
        os.close(kept)
        os.close(reading)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with open(tmp_path / "token", "w+b") as stream:  # noqa: PTH123  its descriptor is what matters
        stream.write(b"sesame\n")
        stream.seek(0)
        kept = os.dup(0)
        try:
            os.dup2(stream.fileno(), 0)
            assert token_of(Path("-"), {}) == "sesame"
        finally:
            os.dup2(kept, 0)
            os.close(kept)


def signer(**more: Any) -> Signer:
    given = {"keys": PAIR, "target": Target("localhost", 80), "project_id": "p", **more}
    return Signer(given["keys"], given["target"], given["project_id"])


REQUESTS = [
    Request(method="DELETE", target="/v2/p/pools/a"),
    Request(
        method="DELETE", target="/v2/p/pools/a", headers=(("Content-Type", "application/json"),), body=b"{ }"
    ),
    Request(method="DELETE", target="/v2/p/pools/a%20b%2Fc", headers=(("request-type", "console"),)),
    Request(method="PUT", target="/v2/p/pools/a?x=1&b=%20", headers=(("X", "1"), ("x", "2"))),
    Request(method="DELETE", target="/v2/p/pools/..%00%E2%80%AE"),
]


@pytest.mark.parametrize("request_", REQUESTS, ids=lambda each: each.target)
def test_a_gateway_lets_in_what_was_signed(request_: Request) -> None:
    headers = signer()(request_)
    whole = Request(
        method=request_.method,
        target=request_.target,
        headers=(("Host", "localhost:80"), *headers, *request_.headers),
        body=request_.body,
    )
    access = Access(tokens=(), keys={ACCESS: SECRET}, now=lambda: datetime.now(UTC))
    assert access.refusal(whole) is None
    assert {name.lower() for name, _ in headers} == {"authorization", "x-sdk-date", "x-project-id"}
    assert SECRET not in str(headers)


def test_a_temporary_pair_sends_its_token() -> None:
    headers = dict(signer(keys=TEMPORARY)(REQUESTS[0]))
    assert headers["X-Security-Token"] == SECURITY
    assert "x-security-token" in headers["Authorization"]


def test_a_mock_serves_what_was_signed() -> None:
    with Mock(pools=["a"], project_id="p", keys={ACCESS: SECRET}) as mock:
        target = Target.parse(mock.url)
        request = Request(method="DELETE", target="/v2/p/pools/a")
        signed = Request(method="DELETE", target=request.target, headers=signer(target=target)(request))
        answers = [Client(target).send(each).response for each in (request, signed)]
        assert mock.pools == ()
    assert [each and each.status for each in answers] == [401, 200]


def test_without_the_vendors_package_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huaweicloudsdkcore.auth.credentials", None)
    with pytest.raises(UsageError, match=r"pip install 'poolcontract\[aksk\]'"):
        signer()
