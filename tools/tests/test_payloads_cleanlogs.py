"""Lines of a log are told to be clean only where reading them closely finds nothing."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from poolcontract.fastpath import FastPath
from poolcontract.finding import Severity
from poolcontract.limits import DEFAULT, Limits
from poolcontract.linter import lint
from poolcontract.payloads import Fields
from poolcontract.payloads.cleanlogs import CleanLines

from .sloppy_bodies import CONTRACT, drawn

FAST = FastPath(CONTRACT)
BODY: dict[str, Any] = {"kind": "Pool", "metadata": {"name": "pool-a"}, "status": {"phase": "Running"}}
RECORD = json.dumps({"at": 1.25, "body": BODY}).encode()


def are_clean(*lines: bytes, limits: Limits = DEFAULT) -> bool:
    return CleanLines("/body", limits, FAST.are_clean)(lines, sum(map(len, lines)))


def findings(line: bytes, limits: Limits = DEFAULT) -> list[str]:
    """The rules that find something when the line is read closely."""
    report = lint(
        ["-"],
        contract=CONTRACT,
        lowest=Severity.WARNING,
        fields=Fields("/body"),
        limits=limits,
        stdin=io.BytesIO(line + b"\n" + RECORD),
    )
    found = [each.rule for each in report]
    return found or ["passed over"] * report.passed_over.total()


@pytest.mark.parametrize("as_text", [False, True], ids=["as it is", "as text"])
def test_bodies_in_records_agree_with_close_reading(as_text: bool) -> None:  # noqa: FBT001  a parameter
    tally = {True: 0, False: 0}
    for _, data in drawn(250, seed=3):
        text = data.decode("utf-8", "replace")
        inner = json.dumps(text) if as_text else text.replace("\n", " ")
        line = f'{{"at": 1, "body": {inner}, "took": 0.5}}'.encode()
        said = are_clean(line)
        tally[said] += 1
        assert not said or findings(line) == []
    assert min(tally.values()) > 40


DOUBTFUL = {
    "a key twice": b'{"at": 1, "at": 1, "body": {"kind": "Pool"}}',
    "the body twice": b'{"body": {"kind": "Pool", "status": {"phase": "Gone"}}, "body": {"kind": "Pool"}}',
    "a key twice in the body": b'{"body": {"kind": "Pool", "kind": "Pool"}}',
    "a key twice in the body as text": rb'{"body": "{\"kind\": \"Pool\", \"kind\": \"Pool\"}"}',
    "a quote as a number": rb'{"a": 1, "a": "\u0022", "body": {"kind": "Pool"}}',
    "a number of many digits": b'{"at": ' + b"1" * 500 + b', "body": {"kind": "Pool"}}',
    "a fraction of many digits": b'{"at": 0.' + b"1" * 500 + b', "body": {"kind": "Pool"}}',
    "a number out of range": b'{"at": 1e999, "body": {"kind": "Pool"}}',
    "not a number": b'{"at": NaN, "body": {"kind": "Pool"}}',
    "half a character": rb'{"at": "\ud800", "body": {"kind": "Pool"}}',
    "no UTF-8": b'{"at": "\xff", "body": {"kind": "Pool"}}',
    "trailing text": RECORD + b" x",
    "cut": RECORD[:-1],
    "two records": RECORD + RECORD,
    "deep": b'{"at": ' + b"[" * 200 + b"]" * 200 + b', "body": {"kind": "Pool"}}',
    "a wrong body": b'{"body": {"kind": "Pool", "status": {"phase": "Gone"}}}',
    "no body": b'{"at": 1}',
    "an empty body": b'{"body": ""}',
    "a body that is null": b'{"body": null}',
    "no record": b'[{"body": {"kind": "Pool"}}]',
    "no JSON at all": b"10.0.0.1 GET /v2/p/pools",
    "blank": b"",
}


@pytest.mark.parametrize("line", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_is_doubtful_is_not_told_to_be_clean(line: bytes) -> None:
    assert are_clean(RECORD)
    assert not are_clean(line)
    assert not are_clean(RECORD, line)


@pytest.mark.parametrize(
    "limits", [Limits(depth=3), Limits(depth=2), Limits(digits=1), Limits(document=40)], ids=str
)
def test_limits_are_kept(limits: Limits) -> None:
    assert not are_clean(RECORD, limits=limits) or findings(RECORD, limits) == []


def test_what_is_clean_in_an_odd_way_is_clean() -> None:
    line = '{"at":"caf\\u00e9 😀","n":[-0, 1e5, 12345678901234567890],"body":"{}"}'
    assert are_clean(RECORD, line.replace("{}", '{\\"kind\\":\\"Pool\\"}').encode(), RECORD + b"\r\n")
