"""How a report is to look: decided on the top floor, passed down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from poolcontract.finding import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Findings below `lowest` are counted, not shown; `closing` asks for the line that sums up.

    `show_all` tells every finding where a format tells the first of a kind and counts the rest; `most` is the
    number of findings after which no more are told; `statistics` asks for the table of kinds. `width` is that
    of the terminal, None elsewhere. `fail_on`, `version` and `began` are for formats that name them.
    """

    lowest: Severity = Severity.WARNING
    fail_on: Severity = Severity.ERROR
    colour: bool = False
    closing: bool = True
    show_all: bool = False
    statistics: bool = False
    most: int | None = None
    width: int | None = None
    version: str = ""
    began: datetime = datetime(1970, 1, 1, tzinfo=UTC)
