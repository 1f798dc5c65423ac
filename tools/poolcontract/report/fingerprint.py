"""Findings made comparable between runs for programs that keep them: short hashes."""

from __future__ import annotations

import hashlib
from typing import Any

from poolcontract.finding import Finding
from poolcontract.identity import identity_of


def of_identity(finding: Finding) -> str:
    """The same for every finding of one identity."""
    return _hashed(*identity_of(finding.rule, finding.schema, finding.pointer))


def of_place(finding: Finding) -> str:
    """The same for what is said of one place of one file, wherever in the file that place has moved.

    A finding on the text itself (of no schema) is told apart by line and column.
    """
    place = (finding.line, finding.column) if finding.schema is None else ()
    named = (finding.rule, finding.schema, finding.pointer, finding.message)
    return _hashed(*named, finding.file, finding.document, *place)


def _hashed(*parts: Any) -> str:
    text = "\0".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(text.encode("utf-8", errors="backslashreplace")).hexdigest()[:32]
