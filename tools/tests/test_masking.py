"""No secret and no control character leaves in any text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poolcontract.masking import Mask, clip, is_secret_name, mask_value, printable, shown

SECRET = "hunter2!hunter2"  # noqa: S105  the one that must not be seen

NAMES = [
    ("password", True),
    ("userPassword", True),
    ("X-Auth-Token", True),
    ("Authorization", True),
    ("private_key", True),
    ("privateKey", True),
    ("client_secret", True),
    ("name", False),
    ("keyPairName", False),
    ("", False),
]


@pytest.mark.parametrize(("name", "secret"), NAMES)
def test_a_secret_is_known_by_its_name(name: str, secret: bool) -> None:  # noqa: FBT001  a case
    assert is_secret_name(name) is secret


def test_secret_members_are_masked_at_any_depth() -> None:
    value = {"a": [{"password": {"x": SECRET}, "b": 1}], "TOKEN": None}
    assert mask_value(value) == {"a": [{"password": "***", "b": 1}], "TOKEN": "***"}


TEXTS = [
    ('{"password": "hunter2!hunter2"}', '{"password": ***}'),
    ('{"password" :\t"hunter2!hunter2", "a": 1}', '{"password" :\t***, "a": 1}'),
    ('"userPassword":"a\\"hunter2!hunter2"', '"userPassword":***'),
    ('"password": "hunter2!hunter2', '"password": ***'),
    ('"token": 12345, "a": 1', '"token": ***, "a": 1'),
    ('"secrets": ["hunter2!hunter2", "b"], "a": 1', '"secrets": ***, "a": 1'),
    ('"secrets": ["hunter2!hunter2", "b"', '"secrets": ***'),
    ('{"token": true}', '{"token": ***}'),
    ('{"passwords": {"a": ["}]"], "b": 1}, "c": 2}', '{"passwords": ***, "c": 2}'),
    ('{"passwords": {"a": {"b": 1}', '{"passwords": ***'),
    ('{"password": {"token": "a"}}', '{"password": ***}'),
    ('"password":', '"password":'),
    ("nothing here", "nothing here"),
]


@pytest.mark.parametrize(("text", "masked"), TEXTS)
def test_the_value_of_a_secret_member_is_masked_in_text(text: str, masked: str) -> None:
    assert Mask().text(text) == masked


def test_a_known_secret_is_masked_in_every_spelling() -> None:
    secret = 'a"b/c d\\é'  # noqa: S105
    mask = Mask([secret])
    for spelling in (secret, json.dumps(secret)[1:-1], "a%22b%2Fc%20d%5C%C3%A9", "a%22b/c%20d%5C%C3%A9"):
        assert mask.text(f"<{spelling}>") == "<***>"
    assert mask.value({"k": [secret, 1], secret: None, "password": 1}) == {
        "k": ["***", 1],
        "***": None,
        "password": "***",
    }
    assert secret not in repr(mask)


def test_overlapping_secrets_leave_nothing() -> None:
    assert Mask(["abc", "bcd", "abcd"]).text("xabcdx") == "x***x"
    assert Mask(["", "a"]).text("bab") == "b***b"


@settings(deadline=None)
@given(st.text(min_size=1), st.text(), st.text())
def test_whatever_the_secret_is_it_is_gone(secret: str, before: str, after: str) -> None:
    if secret not in before + "***" + after:
        masked = Mask([secret]).text(before + secret + after)
        assert secret not in masked.replace("***", "\0") or secret == "\0"  # noqa: S105


EXCERPTS: list[tuple[str, int, int, bool, int, tuple[str, str]]] = [
    ('    "phase" : "Deleted",', 14, 9, False, 100, ('    "phase" : "Deleted",', '"Deleted"')),
    ('{"password": "hunter2!hunter2"}', 13, 17, False, 100, ('{"password": ***}', "***")),
    ('{"password": "hunter2!hunter2"}', 1, 10, False, 100, ('{"password": ***}', '"password"')),
    (
        '{"password": "a", "password": "hunter2"}',
        18,
        1,
        False,
        100,
        ('{"password": ***, "password": ***}', '"'),
    ),
    ('{"password": "hunter2", "a": [1]}', 0, 33, False, 100, ('{"password": ***, "a": [1]}',) * 2),
    (
        '{"password": "hunter2", "a": [1]}',
        0,
        15,
        False,
        100,
        ('{"password": ***, "a": [1]}', '{"password": ***'),
    ),
    ("{'password': 'hunter2', 'a': 1}", 1, 1, False, 100, ("{'password': ***, 'a': 1}", "'")),
    ("password: hunter2", 0, 1, False, 100, ("password: ***", "p")),
    ("export TOKEN=hunter2 x", 0, 1, False, 100, ("export TOKEN=*** x", "e")),
    ('{"key": "hunter2!hunter2"}', 8, 17, True, 100, ('{"key": ***}', "***")),
    ('\t\t"a": 1', 7, 1, False, 100, ('    "a": 1', "1")),
    ('["a\tb"]', 3, 1, False, 100, ('["a\\u0009b"]', "\\u0009")),
    ('["\x1b[31mred"]', 1, 10, False, 100, ('["\\u001b[31mred"]', '"\\u001b[31mred"')),
    ("x" * 50 + "HERE" + "y" * 50, 50, 4, False, 20, ("…" + "x" * 7 + "HERE" + "y" * 7 + "…", "HERE")),
    ("x" * 50 + "HERE", 50, 4, False, 20, ("…" + "x" * 15 + "HERE", "HERE")),
    ("HERE" + "y" * 50, 0, 4, False, 20, ("HERE" + "y" * 15 + "…", "HERE")),
    ("x" * 50 + "HERE" * 20 + "y" * 50, 50, 80, False, 20, ("…xHEREHEREHEREHE…yy…", "HEREHEREHEREHE…")),
    ("", 0, 1, False, 20, ("", "")),
]


@pytest.mark.parametrize(("line", "start", "length", "secret", "width", "expected"), EXCERPTS)
def test_an_excerpt_is_masked_then_clipped_around_its_place(
    line: str,
    start: int,
    length: int,
    secret: bool,  # noqa: FBT001  a case
    width: int,
    expected: tuple[str, str],
) -> None:
    excerpt = Mask().excerpt(line, start, length, secret=secret, width=width)
    marked = excerpt.text[excerpt.start : excerpt.start + excerpt.length]
    assert (excerpt.text, marked) == expected


@settings(deadline=None)
@given(st.text(), st.integers(0, 200), st.integers(1, 200), st.integers(10, 60))
def test_an_excerpt_is_never_wider_than_asked_and_marks_a_part_of_itself(
    line: str, start: int, length: int, width: int
) -> None:
    start %= len(line) + 1
    excerpt = Mask().excerpt(line, start, length, width=width)
    assert len(excerpt.text) <= width + 1
    assert 0 <= excerpt.start <= excerpt.start + excerpt.length <= len(excerpt.text)
    assert printable(excerpt.text) == excerpt.text


def test_an_excerpt_of_an_endless_line_costs_little() -> None:
    line = '{"password": "x"}' * 1_000_000
    assert Mask().excerpt(line, 8_500_000, 3).length == 3


PRINTABLE = [
    ("plain", "plain"),
    ("é 😀 漢", "é 😀 漢"),
    ("\x1b[31m", "\\u001b[31m"),
    ("a\nb\tc\r", "a\\u000ab\\u0009c\\u000d"),
    ("\u202eevil", "\\u202eevil"),
    ("\u200b\u2028\ufeff", "\\u200b\\u2028\\ufeff"),
    ("\ud800", "\\ud800"),
    ("\U000e0001", "\\U000e0001"),
    ("\x7f\x9b", "\\u007f\\u009b"),
]


@pytest.mark.parametrize(("text", "shown_as"), PRINTABLE)
def test_what_could_steer_a_terminal_is_escaped(text: str, shown_as: str) -> None:
    assert printable(text) == shown_as


SHOWN: list[tuple[Any, str]] = [
    ("Deleted", '"Deleted"'),
    (None, "null"),
    (float("nan"), "NaN"),
    ({"password": SECRET, "a": "é"}, '{"password": "***", "a": "é"}'),
    (["x" * 100], '["' + "x" * 57 + "…"),
    ("\x1b", '"\\u001b"'),
]


@pytest.mark.parametrize(("value", "text"), SHOWN)
def test_a_value_is_shown_short_and_masked(value: Any, text: str) -> None:
    assert shown(value) == text


def test_a_clipped_text_ends_in_an_ellipsis() -> None:
    assert (clip("abc", 3), clip("abcd", 3)) == ("abc", "ab…")
