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


def write(folder: Path, record: Record, url: str) -> None:
    """Write report.json, and the recording of what was sent to a URL.

    Raises `OSError` for what cannot be written.
    """
    from poolcontract.recording import recording  # noqa: PLC0415  the plugin is loaded in every pytest run

    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / REPORT, [json.dumps(record.report(), indent=2, ensure_ascii=False), "\n"])
    _write(folder / RECORDING, recording(record, url=url, version=version("poolcontract")))


def _write(file: Path, pieces: Iterable[str]) -> None:
    unfinished = file.with_name(f"{file.name}.unfinished")
    with unfinished.open("w", encoding="utf-8") as stream:
        stream.writelines(pieces)
    unfinished.replace(file)
