"""Contract tests and schema validation for one vendor operation."""

from __future__ import annotations

import importlib
from typing import Any

_PUBLIC = {
    "lint": "linter",
    "cases": "plugin.cases",
    "Conformance": "conformance",
    "Judge": "judge",
    "load": "contract",
    "Finding": "finding",
    "Severity": "finding",
}


def __getattr__(name: str) -> Any:
    """The public names, each imported with its module when it is first asked for."""
    if name not in _PUBLIC:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_PUBLIC[name]}"), name)
