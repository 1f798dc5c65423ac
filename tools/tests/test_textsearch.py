"""Words are found in texts, whoever searches."""

from __future__ import annotations

import sys

import pytest

from poolcontract.textsearch import Search

WORDS = ("eyJ", "PRIVATE KEY", "a.b", "x-y_z", "(")
TEXTS = {
    "eyJ": True,
    "...PRIVATE KEY...": True,
    "PRIVATEKEY": False,
    "axb": False,
    "a.b": True,
    "x-y_z": True,
    "eyj": False,
    "": False,
    "f(x)": True,
    "é😀 eyJ": True,
}


@pytest.mark.parametrize("readable", [True, False], ids=["jsonschema-rs", "re alone"])
def test_a_word_is_found_at_first_and_later(readable: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    if not readable:
        monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    search = Search(WORDS)
    for _ in range(3):
        assert {text: search.found_in(text) for text in TEXTS} == TEXTS
        assert not search.found_in(" " * 60_000)


def test_case_matters_only_where_it_is_asked_to() -> None:
    search = Search(("password", "token"), ignore_case=True)
    for _ in range(2):
        assert search.found_in("my PassWord")
        assert search.found_in("the to\u212aen")  # the sign of the kelvin is a k, for `re` as well
        assert not search.found_in("x" * 60_000)


def test_without_words_nothing_is_found() -> None:
    assert not Search(()).found_in("anything")
