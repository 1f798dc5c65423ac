"""What a run leaves in its --report-dir for other programs and for later: SARIF and the words at its end."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from poolcontract.cli.version import version
from poolcontract.finding import Report, Severity, from_json
from poolcontract.report import sarif
from poolcontract.report.style import Style
from poolcontract.report.testrun import unsettled

SARIF = "findings.sarif"
SUMMARY = "summary.txt"


def keep(folder: Path, report: Mapping[str, Any], words: str) -> None:
    """Write a run's report as SARIF, infos and what has no verdict included, and the words that told it.

    Raises `OSError` for what cannot be written.
    """
    (folder / SUMMARY).write_text(words, encoding="utf-8", errors="backslashreplace")
    findings = Report(
        findings=map(from_json, report["findings"]),
        instances=sum(each["status"] is not None for each in report["verdicts"]),
        interrupted=report["partial"] or report["stopped"] is not None,
    )
    style = Style(lowest=Severity.INFO, version=version())
    with (folder / SARIF).open("w", encoding="utf-8") as stream:
        stream.writelines(sarif.render(findings, style, unsettled(report["verdicts"])))
