"""Colours of a terminal: how a severity looks is said here, once."""

from __future__ import annotations

from dataclasses import dataclass

from poolcontract.finding import Severity

_PLAIN, _BOLD, _FAINT = "\x1b[0m", "\x1b[1m", "\x1b[2m"
_COLOURS = {Severity.ERROR: "\x1b[31m", Severity.WARNING: "\x1b[33m", Severity.INFO: "\x1b[36m"}


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours texts, or leaves them as they are."""

    colour: bool = False

    def of(self, severity: Severity, text: str) -> str:
        """A text in the colour of a severity."""
        return self._painted(_COLOURS[severity], text)

    def severity(self, severity: Severity, width: int = 0) -> str:
        """The word for a severity in its colour, filled up with blanks."""
        word = str(severity)
        return self.of(severity, word) + " " * (width - len(word))

    def bold(self, text: str) -> str:
        """A text that stands out."""
        return self._painted(_BOLD, text)

    def faint(self, text: str) -> str:
        """A text that stands back."""
        return self._painted(_FAINT, text)

    def _painted(self, code: str, text: str) -> str:
        return f"{code}{text}{_PLAIN}" if self.colour and text else text
