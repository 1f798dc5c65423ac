"""Every scenario of this folder, one file each: all their steps are known before anything is sent."""

from __future__ import annotations

import importlib
import pkgutil

from poolcontract.scenario import Scenario


def scenarios() -> list[Scenario]:
    """The scenarios in alphabetical order of their files; some files hold a family of them."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return [scenario for module in modules for scenario in module.SCENARIOS]
