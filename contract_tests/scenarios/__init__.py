"""Every scenario of this folder, one file each: all their steps are known before anything is sent."""

from __future__ import annotations

import importlib
import pkgutil

from poolcontract.scenario import Scenario

PHASES = (
    Scenario(
        id="generated",
        proves="requests that Schemathesis draws from the document are served, or refused without effect",
        source="openapi.yaml",
        steps=(),
    ),
    Scenario(
        id="stateful",
        proves="whatever the order of calls, a pool is deleted once and then gone",
        source="Status Codes, 404",
        steps=(),
    ),
)
"""What the other contract tests prove: their steps are drawn."""


def scenarios() -> list[Scenario]:
    """The scenarios in alphabetical order of their files; some files hold a family of them."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return [scenario for module in modules for scenario in module.SCENARIOS]
