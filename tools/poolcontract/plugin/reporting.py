"""What a session leaves behind in the report's folder: each file is whole, or not there."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from poolcontract.record import Record

REPORT = "report.json"
RECORDING = "recording.har"
JUNIT = "junit.xml"


def write(folder: Path, record: Record, url: str) -> None:
    """Write report.json, the same as JUnit XML, and the recording of what was sent to a URL.

    Raises `OSError` for what cannot be written.
    """
    from poolcontract.evidence import evidence  # noqa: PLC0415  the plugin is loaded in every pytest run
    from poolcontract.frequency import frequency  # noqa: PLC0415  the same
    from poolcontract.recording import recording  # noqa: PLC0415  the same
    from poolcontract.report.testrun import junit  # noqa: PLC0415  the same

    folder.mkdir(parents=True, exist_ok=True)
    report = {**record.report(), "evidence": evidence(record), "frequency": frequency(record)}
    _write(folder / REPORT, [json.dumps(report, indent=2, ensure_ascii=False), "\n"])
    _write(folder / JUNIT, junit(record, record.began))
    _write(folder / RECORDING, recording(record, url=url, version=version("poolcontract")))


def _write(file: Path, pieces: Iterable[str]) -> None:
    unfinished = file.with_name(f"{file.name}.unfinished")
    with unfinished.open("w", encoding="utf-8") as stream:
        stream.writelines(pieces)
    unfinished.replace(file)
