"""The catalogue of rules: this folder is walked, so a new file is a new rule.

A module whose name begins with an underscore holds what several rules share and is no rule.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Any

from poolcontract.finding import Rule


@dataclass(frozen=True, slots=True)
class Entry:
    """A rule of the catalogue: `id` from the file name, `title` and `text` from the docstring.

    `applies` tells whether the rule has a chance to fire; `check` gives (JSON Pointer, message) and is called
    only where `applies` holds. Both take the value of the rule's schema; for a rule about any schema also
    that schema; for a rule about an operation the exchange and the operation.

    What may spare those calls, each None where the module has none: `silent`, of a rule about one schema, is
    true of a value only where the rule finds nothing in it (one expression, so that it can be fused with
    others). `marks`, of a rule about any schema: it finds nothing in objects whose members are all listed or
    known, and whose texts hold none of these.
    """

    id: str
    title: str
    text: str
    rule: Rule
    applies: Callable[..., bool] = field(repr=False)
    check: Callable[..., Iterator[tuple[str, str]]] = field(repr=False)
    silent: Callable[[Any], bool] | None = field(repr=False, default=None)
    marks: tuple[str, ...] | None = field(repr=False, default=None)


@cache
def catalogue() -> Mapping[str, Entry]:
    """Every rule by its id, in alphabetical order."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names if not name.startswith("_")]
    return MappingProxyType({entry.id: entry for entry in map(_entry, modules)})


def _entry(module: ModuleType) -> Entry:
    title, _, text = (module.__doc__ or "").strip().partition("\n")
    identifier = module.__name__.rpartition(".")[2].replace("_", "-")
    declared: Any = module
    return Entry(
        identifier,
        title.strip(),
        text.strip(),
        declared.RULE,
        declared.applies,
        declared.check,
        getattr(module, "silent", None),
        getattr(module, "MARKS", None),
    )
