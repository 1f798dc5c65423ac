"""The options that say what is read: limits, wanted files, and where log records hold what."""

from __future__ import annotations

import argparse
import io
from dataclasses import fields
from pathlib import Path

import pytest

from poolcontract.cli import main, sources
from poolcontract.errors import UsageError
from poolcontract.limits import DEFAULT, Limits
from poolcontract.payloads import Fields

OF_OTHERS = {"response", "headers", "header_bytes", "excerpt", "value"}
"""Limits on answers of a target, and on what is shown."""


def parsed(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser(exit_on_error=False)
    sources.add_arguments(parser.add_argument_group())
    return parser.parse_args(words)


def test_every_limit_can_be_moved_and_is_documented() -> None:
    names = {each.name for each in fields(Limits)}
    assert set(sources.HIGHEST) == names - OF_OTHERS
    for name, most in sources.HIGHEST.items():
        assert getattr(sources.limits_of([f"{name}=7"]), name) == 7
        assert 0 < getattr(DEFAULT, name) <= most
        assert f"\n    {name} " in str(Limits.__doc__)
    assert sources.limits_of(["depth=5", "line=6", "depth=7"]) == Limits(depth=7, line=6)


@pytest.mark.parametrize(
    "text",
    ["depth", "depth=", "depth=0", "depth=-1", "depth=1.5", "depth=201", "response=5", "line=" + "9" * 5000],
)
def test_a_limit_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="write it as NAME=N"):
        sources.limits_of([text])


def test_the_fields_of_log_records() -> None:
    assert sources.fields_of(parsed()) is None
    assert sources.fields_of(parsed("--body", "/a")) == Fields("/a")
    words = ["--body", "/a", "--status", "/b", "--method", "/c", "--path", "/d"]
    assert sources.fields_of(parsed(*words)) == Fields("/a", "/b", "/c", "/d")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--status", "/a"], "--status says something of log records: say with --body"),
        (["--path", "/a", "--method", "/b"], "--method says something"),
        (["--body", "/a", "--method", "/b"], "they need --status"),
    ],
)
def test_half_a_description_of_records_is_refused(words: list[str], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        sources.fields_of(parsed(*words))


def test_a_pointer_begins_with_a_slash() -> None:
    with pytest.raises(argparse.ArgumentError, match="is no JSON Pointer"):
        parsed("--body", "body")


def test_what_is_passed_over_and_undecided_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("x.log").write_text(
        'starting\n{"b": {}, "s": 200, "m": "GET"}\n{"b": {}, "s": 429}\n{"b": {}, "s": 429}\n'
    )
    out, err = io.StringIO(), io.StringIO()
    words = ["lint", "x.log", "--body", "/b", "--status", "/s", "--method", "/m"]
    assert main(words, out, err) == 5
    assert out.getvalue() == (
        "no findings in 1 file; 2 passed over (1 not a JSON object, 1 of another operation); "
        "2 answers undecided; nothing was checked\n"
    )
    assert err.getvalue() == ""
