"""The cases of `cases/` against the schemas; nothing is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from poolcontract.finding import Severity
from poolcontract.judge import Judge


def cases() -> Iterator[Any]:
    """Every case of every file, named by schema and description."""
    for file in sorted((Path(__file__).parent / "cases").glob("*.json")):
        for group in json.loads(file.read_text(encoding="utf-8")):
            for case in group["tests"]:
                yield pytest.param(group["target"], case, id=f"{file.stem}: {case['description']}")


@pytest.mark.parametrize(("target", "case"), list(cases()))
def test_case(target: str, case: dict[str, Any], pool_judge: Judge) -> None:
    errors = [each for each in pool_judge.check(case["instance"], target) if each.severity is Severity.ERROR]
    assert (not errors) == case["valid"], [each.message for each in errors]
