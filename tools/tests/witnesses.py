"""What the rules are held against: every example of a rule, every case, and what each rule says of them.

A rule's mutant is told from the rule by what it says: whether the rule applies at a place, and what it finds.
"""

from __future__ import annotations

import signal
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, NamedTuple
from unittest.mock import patch

from poolcontract import rules
from poolcontract.contract import Contract
from poolcontract.exchange import Exchange
from poolcontract.finding import ANY
from poolcontract.rules import Entry, catalogue

from .case_files import cases, exchange_cases

FOLDER = Path(rules.__path__[0])
PATIENCE = 3.0
"""Seconds that a mutant may take; one that goes on without end is stopped, and noticed by it."""

Arguments = tuple[Any, ...]
Outcome = tuple[list[tuple[str, str]] | None, bool | None]
"""What a rule says of one place: its findings, or None where it does not apply; and whether it is silent."""


class Functions(NamedTuple):
    """A rule's functions."""

    applies: Callable[..., bool]
    check: Callable[..., Iterator[tuple[str, str]]]
    silent: Callable[..., bool] | None

    def say(self, arguments: Arguments) -> Outcome:
        """What the rule says of one place."""
        found = list(self.check(*arguments)) if self.applies(*arguments) else None
        return found, None if self.silent is None else bool(self.silent(*arguments))


class Witnesses:
    """The arguments that each rule is called with, its own examples first."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._places: dict[str, list[Arguments]] = defaultdict(list)
        self._exchanges: list[Arguments] = []
        self._said: dict[str, list[Outcome]] = {}
        for entry in catalogue().values():
            for example in (*entry.rule.good, *entry.rule.bad):
                self._see(example)
        for case in cases():
            self._walk(case.instance, case.target)
        self._exchanges.extend((each.exchange, each.operation) for each in exchange_cases(contract))
        self._places = {name: _unlike(places) for name, places in self._places.items()}

    def notice(self, mutated: Callable[[], dict[str, Functions]]) -> bool:
        """True when a mutated rule (by its id) says something else somewhere, raises, or does not end."""
        try:
            with limited(PATIENCE):
                return any(self._differs(name, each) for name, each in mutated().items())
        except Exception:  # noqa: BLE001  a mutant may raise anything, and is noticed by it
            return True

    def _differs(self, name: str, mutant: Functions) -> bool:
        entry = catalogue()[name]
        witnesses = self._of(entry)
        if name not in self._said:
            rule = Functions(entry.applies, entry.check, entry.silent)
            self._said[name] = [rule.say(each) for each in witnesses]
        pairs = zip(witnesses, self._said[name], strict=True)
        return any(mutant.say(arguments) != said for arguments, said in pairs)

    def _of(self, entry: Entry) -> list[Arguments]:
        return self._exchanges if entry.rule.operation else self._places[entry.rule.schema or ANY]

    def _see(self, example: Any) -> None:
        if isinstance(example, Exchange):
            self._exchanges.append((example, self._contract.operations[0]))
        else:
            self._walk(example, self._contract.recognise(example) or self._contract.bodies[0])

    def _walk(self, body: Any, name: str) -> None:
        for place in self._contract.walk(body, name):
            if place.name:
                self._places[place.name].append((place.value,))
            if isinstance(place.value, dict):
                self._places[ANY].append((place.value, place.schema))


def _unlike(places: list[Arguments]) -> list[Arguments]:
    """The places in order, each once: many a body holds the same value there."""
    return list({repr(each): each for each in places}.values())


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raises TimeoutError in a mutant that does not end."""

    def stop(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def functions_of(name: str, code: CodeType) -> dict[str, Functions]:
    """The functions of a rule whose module has this code."""
    module = _executed(code, f"{rules.__name__}.{name.replace('-', '_')}")
    return {name: Functions(module.applies, module.check, getattr(module, "silent", None))}


def functions_upon(shared: Path, code: CodeType) -> dict[str, Functions]:
    """The functions of every rule that leans on a module of shared code, with that code in its place."""
    name = f"{rules.__name__}.{shared.stem}"
    found: dict[str, Functions] = {}
    with patch.dict(sys.modules):
        sys.modules[name] = _executed(code, name)
        for file in leaning(shared):
            if file.stem.startswith("_"):
                module = f"{rules.__name__}.{file.stem}"
                sys.modules[module] = _executed(_code_of(file), module)
            else:
                found |= functions_of(file.stem.replace("_", "-"), _code_of(file))
    return found


@cache
def leaning(shared: Path) -> list[Path]:
    """The modules that import from a module of shared code, directly or not; shared code first."""
    found = [shared]
    for each in found:
        lines = f"from {rules.__name__}.{each.stem} import"
        found += [
            file for file in sorted(FOLDER.glob("*.py")) if file not in found and lines in _text_of(file)
        ]
    return sorted(found[1:], key=lambda file: not file.stem.startswith("_"))


def _executed(code: CodeType, name: str) -> ModuleType:
    module = ModuleType(name)
    exec(code, module.__dict__)  # noqa: S102  our own code, one thing in it wrong
    return module


@cache
def _text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@cache
def _code_of(file: Path) -> CodeType:
    return compile(_text_of(file), str(file), "exec", dont_inherit=True)
