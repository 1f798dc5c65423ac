"""The scenarios of the contract tests as a person chooses among them: by id, or from a table of all."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from poolcontract.childrun import tests_folder
from poolcontract.cli.nearness import near, question
from poolcontract.errors import UsageError
from poolcontract.masking import clip
from poolcontract.scenario import Scenario, Step

_PACKAGE = "poolcontract_scenarios"
_NAME, _WIDEST = "pool-1", 24
_ODD = {"none": "no token", "empty": "empty token", "wrong": "wrong token"}


def chosen(only: Iterable[str]) -> list[Scenario]:
    """The scenarios with these ids, all where none is named; raises `UsageError` for an id of none.

    What is drawn (generated requests, the random walk) is among them, without steps.
    """
    known = {each.id: each for each in _known()}
    wanted = list(dict.fromkeys(only))
    for each in wanted:
        if each not in known:
            names = near(each, known)
            way_out = question(names) if names else "--list tells them all"
            raise UsageError(f"--only {each}: there is no such scenario: {way_out}")
    return [known[each] for each in wanted] or list(known.values())


def table(scenarios: Iterable[Scenario]) -> Iterator[str]:
    """A line for each scenario: id, requests with the statuses expected, source, what it proves."""
    rows = [(each.id, _told(each.steps), each.source, each.proves) for each in scenarios]
    head = ("scenario", "requests, and the statuses expected", "source", "proves")
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head) - 1)]
    for row in (head, *rows):
        cells = [f"{cell:<{width}}" for cell, width in zip(row, widths, strict=False)]
        yield "  ".join((*cells, row[-1])) + "\n"


def _told(steps: tuple[Step, ...]) -> str:
    """The steps in short; those that are alike are counted."""
    words: list[list[Any]] = []
    for step in steps:
        told = _step(step)
        if words and words[-1][0] == told:
            words[-1][1] += 1
        else:
            words.append([told, 1])
    return ", ".join(told if count == 1 else f"{count} x {told}" for told, count in words) or "drawn"


def _step(step: Step) -> str:
    pool = f"the {step.pool}" if step.pool in ("same", "first") else step.pool
    odd = _ODD.get(step.credentials, "other project" if step.project == "other" else "")
    spelled = f"as {clip(step.segment(_NAME), _WIDEST)}" if step.segment else ""
    body = f"body {step.body.decode()}" if step.body else ""
    more = ", ".join(filter(None, (odd, spelled, body, *(f"{name}: {value}" for name, value in _own(step)))))
    often = f"{step.times} at once: " if step.times > 1 else ""
    late = ", later" if step.after_grace else ""
    told = f"{often}{step.method} {pool}{late}" + (f" ({more})" if more else "")
    return f"{told} {'/'.join(map(str, step.expects))}"


def _own(step: Step) -> Iterator[tuple[str, str]]:
    """The headers of a step but for the usual one of its body."""
    return (
        (name, value) for name, value in step.headers if (name, value) != ("content-type", "application/json")
    )


@cache
def _known() -> tuple[Scenario, ...]:
    """The scenarios, and what is drawn: their folder travels with us, but is no package with a name."""
    folder = tests_folder() / "scenarios"
    spec = importlib.util.spec_from_file_location(
        _PACKAGE, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[_PACKAGE] = module
    spec.loader.exec_module(module)
    return (*module.scenarios(), *module.PHASES)
