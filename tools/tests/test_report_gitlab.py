"""GitLab's code quality report."""

from __future__ import annotations

import json
from dataclasses import replace

from poolcontract.finding import Report, Severity

from .reported import GONE, ODD, several, told


def test_the_whole() -> None:
    mild = replace(GONE, severity=Severity.WARNING, file="./a.json")
    assert (
        told(Report(findings=(GONE, mild), instances=1, files=1), "gitlab")
        == """\
[
{"description": "\\"Deleted\\" is not one of Creating, Running (Table 14, phase)", \
"check_name": "schema/enum", "fingerprint": "503182bc61c4347d07c3d514843d2912", "severity": "major", \
"location": {"path": "answer.json", "lines": {"begin": 23}}},
{"description": "\\"Deleted\\" is not one of Creating, Running (Table 14, phase)", \
"check_name": "schema/enum", "fingerprint": "d840f0e009b4cd2d13f717922b33835f", "severity": "minor", \
"location": {"path": "a.json", "lines": {"begin": 23}}}
]
"""
    )
    assert told(Report(findings=()), "gitlab") == "[]\n"


def fingerprints(*findings: object) -> list[str]:
    entries = json.loads(told(Report(findings=findings), "gitlab"))  # type: ignore[arg-type]
    return [each["fingerprint"] for each in entries]


def test_every_place_has_a_fingerprint_of_its_own() -> None:
    report = json.loads(told(several(), "gitlab", lowest=Severity.INFO))
    assert len(report) == len({each["fingerprint"] for each in report}) == 9


def test_a_place_that_moved_keeps_its_fingerprint() -> None:
    one, moved, other = fingerprints(GONE, replace(GONE, line=99, column=1), replace(GONE, file="b.json"))
    assert one == moved != other
    one, moved = fingerprints(ODD, replace(ODD, line=99))
    assert one != moved, "a finding on the text has no other place than its line"
