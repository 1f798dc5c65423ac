"""How a report is to look: decided on the top floor, passed down."""

from __future__ import annotations

from dataclasses import dataclass

from poolcontract.finding import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Findings below `lowest` are counted, not shown; `closing` asks for the line that sums up."""

    lowest: Severity = Severity.WARNING
    colour: bool = False
    closing: bool = True
