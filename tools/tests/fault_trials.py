"""A mock with a fault on, and what the contract tests find of it: in this process, or by the real command."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from poolcontract.contract import home
from poolcontract.finding import Source
from poolcontract.mock import Fault, Mock, faults
from poolcontract.run import NotSent, Run
from poolcontract.scenario import Scenario, Step
from poolcontract.target import Client, Ledger, Target

from .grown_bodies import CONTRACT

FAULTS = faults(CONTRACT)
_MORE = Scenario(id="more", proves="a pool of another shape is deleted", steps=(Step(expects=(200,)),))
_MORE_TIMES = 10
_SELDOM = 40


@dataclass(frozen=True)
class Trial:
    """What came of one run: `report` is what report.json holds."""

    report: Mapping[str, Any]
    status: int | None = None
    seconds: float = 0.0

    @property
    def counts(self) -> Counter[tuple[str, str]]:
        """How often each rule found something, by rule and pointer."""
        return Counter((each["rule"], each["pointer"]) for each in self.report["findings"])

    def worst(self) -> str | None:
        """The severity of the worst finding."""
        severities = {each["severity"] for each in self.report["findings"]}
        return next((each for each in ("error", "warning", "info") if each in severities), None)

    def tells(self, fault: Fault, clean: Trial) -> bool:
        """True when the run told the fault as the fault itself says that it is told."""
        if fault.rule:
            return bool(self.found(fault, clean))
        told = {(each["verdict"], each["reason"]) for each in self.report["verdicts"]}
        if fault.undecided:
            return ("inconclusive", fault.undecided) in told
        return {verdict for verdict, _ in told} == {"pass"} and self.kinds == clean.kinds

    @property
    def kinds(self) -> set[tuple[str, str]]:
        """The rules that found something above an info, with their severity."""
        return {
            (each["rule"], each["severity"]) for each in self.report["findings"] if each["severity"] != "info"
        }

    def found(self, fault: Fault, clean: Trial) -> list[Any]:
        """The findings of a fault's rule that cite its row and place and come more often than without it."""
        _, _, place = fault.id.partition(":")
        more = self.counts - clean.counts
        return [
            each
            for each in self.report["findings"]
            if each["rule"] == fault.rule
            and more[fault.rule, each["pointer"]]
            and (not place or each["pointer"] == place)
            and (fault.source is None or each["source"] == told(fault.source))
        ]


def seldom(fault: Fault) -> str:
    """The fault as it is switched on for a trial: one that costs time in every call comes now and then."""
    return f"{fault.id}@1/{_SELDOM}" if fault.unseen and fault.id.startswith("time/") else fault.id


def patience_for(wanted: Iterable[str]) -> float:
    """Seconds of one exchange: not many where no answer comes at all."""
    return 0.5 if any(FAULTS[each.partition("@")[0]].undecided == "timeout" for each in wanted) else 10.0


def told(source: Source) -> dict[str, Any]:
    """A source as report.json holds it."""
    return {"table": source.table, "row": source.row}


@cache
def in_process(*wanted: str) -> Trial:
    """The scenarios, and a few deletions more, against a mock in this process."""
    with Mock(contract=CONTRACT, faults=wanted) as mock:
        run = Run(
            contract=CONTRACT,
            client=Client(Target.parse(mock.url), timeout=patience_for(wanted)),
            ledger=Ledger(mock.pools, fresh=mock.create),
            project_id=mock.project_id,
            token=mock.token,
        )
        for scenario in (*scenarios(), *[_MORE] * _MORE_TIMES):
            with suppress(NotSent):  # a run that was stopped
                for _ in run.play(scenario):
                    pass
        return Trial(run.report())


def by_command(folder: Path, *wanted: str) -> Trial:
    """The whole of `poolcontract test` in a process of its own."""
    began = time.monotonic()
    options = [f"--timeout={patience_for(wanted)}"]
    options += [f"--fault={fault}" for fault in wanted]
    done = subprocess.run(
        [sys.executable, "-m", "poolcontract", "test", *options, "--report-dir", str(folder)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return Trial(report, done.returncode, time.monotonic() - began)


@cache
def scenarios() -> tuple[Any, ...]:
    """The scenarios of the contract tests, which are no package that could be imported by name."""
    folder = home() / "contract_tests" / "scenarios"
    spec = importlib.util.spec_from_file_location(
        "scenarios_on_trial", folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return tuple(module.scenarios())
