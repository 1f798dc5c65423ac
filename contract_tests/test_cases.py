"""The cases of `cases/` against the schemas; nothing is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from poolcontract.finding import Severity
from poolcontract.judge import Judge

FILES = sorted((Path(__file__).parent / "cases").glob("*.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_cases(file: Path, pool_judge: Judge) -> None:
    """One test a file: to pytest each test costs more than judging its case."""
    wrong = list(misjudged(file, pool_judge))
    assert not wrong, "\n".join(wrong)


def misjudged(file: Path, judge: Judge) -> Iterator[str]:
    """The cases of a file on which the schemas and the file differ, with what the schemas say."""
    for group in json.loads(file.read_text(encoding="utf-8")):
        for case in group["tests"]:
            found = judge.check(case["instance"], group["target"])
            errors = [each.message for each in found if each.severity is Severity.ERROR]
            if bool(errors) == case["valid"]:
                yield f"{case['description']}: {errors or 'no error'}"
