"""The judge says of every case what the case promises, warnings included."""

from __future__ import annotations

from pathlib import Path

import pytest

from poolcontract.contract import load
from poolcontract.finding import Finding, Severity
from poolcontract.judge import Judge

from .case_files import case_files, cases, exchange_cases

CONTRACT = load()
JUDGE = Judge(CONTRACT)


def told(finding: Finding) -> str:
    return f"{finding.rule} {finding.pointer}".rstrip()


@pytest.mark.parametrize("file", case_files(), ids=lambda file: file.stem)
def test_instances_are_judged_as_their_cases_say(file: Path) -> None:
    for case in cases():
        if case.file == file.stem:
            found = list(JUDGE.check(case.instance, case.target))
            worth_a_word = sorted(told(each) for each in found if each.severity > Severity.INFO)
            assert worth_a_word == list(case.findings), case.id
            assert case.valid == all(each.severity < Severity.ERROR for each in found), case.id


def test_exchanges_are_judged_as_their_cases_say() -> None:
    for case in exchange_cases(CONTRACT):
        found = JUDGE.check_exchange(case.exchange, case.operation)
        assert sorted(map(told, found)) == list(case.findings), case.description
