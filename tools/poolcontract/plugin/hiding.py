"""Keeps a run's secrets out of what pytest says and writes: failures, captured output, errors of its own."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from poolcontract.masking import Mask


class Hiding:
    """A plugin that is registered once a run is open, since there are no secrets before."""

    def __init__(self, mask: Mask) -> None:
        self._mask = mask

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Hide them in the report of a test."""
        report = yield
        report.sections = [(name, self._mask.text(content)) for name, content in report.sections]
        if isinstance(report.longrepr, tuple):
            path, line, reason = report.longrepr
            report.longrepr = (path, line, self._mask.text(reason))
        elif report.longrepr is not None:
            hidden = self._mask.text(str(report.longrepr))
            if hidden != str(report.longrepr):
                report.longrepr = hidden
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_internalerror(self, excrepr: Any) -> None:
        """Hide them in what is told of an error that is nobody's test."""
        hidden = self._mask.text(str(excrepr))
        if hidden != str(excrepr):
            excrepr.toterminal = lambda terminal: terminal.write(hidden)
