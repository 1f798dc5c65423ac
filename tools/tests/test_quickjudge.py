"""The quick judge finds what the judge finds, in the same words and the same order."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from poolcontract.finding import Severity
from poolcontract.judge import Judge
from poolcontract.limits import Limits
from poolcontract.quickjudge import QuickJudge

from .sloppy_bodies import CONTRACT, drawn

MANY = Limits(findings=1_000_000)


def disagreements(count: int, seed: int, lowest: Severity) -> list[bytes]:
    judge = Judge(CONTRACT, lowest=lowest)
    told = {name: QuickJudge(CONTRACT, schema=name, lowest=lowest) for name in CONTRACT.schemas}
    untold = QuickJudge(CONTRACT, lowest=lowest)
    return [
        data
        for name, data in drawn(count, seed)
        if list(untold.check_text(data)) != list(judge.check_text(data))
        or list(told[name].check_text(data)) != list(judge.check_text(data, name))
    ]


@pytest.mark.parametrize("lowest", [Severity.INFO, Severity.WARNING])
def test_it_says_what_the_judge_says(lowest: Severity) -> None:
    assert disagreements(500, seed=31, lowest=lowest) == []


@pytest.mark.long
def test_it_says_what_the_judge_says_of_many() -> None:
    assert disagreements(40_000, seed=32, lowest=Severity.WARNING) == []


def test_what_is_not_looked_for_is_not_found() -> None:
    for _, data in drawn(200, seed=33):
        every = [
            each for each in Judge(CONTRACT, limits=MANY).check_text(data) if each.severity > Severity.INFO
        ]
        assert list(Judge(CONTRACT, limits=MANY, lowest=Severity.WARNING).check_text(data)) == every


def test_one_wrong_value_needs_keywords_alone() -> None:
    quick = QuickJudge(CONTRACT)
    for _ in range(200):
        assert list(quick.check_text(b"{}")) == []
    quick.judge.check_text = None  # type: ignore[method-assign,assignment]  it must not be asked
    body = b'{"metadata": {"name": "pool-a"},\n "status": {"phase": "Gone"}}'
    for _ in range(100):
        (found,) = quick.check_text(body)
        assert (found.rule, found.pointer, found.line, found.column) == (
            "schema/enum",
            "/status/phase",
            2,
            22,
        )


def test_clean_is_said_of_what_has_no_findings() -> None:
    quick = QuickJudge(CONTRACT)
    assert not quick.is_clean(b"{}")  # at first there is nothing to tell it by
    told = {quick.is_clean(data): list(quick.check_text(data)) for _, data in drawn(200, seed=34)}
    assert told[True] == []


def test_one_file_needs_no_decoder_and_no_library() -> None:
    code = (
        "import sys\n"
        "from poolcontract.contract import load\n"
        "from poolcontract.quickjudge import QuickJudge\n"
        "quick = QuickJudge(load())\n"
        "assert [each.rule for each in quick.check_text(b'{\"kind\": \"Pod\"}')] == ['schema/enum']\n"
        "assert not sys.modules.keys() & {'msgspec', 'jsonschema', 'jsonschema_rs'}\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_it_goes_to_other_processes() -> None:
    quick = pickle.loads(pickle.dumps(QuickJudge(CONTRACT, schema="Error")))  # noqa: S301  our own
    assert [each.rule for each in quick.check_text(b'{"error_code": 1}')] == ["schema/type"]
    assert list(quick.check_text(b'{"error_code": "x"}')) == []
