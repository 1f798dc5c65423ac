"""Who the mock lets in: tokens by a table, signatures by the vendor's own signer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, quote, unquote_to_bytes

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from poolcontract.exchange import Headers, Request
from poolcontract.mock.access import ERRORS, Access

from .vendor_signer import ACCESS_KEY, SECRET_KEY, SIGNED_AT, signed

TOKEN = "a-token"  # noqa: S105  made up
ACCESS = Access(tokens=[TOKEN, "another"], keys={ACCESS_KEY: SECRET_KEY}, now=lambda: SIGNED_AT)
TARGET = "/v2/project/pools/pool-1"
SIGNED = signed("DELETE", TARGET, query=[("force", True), ("a", "1")], body=b"{}", project_id="project")


def with_header(request: Request, name: str, value: str | None) -> Request:
    """The request with a header set anew; None leaves it out."""
    others = tuple(each for each in request.headers if each[0].lower() != name.lower())
    return replace(request, headers=others if value is None else (*others, (name, value)))


def with_token(*values: str) -> Request:
    return Request(method="DELETE", target=TARGET, headers=tuple(("X-Auth-Token", each) for each in values))


def authorization(request: Request) -> str:
    return request.header("authorization") or ""


BY_TOKEN: dict[str, tuple[Request, str | None]] = {
    "the token": (with_token(TOKEN), None),
    "the other token": (with_token("another"), None),
    "none": (with_token(), "no token"),
    "an empty one": (with_token(""), "no token"),
    "a wrong one": (with_token("wrong"), "wrong token"),
    "a beginning": (with_token(TOKEN[:-1]), "wrong token"),
    "one and more": (with_token(TOKEN + "x"), "wrong token"),
    "in capitals": (with_token(TOKEN.upper()), "wrong token"),
    "beyond ASCII": (with_token("é"), "wrong token"),
    "a bearer": (with_header(with_token(), "Authorization", f"Bearer {TOKEN}"), "no token"),
    "a right one and a signature": (with_header(SIGNED, "X-Auth-Token", TOKEN), None),
    "a wrong one and a signature": (with_header(SIGNED, "X-Auth-Token", "wrong"), "wrong token"),
    "a right one and a signature that is none": (
        with_header(with_token(TOKEN), "Authorization", "SDK-HMAC-SHA256 "),
        "incomplete signature",
    ),
}


@pytest.mark.parametrize("case", BY_TOKEN)
def test_a_token_lets_in(case: str) -> None:
    request, refusal = BY_TOKEN[case]
    assert ACCESS.refusal(request) == refusal


@pytest.mark.parametrize(
    ("request_", "refusal"), [(with_token("whatever"), None), (with_token(), "no token")], ids=["one", "none"]
)
def test_any_token_may_do(request_: Request, refusal: str | None) -> None:
    assert Access(tokens=None).refusal(request_) == refusal


def changed(name: str, old: str, new: str) -> Request:
    """The signed request with a part of a header written otherwise."""
    value = SIGNED.header(name) or ""
    assert old in value
    return with_header(SIGNED, name, value.replace(old, new))


REFUSED: dict[str, tuple[Request, str]] = {
    "no signature": (changed("authorization", ", Signature=", ", Sign="), "incomplete signature"),
    "nothing but the algorithm": (
        with_header(SIGNED, "authorization", "SDK-HMAC-SHA256"),
        "incomplete signature",
    ),
    "another algorithm": (changed("authorization", "SDK-HMAC-SHA256", "V11-HMAC-SHA256"), "no token"),
    "the parts in another order": (
        with_header(SIGNED, "authorization", "SDK-HMAC-SHA256 SignedHeaders=host, Access=a, Signature=0"),
        "incomplete signature",
    ),
    "no date": (with_header(SIGNED, "X-Sdk-Date", None), "incomplete signature"),
    "a date with dashes": (with_header(SIGNED, "X-Sdk-Date", "2026-05-01T12:00:00Z"), "incomplete signature"),
    "no day of the calendar": (with_header(SIGNED, "X-Sdk-Date", "20260231T120000Z"), "incomplete signature"),
    "a date that is not signed": (changed("authorization", ";x-sdk-date", ""), "incomplete signature"),
    "another access key": (changed("authorization", ACCESS_KEY, "SOMEBODYELSE"), "unknown access key"),
    "an access key in small letters": (
        changed("authorization", ACCESS_KEY, ACCESS_KEY.lower()),
        "unknown access key",
    ),
    "another project": (with_header(SIGNED, "X-Project-Id", "other"), "wrong signature"),
    "a signed header left out": (with_header(SIGNED, "X-Project-Id", None), "wrong signature"),
    "a signed header twice": (
        replace(SIGNED, headers=(*SIGNED.headers, ("x-project-id", "project"))),
        "wrong signature",
    ),
    "one header fewer in the list": (changed("authorization", "content-type;", ""), "wrong signature"),
    "the list in capitals": (changed("authorization", "=content-type", "=Content-Type"), "wrong signature"),
    "a signature in capitals": (
        with_header(
            SIGNED, "authorization", authorization(SIGNED)[:-64] + authorization(SIGNED)[-64:].upper()
        ),
        "wrong signature",
    ),
    "a signature that is short": (
        with_header(SIGNED, "authorization", authorization(SIGNED)[:-1]),
        "wrong signature",
    ),
    "a fragment out of an encoded one": (
        replace(signed("DELETE", f"{TARGET}%23f"), target=f"{TARGET}#f"),
        "wrong signature",
    ),
    "a fragment out of a parameter": (
        replace(signed("DELETE", TARGET, query=[("a", "#f")]), target=f"{TARGET}?a=#f"),
        "wrong signature",
    ),
    "a target that is no path": (replace(signed("DELETE", "/"), target="?"), "wrong signature"),
    "a fragment": (replace(SIGNED, target=SIGNED.target + "#f"), "wrong signature"),
    "one parameter more": (replace(SIGNED, target=SIGNED.target + "&b=2"), "wrong signature"),
    "a parameter twice": (replace(SIGNED, target=SIGNED.target + "&a=1"), "wrong signature"),
    "no query": (replace(SIGNED, target=TARGET), "wrong signature"),
    "no body": (replace(SIGNED, body=b""), "wrong signature"),
    "a digest of another body": (
        signed("DELETE", TARGET, headers={"X-Sdk-Content-Sha256": "0" * 64}, body=b"{}"),
        "wrong signature",
    ),
    "a body that claims to be unsigned": (
        with_header(replace(SIGNED, body=b"{ }"), "X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD"),
        "wrong signature",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_signature_that_is_not_right_is_refused(case: str) -> None:
    request, refusal = REFUSED[case]
    assert ACCESS.refusal(request) == refusal


ACCEPTED: dict[str, Request] = {
    "as signed": SIGNED,
    "with a header that came later": with_header(SIGNED, "X-Forwarded-For", "10.0.0.1"),
    "in absolute form": replace(SIGNED, target="https://anybody.example" + SIGNED.target),
    "in another order": replace(SIGNED, target=f"{TARGET}?force=true&a=1"),
    "escapes in small letters": replace(
        signed("GET", "/v2/p/pools", query=[("labelSelector", "a/b=c,d")]),
        target="/v2/p/pools?labelSelector=a%2fb%3dc%2cd",
    ),
    "a parameter without a value": replace(
        signed("GET", "/x", query=[("b", ""), ("a", "1")]), target="/x?b&a=1"
    ),
    "no blank after the commas": changed("authorization", ", ", ","),
    "names of headers in capitals": replace(
        SIGNED, headers=tuple((name.upper(), value) for name, value in SIGNED.headers)
    ),
    "blanks around a value": changed("x-project-id", "project", " \tproject "),
    "a parameter of each kind": signed(
        "GET", "/v2/p/pools", query=[("z", ["b", "a"]), ("on", True), ("limit", 10), ("text", "ä +/=&~")]
    ),
    "a temporary key": signed("DELETE", TARGET, headers={"X-Security-Token": "temporary"}),
    "a form, whose body the signer leaves out": signed(
        "POST", "/x", headers={"Content-Type": "application/x-www-form-urlencoded"}, body=b"a=1"
    ),
    "such a form without a body": signed("GET", "/x", headers={"Content-Type": "text/plain"}),
    "another body of such a form": replace(
        signed("POST", "/x", headers={"Content-Type": "text/plain"}, body=b"a=1"), body=b"a=2"
    ),
    "a header beyond ASCII": signed("DELETE", TARGET, headers={"X-Note": "Grüße à"}),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_what_the_vendor_signs_is_let_in(case: str) -> None:
    assert ACCESS.refusal(ACCEPTED[case]) is None


MOMENTS = [
    (timedelta(0), None),
    (timedelta(minutes=15), None),
    (timedelta(minutes=-15), None),
    (timedelta(minutes=15, seconds=1), "skewed clock"),
    (timedelta(minutes=-15, seconds=-1), "skewed clock"),
    (timedelta(hours=8), "skewed clock"),
    (timedelta(days=-365), "skewed clock"),
]


@pytest.mark.parametrize(("later", "refusal"), MOMENTS, ids=[str(each[0]) for each in MOMENTS])
def test_a_signature_lasts_a_quarter_of_an_hour(later: timedelta, refusal: str | None) -> None:
    access = Access(keys={ACCESS_KEY: SECRET_KEY}, now=lambda: SIGNED_AT + later)
    assert access.refusal(SIGNED) == refusal


def test_a_wrong_secret_key_is_refused() -> None:
    access = Access(keys={ACCESS_KEY: SECRET_KEY[:-1]}, now=lambda: SIGNED_AT)
    assert access.refusal(SIGNED) == "wrong signature"


def test_the_clock_is_the_real_one_by_default() -> None:
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    access = Access(keys={ACCESS_KEY: SECRET_KEY})
    assert access.refusal(signed("DELETE", TARGET, date=now)) is None
    assert access.refusal(SIGNED) == "skewed clock"


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
values = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=12)
paths = st.lists(texts, min_size=1, max_size=5).map(
    lambda parts: "/" + "/".join(quote(part, safe="") for part in parts)
)
header_names = st.from_regex("[A-Za-z][A-Za-z0-9-]{0,8}", fullmatch=True).map(lambda name: f"X-T-{name}")
headers = st.dictionaries(header_names, values, max_size=3).filter(
    lambda each: len({name.lower() for name in each}) == len(each)
)
queries = st.lists(st.tuples(texts, texts), max_size=4)
requests = st.builds(
    signed,
    st.sampled_from(["DELETE", "GET", "POST", "PUT", "PATCH"]),
    paths,
    query=queries,
    headers=headers,
    body=st.binary(max_size=20),
    project_id=st.sampled_from([None, "0123456789abcdef"]),
)


@given(requests)
@settings(max_examples=300, deadline=None)
def test_all_that_the_vendor_signs_is_let_in(request: Request) -> None:
    assert ACCESS.refusal(request) is None


def with_another_byte(data: bytes, draw: st.DataObject) -> bytes:
    at = draw.draw(st.integers(0, len(data) - 1))
    byte = draw.draw(st.integers(0x21, 0xFF).filter(lambda each: each != data[at]))
    return data[:at] + bytes([byte]) + data[at + 1 :]


def otherwise(text: str, draw: st.DataObject) -> str:
    assume(text)
    return with_another_byte(text.encode("latin-1"), draw).decode("latin-1")


def with_another_header(given_: Headers, draw: st.DataObject) -> Headers:
    at = draw.draw(st.integers(0, len(given_) - 1))
    name, value = given_[at]
    return (*given_[:at], (name, otherwise(value, draw)), *given_[at + 1 :])


PARTS: dict[str, Any] = {
    "method": lambda request, draw: replace(request, method=otherwise(request.method, draw)),
    "target": lambda request, draw: replace(request, target=otherwise(request.target, draw)),
    "header": lambda request, draw: replace(request, headers=with_another_header(request.headers, draw)),
    "body": lambda request, draw: replace(
        request, body=otherwise(request.body.decode("latin-1"), draw).encode("latin-1")
    ),
}


def meant(target: str) -> tuple[bytes, list[tuple[str, str]]]:
    """What is signed of a target: %2F is %2f, and a parameter without a value is one with an empty one."""
    path, _, query = target.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True, encoding="latin-1")
    return unquote_to_bytes(path.encode("latin-1")), sorted(pairs)


@pytest.mark.parametrize("part", PARTS)
@given(requests, st.data())
@settings(deadline=None)
def test_one_other_byte_is_refused(part: str, request: Request, draw: st.DataObject) -> None:
    refuse_another_byte(part, request, draw)


@pytest.mark.long
@pytest.mark.parametrize("part", PARTS)
@given(requests, st.data())
@settings(max_examples=1000, deadline=None)
def test_one_other_byte_is_refused_whichever(part: str, request: Request, draw: st.DataObject) -> None:
    refuse_another_byte(part, request, draw)


def refuse_another_byte(part: str, request: Request, draw: st.DataObject) -> None:
    other = PARTS[part](request, draw)
    assume(part != "target" or meant(other.target) != meant(request.target))
    assert ACCESS.refusal(other) is not None


def test_the_message_shows_what_the_gateway_has_signed() -> None:
    request = with_header(SIGNED, "X-Project-Id", "other")
    assert ACCESS.told("wrong signature", request) == (
        "Incorrect IAM authentication information: verify aksk signature fail, canonicalRequest:"
        "DELETE|/v2/project/pools/pool-1/|a=1&force=true|content-type:application/json|"
        "host:modelarts.example|x-project-id:other|x-sdk-date:20260501T120000Z||"
        "content-type;host;x-project-id;x-sdk-date|"
        "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    )


def test_the_message_tells_both_clocks() -> None:
    access = Access(keys={ACCESS_KEY: SECRET_KEY}, now=lambda: SIGNED_AT + timedelta(hours=2))
    assert access.told("skewed clock", SIGNED) == (
        "Incorrect app authentication information: signature expired, "
        "signature time:20260501T120000Z,server time:20260501T140000Z"
    )


SECRETS = ("a-secret-token", "a-temporary-token", SECRET_KEY, ACCESS_KEY, TOKEN)


@pytest.mark.parametrize("refusal", ERRORS)
def test_no_message_repeats_a_credential(refusal: str) -> None:
    secret = {"X-Auth-Token": "a-secret-token", "X-Security-Token": "a-temporary-token", "Cookie": TOKEN}
    message = ACCESS.told(refusal, signed("DELETE", TARGET, headers=secret))
    assert [each for each in SECRETS if each in message] == []
    assert authorization(SIGNED)[-64:] not in message


def test_a_long_request_makes_no_long_message() -> None:
    message = ACCESS.told("wrong signature", signed("DELETE", "/" + "a" * 100_000))
    assert 4000 < len(message) < 5000


def test_what_is_secret_is_in_no_repr() -> None:
    assert repr(ACCESS) == "Access(tokens: 2, keys: 1)"
    assert repr(Access(tokens=None)) == "Access(tokens: any, keys: 0)"
