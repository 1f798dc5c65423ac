"""What a run leaves in its folder beside report.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator

from poolcontract.cli import reportfiles
from poolcontract.finding import Finding, Severity, Source, from_json, to_json

from .test_report_sarif import validator

NOTED = Finding(
    rule="schema/enum",
    severity=Severity.INFO,
    message="m",
    pointer="/kind",
    schema="Pool",
    source=Source(3, "kind"),
    value="Pot",
    scenario="living-pool",
)
PLAIN = Finding(rule="media-type", severity=Severity.ERROR, message="m", pointer="/response", scenario="s")


@pytest.mark.parametrize("finding", [NOTED, PLAIN])
def test_a_finding_comes_back_from_json(finding: Finding) -> None:
    assert from_json(json.loads(json.dumps(to_json(finding)))) == finding


@pytest.mark.parametrize(
    ("more", "is_whole"), [({}, True), ({"stopped": "it is down"}, False), ({"partial": True}, False)]
)
def test_what_is_kept(more: dict[str, Any], is_whole: bool, tmp_path: Path) -> None:  # noqa: FBT001
    verdicts = [
        {"scenario": "s", "verdict": "pass", "reason": None, "status": 200},
        {"scenario": "s", "verdict": "violation", "reason": "media-type", "status": 404},
        {"scenario": "s", "verdict": "inconclusive", "reason": "reset", "status": None},
    ]
    findings = [to_json(NOTED), to_json(PLAIN)]
    report = {"findings": findings, "verdicts": verdicts, "stopped": None, "partial": False}
    reportfiles.keep(tmp_path, {**report, **more}, "what was said …\n")
    assert (tmp_path / "summary.txt").read_text(encoding="utf-8") == "what was said …\n"
    log = json.loads((tmp_path / "findings.sarif").read_text(encoding="utf-8"))
    schema: Draft4Validator = validator()
    assert [error.message for error in schema.iter_errors(log)] == []
    (run,) = log["runs"]
    assert run["invocations"] == [{"executionSuccessful": is_whole}]
    assert run["properties"]["summary"]["instances"] == 2
    assert [(each["ruleId"], each["level"], each["properties"]) for each in run["results"]] == [
        ("schema/enum", "note", {"value": "Pot", "scenario": "living-pool", "table": 3, "row": "kind"}),
        ("media-type", "error", {"scenario": "s"}),
        ("undecided/reset", "none", {"count": 1}),
    ]
