"""Findings for GitLab's code quality report: a JSON array, written as findings are made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Finding, Report, Severity
from poolcontract.report.fingerprint import of_place
from poolcontract.report.json import written
from poolcontract.report.style import Style
from poolcontract.report.table import path_of, sentence
from poolcontract.report.telling import Told

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report, style: Style) -> Iterator[str]:
    """One array of the findings to be told; GitLab has no place for what sums up."""
    lead = "[\n"
    for finding in Told(report, style):
        yield lead + written(_entry(finding))
        lead = ",\n"
    yield "[]\n" if lead == "[\n" else "\n]\n"


def _entry(finding: Finding) -> dict[str, Any]:
    return {
        "description": sentence(finding),
        "check_name": finding.rule,
        "fingerprint": of_place(finding),
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": path_of(finding.file or "-"), "lines": {"begin": finding.line or 1}},
    }
