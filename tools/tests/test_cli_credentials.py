"""Whom `poolcontract mock` lets in: as typed, as read, as told; a secret key is never typed, nor repeated."""

from __future__ import annotations

import http.client
import io
import re
from pathlib import Path

import pytest

from poolcontract.cli import main
from poolcontract.cli import mock as command
from poolcontract.errors import UsageError
from poolcontract.settings import SECRET_KEY_VARIABLE, secret_key_of

SECRET = "made-up/secret+key="  # noqa: S105  it says so
LINE = re.compile(
    r"mock http://127\.0\.0\.1:\d+  project p"
    r"  token (?P<token>\S+)  access-key (?P<access_key>\S+)(?:  secret-key (?P<secret_key>\S+))?  pools a\n"
)


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A mock that stops as soon as it has told its first line, in an empty folder."""

    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "_wait_for_a_signal", interrupted)
    monkeypatch.delenv(SECRET_KEY_VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)


def ran(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = main(("mock", "--port", "0", "--project-id", "p", "--pool", "a", *words), out, err)
    return status, out.getvalue(), err.getvalue()


def first_line(*words: str) -> dict[str, str | None]:
    status, out, err = ran(*words)
    assert (status, err) == (0, "mock stopped\n")
    line = LINE.fullmatch(out)
    assert line is not None, out
    return line.groupdict()


def test_what_is_made_up_is_told() -> None:
    one, two = first_line(), first_line()
    assert all(one[name] and one[name] != two[name] for name in ("token", "access_key", "secret_key"))


def test_a_token_of_ones_own_is_told() -> None:
    assert first_line("--token", "sesame")["token"] == "sesame"  # noqa: S105  made up


@pytest.mark.parametrize(("words", "status"), [((), 401), (("--any-token",), 200)], ids=["one", "any"])
def test_any_token_may_do(words: tuple[str, ...], status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    out, seen = io.StringIO(), []

    def called_once() -> None:
        connection = http.client.HTTPConnection(out.getvalue().split()[1].removeprefix("http://"), timeout=5)
        connection.request("DELETE", "/v2/p/pools/a", headers={"X-Auth-Token": "x"})
        seen.append(connection.getresponse().status)
        connection.close()
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "_wait_for_a_signal", called_once)
    given = ("mock", "--port", "0", "--project-id", "p", "--pool", "a", *words)
    assert main(given, out, io.StringIO()) == 0
    assert seen == [status]


def test_a_key_of_ones_own_is_told_without_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET_KEY_VARIABLE, SECRET)
    told = first_line("--access-key", "AK1")
    assert (told["access_key"], told["secret_key"]) == ("AK1", None)
    Path("secret").write_text(SECRET, encoding="utf-8")
    monkeypatch.setenv(SECRET_KEY_VARIABLE, "a blank in it")
    told = first_line("--access-key", "AK1", "--secret-key-file", "secret")
    assert (told["access_key"], told["secret_key"]) == ("AK1", None)


def test_the_variable_alone_is_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET_KEY_VARIABLE, SECRET)
    assert first_line()["secret_key"] not in (None, SECRET)


REFUSED: dict[str, tuple[tuple[str, ...], str]] = {
    "no secret key": (("--access-key", "AK1"), "POOLCONTRACT_SECRET_KEY: it holds no secret key"),
    "no access key": (("--access-key", ""), "--access-key: an access key is of letters, digits, - _ ."),
    "a comma": (("--access-key", "a,b"), "--access-key: an access key is of letters, digits, - _ ."),
    "a file without a key": (
        ("--secret-key-file", "secret"),
        "--secret-key-file: it does not go without --access-key",
    ),
    "no such file": (
        ("--access-key", "AK1", "--secret-key-file", "nowhere"),
        "--secret-key-file nowhere: cannot be read: No such file",
    ),
    "a typed secret": (
        ("--access-key", "AK1", "--secret-key", "x"),
        "no such option or argument: --secret-key",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_key_is_refused_in_one_sentence(case: str) -> None:
    words, sentence = REFUSED[case]
    status, out, err = ran(*words)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"poolcontract: {sentence}")


@pytest.mark.parametrize("text", ["a b", "a\nb", "ä", "\ufeffa", "~" * 32_001])
def test_a_secret_key_that_makes_no_sense_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "secret"
    file.write_text(text, encoding="utf-8")
    for given in ((file, {}), (None, {SECRET_KEY_VARIABLE: text})):
        with pytest.raises(UsageError, match=r"a secret key is one line of ASCII without blanks$") as refusal:
            secret_key_of(*given)
        assert text not in str(refusal.value)


@pytest.mark.parametrize("text", [SECRET, f" {SECRET}\r\n"])
def test_a_secret_key_is_read(tmp_path: Path, text: str) -> None:
    file = tmp_path / "secret"
    file.write_text(text, encoding="utf-8")
    assert secret_key_of(file, {SECRET_KEY_VARIABLE: "another"}) == SECRET
    assert secret_key_of(None, {SECRET_KEY_VARIABLE: text}) == SECRET


@pytest.mark.parametrize("text", ["", " \n"])
def test_no_secret_key_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "secret"
    file.write_text(text, encoding="utf-8")
    for given in ((file, {}), (None, {SECRET_KEY_VARIABLE: text})):
        with pytest.raises(UsageError, match=r": it holds no secret key$"):
            secret_key_of(*given)
