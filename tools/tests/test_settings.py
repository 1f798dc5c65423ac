"""What a person types for a run: taken, or refused in one sentence that says what is expected."""

from __future__ import annotations

import contextlib
from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolcontract import settings
from poolcontract.deviations import PROFILES
from poolcontract.errors import UsageError
from poolcontract.finding import Severity
from poolcontract.settings import OPTIONS, OPTIONS_OF_PYTEST, RunOptions, checked_token, token_in, token_of

TAKEN: list[tuple[Callable[[str], Any], str, Any]] = [
    (settings.seconds, "0.5", 0.5),
    (settings.seconds, "1e-3", 0.001),
    (settings.seconds, "3600", 3600.0),
    (settings.requests, "1", 1),
    (settings.requests, "5000", 5000),
    (settings.rate, "5", 5.0),
    (settings.rate, "0.1", 0.1),
    (settings.seed, "0", 0),
    (settings.seed, "123456789012345678", 123456789012345678),
    (settings.port, "0", 0),
    (settings.port, "65535", 65535),
    (settings.minimum, "200=20", ("200", 20)),
    (settings.minimum, "599=0", ("599", 0)),
]
REFUSED: dict[Callable[[str], Any], tuple[list[str], str]] = {
    settings.seconds: (
        ["0", "-1", "nan", "inf", "-inf", "1e400", "3600.1", "x", "", "1s", "0x1"],
        "seconds are expected, above 0 and at most 3600",
    ),
    settings.requests: (
        ["0", "-1", "1.5", "1e3", "x", "", "²", "٣", " ", "9" * 5000],
        "a whole number from 1 is expected",
    ),
    settings.rate: (
        ["0", "-1", "nan", "inf", "5.1", "x", "", "1/s"],
        "requests a second are expected, above 0 and at most 5",
    ),
    settings.seed: (["-1", "x", "1.0", "", "²", "9" * 5000], "a whole number from 0 is expected"),
    settings.port: (["-1", "65536", "99999", "x", "", "80 80"], "a port is expected, 0 to 65535"),
    settings.minimum: (
        ["nonsense", "200", "200=", "=1", "999=1", "099=1", "200=-1", "200=1.5", "200=1=1", "²00=1", "200=x"],
        "write it as STATUS=N, such as 200=20",
    ),
}


@pytest.mark.parametrize(("reading", "text", "value"), TAKEN)
def test_taken(reading: Callable[[str], Any], text: str, value: Any) -> None:
    assert reading(text) == value


@pytest.mark.parametrize(
    ("reading", "text"), [(reading, text) for reading, (texts, _) in REFUSED.items() for text in texts]
)
def test_refused(reading: Callable[[str], Any], text: str) -> None:
    with pytest.raises(ArgumentTypeError) as refusal:
        reading(text)
    assert str(refusal.value).endswith(f": {REFUSED[reading][1]}")
    assert len(str(refusal.value)) < 100


@given(st.text() | st.integers().map(str) | st.floats().map(str))
def test_any_text_is_taken_or_refused(text: str) -> None:
    for reading in REFUSED:
        with contextlib.suppress(ArgumentTypeError):
            reading(text)


BAD_TOKENS = ["a b", "a\nb", "a\tb", "\x00a", "tök", "t€", "a" * 32_001, "a\rb"]


@pytest.mark.parametrize("text", ["sesame", " sesame\n", "sesame\r\n", "~" * 32_000])
def test_a_token_is_read_from_a_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "token").write_text(text, encoding="utf-8")
    assert token_in(tmp_path / "token") == text.strip()


@pytest.mark.parametrize("text", [*BAD_TOKENS, "\ufeffsesame"])
def test_a_file_that_holds_no_token_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "token").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"token: a token is one line of ASCII without blanks") as refusal:
        token_in(tmp_path / "token")
    assert text not in str(refusal.value)


@pytest.mark.parametrize("text", ["", " \n", "\r\n"])
def test_a_file_without_a_token_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "token").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"^--token-file .*: it holds no token$"):
        token_in(tmp_path / "token")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(UsageError, match=r"^--token-file .*: cannot be read: (Is a dir|No such file)"):
            token_in(place)


def test_no_more_is_read_of_a_file_than_a_token_has() -> None:
    with pytest.raises(UsageError, match="32000 characters at most"):
        token_in(Path("/dev/zero"))


@pytest.mark.parametrize("text", BAD_TOKENS)
def test_a_token_that_fits_in_no_header_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"^--token: a token is one line"):
        checked_token(text, "--token")


def options(**given: Any) -> RunOptions:
    tables = {**OPTIONS, **OPTIONS_OF_PYTEST}
    defaults = {name: settings.get("default") for name, settings in tables.items()}
    return RunOptions.of({**defaults, **{name.replace("_", "-"): value for name, value in given.items()}})


def test_the_defaults_are_the_built_in_mock() -> None:
    made = options()
    assert (made.url, made.destroy, made.faults, made.contract_path) == (None, (), (), None)
    assert (made.seed, made.timeout, made.max_requests) == (1, 10.0, 5000)
    assert made.contract().operations


def test_the_options_by_their_names() -> None:
    made = options(destroy_pool=["a", "b"], fault=["f"], contract=Path("c"), max_requests=7)
    assert (made.destroy, made.faults, made.contract_path) == (("a", "b"), ("f",), Path("c"))
    assert made.max_requests == 7


def test_the_token_comes_from_the_file_or_else_from_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("of-the-file\n", encoding="utf-8")
    given = {"POOLCONTRACT_TOKEN": " of-the-environment\n"}
    assert token_of(None, {}) == ""
    assert token_of(None, {"POOLCONTRACT_TOKEN": " "}) == ""
    assert token_of(None, given) == "of-the-environment"
    assert token_of(file, given) == "of-the-file"
    with pytest.raises(UsageError, match=r"^POOLCONTRACT_TOKEN: a token is one line"):
        token_of(None, {"POOLCONTRACT_TOKEN": "a b"})


def test_the_choices_are_those_that_there_are() -> None:
    assert OPTIONS["profile"]["choices"] == PROFILES
    assert OPTIONS["fail-on"]["choices"] == tuple(map(str, sorted(Severity)))
    assert not set(OPTIONS) & set(OPTIONS_OF_PYTEST)
    assert "token" not in OPTIONS, "a token is never typed on a command line"
