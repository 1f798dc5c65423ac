"""Findings for programs: one JSON object with every finding and a summary."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from poolcontract.finding import Report, Severity, to_json
from poolcontract.report.style import Style


def render(report: Report, style: Style) -> Iterator[str]:
    """`{"findings", "summary"}`: the findings to be shown; the summary counts all of them.

    Only ASCII is written, so that no stream can spoil it.
    """
    counts = Counter(finding.severity for finding in report.findings)
    form = {
        "findings": [to_json(each) for each in report.findings if each.severity >= style.lowest],
        "summary": {
            "instances": report.instances,
            "errors": counts[Severity.ERROR],
            "warnings": counts[Severity.WARNING],
            "infos": counts[Severity.INFO],
            "files": report.files,
        },
    }
    yield json.dumps(form, indent=2) + "\n"
