"""Lines that came before a damage are judged and counted, whichever way they are told."""

from __future__ import annotations

import gzip
from pathlib import Path

from poolcontract.contract import load
from poolcontract.finding import Severity
from poolcontract.linter import lint

LINE = b'{"kind":"Pool","metadata":{"name":"pool-a"}}\n'


def test_clean_lines_before_a_damage_count(tmp_path: Path) -> None:
    file = tmp_path / "cut.ndjson.gz"
    file.write_bytes(gzip.compress(LINE * 3000, compresslevel=0)[:-1000])
    counts = []
    for lowest in (Severity.INFO, Severity.WARNING):
        report = lint([file], contract=load(), lowest=lowest)
        assert all(each.severity is Severity.INFO for each in report)
        assert len(report.unreadable) == 1
        counts.append(report.instances)
    assert counts[0] == counts[1] > 1000
