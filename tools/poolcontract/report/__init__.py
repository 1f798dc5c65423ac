"""The formats of a report: one module a format, each with `render(report, style)`."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Any

from poolcontract.finding import Report
from poolcontract.report.style import Style

FORMATS = ("text", "concise", "json", "ndjson", "sarif", "junit", "github", "gitlab")
WITH_STATISTICS = ("text", "concise", "json", "ndjson")
Render = Callable[[Report, Style], Iterator[str]]


def renderer(name: str) -> Render:
    """The function that gives a report's text in a format, piece by piece, while findings are made."""
    module: Any = importlib.import_module(f"{__name__}.{name}")
    render: Render = module.render
    return render
