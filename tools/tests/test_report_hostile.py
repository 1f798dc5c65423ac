"""Whatever a payload, a file name or a contract says: no format carries a steering character or a secret."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from poolcontract.cli import main
from poolcontract.finding import Report, Severity
from poolcontract.report import FORMATS, WITH_STATISTICS
from poolcontract.report.deviations import entries

from .reported import hostile, hostile_texts, told

STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp", "Co", "Cn"}


def steering(text: str) -> set[str]:
    """The characters of a text that nobody should be sent, but for the line feed."""
    return {char for char in set(text) if unicodedata.category(char) in STEERING} - {"\n"}


def parsed(text: str, form: str) -> None:
    """Read a text as those read it that the format is for."""
    if form in ("json", "sarif", "gitlab"):
        json.loads(text)
    elif form == "ndjson":
        assert [json.loads(line) for line in text.splitlines()]
    elif form == "junit":
        ET.fromstring(text)  # noqa: S314  our own text
    elif form == "github":
        assert all(re.match(r"::(error|notice) [^\r\n]*::|\d", line) for line in text.splitlines())


def values(text: str, form: str) -> list[str]:
    """All texts of a JSON format as its readers get them."""
    if form not in ("json", "sarif", "gitlab", "ndjson"):
        return []
    found: list[str] = []

    def collect(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            for each in value.values():
                collect(each)
        elif isinstance(value, list):
            for each in value:
                collect(each)

    for line in text.splitlines() if form == "ndjson" else [text]:
        collect(json.loads(line))
    return found


@pytest.mark.parametrize("form", FORMATS)
def test_two_thousand_hostile_texts(form: str) -> None:
    texts = hostile_texts()
    assert len(texts) == 2000
    for show_all in (False, True):
        shown = told(
            Report(findings=map(hostile, texts), files=1, instances=1),
            form,
            show_all=show_all,
            statistics=form in WITH_STATISTICS,
        )
        parsed(shown, form)
        assert steering(shown) == set()
        assert set().union(*map(steering, values(shown, form))) == set()
        assert shown.encode("utf-8")


@settings(deadline=None)
@given(st.text(), st.sampled_from(FORMATS))
def test_any_text(text: str, form: str) -> None:
    shown = told(Report(findings=[hostile(text)], files=1, instances=1), form)
    parsed(shown, form)
    assert steering(shown) == set()


def test_no_hostile_text_steers_a_file_of_deviations() -> None:
    report = Report(findings=map(hostile, hostile_texts()))
    assert all(report)
    shown = "".join(entries(report, Severity.INFO))
    assert steering(shown) == set()


CANARY = "hunter2!hunter2"
SECRETS = [
    '{"spec": {"userLogin": {"password": "hunter2!hunter2", "keyPairName": 1}}}',
    '{"spec": {"userLogin": {"password": ["hunter2!hunter2"]}}, "status": {"phase": "x"}}',
    '{"spec": {"userLogin": {"password": {"hunter2!hunter2": {"er": "hunter2!hunter2"}}}}, "status": {}}',
    '{"spec": {"userLogin": {"password": "a", "password": "hunter2!hunter2"}}}',
    '{"spec": {"userLogin": {"password": "hunter2!hunter2',
    '{"spec": {"userLogin": {"password": "hunter2!hunter2" oops}}}',
    '{"spec": {}} {"password": "hunter2!hunter2"}',
    '{"spec": {"userLogin": "x", "token": "hunter2!hunter2"}, "apiKeySecret": "hunter2!hunter2"}',
    '{"metadata": {"x-auth-token": "hunter2!hunter2", "Authorization": "hunter2!hunter2"}, "status": 1}',
    '{\n"spec": {\n"userLogin": {\n"password":\n"hunter2!hunter2"}}}',
    "{'password': 'hunter2!hunter2'}",
    "TOKEN=hunter2!hunter2",
]


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_never_leaves(text: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_text(text)
    out, err = io.StringIO(), io.StringIO()
    words = ["lint", "a.json", "--format", form, "--min-severity", "info", "--write-deviations", "own.yaml"]
    words += ["--schema", "Pool", "--show", "all", *["--statistics"] * (form in WITH_STATISTICS)]
    assert main(words, out, err) in (0, 1, 5)
    written = (tmp_path / "own.yaml").read_text(encoding="utf-8")
    assert out.getvalue()
    assert CANARY not in out.getvalue() + err.getvalue() + written
