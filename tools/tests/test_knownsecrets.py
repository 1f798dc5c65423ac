"""Secrets by their value: found in every spelling, whole or cut off, and nothing else is."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from poolcontract.knownsecrets import KnownSecrets
from poolcontract.masking import Mask, clip

SECRET = 'se/same "to+k~en\\'  # noqa: S105  made up
SIGNATURE = hashlib.sha256(b"a signature").hexdigest()
SPELLED: dict[str, Callable[[bytes], str]] = {
    "as it is": lambda secret: secret.decode(),
    "JSON": lambda secret: json.dumps(secret.decode())[1:-1],
    "URL": lambda secret: quote(secret, safe=""),
    "path": quote,
    "hexadecimal": bytes.hex,
    "upper hexadecimal": lambda secret: secret.hex().upper(),
    "Base64": lambda secret: base64.b64encode(secret).decode().rstrip("="),
    "Base64 for URLs": lambda secret: base64.urlsafe_b64encode(secret).decode().rstrip("="),
}


@pytest.mark.parametrize("spelling", SPELLED)
@pytest.mark.parametrize("secret", [SECRET, SIGNATURE])
def test_every_spelling_is_hidden(spelling: str, secret: str) -> None:
    mask = Mask([secret]) if secret == SECRET else Mask()
    if secret == SIGNATURE:
        mask.add_signature(secret)
    form = SPELLED[spelling](secret.encode())
    hidden = mask.text(f"before {form} between-{form} behind")
    assert form[:-1] not in hidden
    assert hidden.startswith("before ***")
    assert hidden.endswith(" behind")


@given(st.binary(max_size=20), st.binary(max_size=20))
@example(b"AK:", b"")
def test_what_is_encoded_with_others_is_hidden_too(before: bytes, behind: bytes) -> None:
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        whole = encode(before + SECRET.encode() + behind).decode()
        assert "***" in Mask([SECRET]).text(whole)


@pytest.mark.parametrize("length", range(12, 70))
def test_a_secret_that_was_cut_is_hidden(length: int) -> None:
    mask = Mask(["abababab-cdcdcdcd"])
    mask.add_signature(SIGNATURE)
    for form, shown in (("abababab-cdcdcdcd", 8), (SIGNATURE, 16)):
        text = clip(f"ab {form} and more, and more, and more, and more, and more", length)
        hidden = mask.text(text)
        told = text[3 : 3 + len(form)].rstrip("…")
        assert (form[:shown] in hidden) is False or len(told) < shown


HARMLESS = [
    "abababa…",
    "abab…abab",
    "…",
    SIGNATURE[:15] + "…",
    SIGNATURE[1:],
    "x" * 200,
    "c29tZXRoaW5nIGVsc2U=" * 9,
]


@pytest.mark.parametrize("text", HARMLESS)
def test_nothing_else_is(text: str) -> None:
    mask = Mask(["abababab-cdcdcdcd"])
    mask.add_signature(SIGNATURE)
    assert mask.text(text) == text


def test_short_secrets_are_hidden_as_they_are_alone() -> None:
    assert Mask(["a/b"]).text(f"a/b a%2Fb {b'a/b'.hex()}") == f"*** *** {b'a/b'.hex()}"


def test_without_secrets_there_is_nothing_to_find() -> None:
    known = KnownSecrets(["", ""])
    known.add_signature("")
    known.add_signature("short")
    assert not known
    assert list(known.spans("…" + SIGNATURE)) == []


def test_thousands_of_signatures_are_known() -> None:
    mask, signatures = Mask(), [secrets.token_hex(32) for _ in range(3000)]
    for each in signatures:
        mask.add_signature(each)
    assert mask.text(f"{signatures[0]} {signatures[-1]}") == "*** ***"


def test_a_part_of_a_line_is_looked_at() -> None:
    known = KnownSecrets(["sesame-sesame"])
    text = "sesame-sesame sesame-sesame"
    assert list(known.spans(text, 5)) == [(14, 27)]
    assert list(known.spans(text, 0, 20)) == [(0, 13)]
