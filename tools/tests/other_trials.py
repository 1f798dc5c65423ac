"""The contract tests against the second server: in this process, or by the real command."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from poolcontract.checks import checked
from poolcontract.finding import Severity
from poolcontract.run import NotSent, Run
from poolcontract.scenario import Scenario, Step
from poolcontract.target import Client, Ledger, Target

from .fault_trials import Trial, scenarios
from .grown_bodies import CONTRACT
from .other_server import OtherServer

TOLD: Mapping[str, Any] = json.loads(
    Path(__file__).with_name("other_server_faults.json").read_text(encoding="utf-8")
)
"""How a run should tell each fault: rules, one of which finds it; or why it is `undecided`, or `unseen`.

Some are odd, but `lawful`: nothing may be found.
"""

_MORE = Scenario(id="more", proves="a pool of another kind is deleted", steps=(Step(expects=(200,)),))
_MORE_TIMES = 10


def rules_of(fault: str) -> tuple[str, ...]:
    """The rules that may find a fault; none for one that is not to be found."""
    return tuple(TOLD[fault]) if isinstance(TOLD[fault], list) else ()


def undecided_by(fault: str) -> str:
    """The reason for which requests stay undecided; empty for another fault."""
    return "" if rules_of(fault) else TOLD[fault].get("undecided", "")


def tells(trial: Trial, fault: str, clean: Trial) -> bool:
    """True when a run told a fault as it should be told; `clean` is what came of a server without one."""
    found = {rule for rule, _ in trial.counts - clean.counts}
    if rules_of(fault):
        return not found.isdisjoint(rules_of(fault))
    if undecided_by(fault):
        told = {(each["verdict"], each["reason"]) for each in trial.report["verdicts"]}
        return ("inconclusive", undecided_by(fault)) in told and not trial.kinds
    return not trial.kinds


def fails_on(fault: str) -> str:
    """The severity of what may find a fault, for `--fail-on`: some are no more than a warning."""
    severities = (checked()[rule].severity for rule in rules_of(fault))
    return str(min((*severities, Severity.WARNING)))  # in a refusal nothing is worse than a warning


def in_process(fault: str | None = None, *, has_token: bool = True) -> Trial:
    """The scenarios, and a few deletions more, in this process."""
    with OtherServer(fault) as server:
        run = Run(
            contract=CONTRACT,
            client=Client(Target.parse(server.url), timeout=_patience(fault)),
            ledger=Ledger(server.names),
            project_id=server.project,
            token=server.token if has_token else "",
        )
        for scenario in (*scenarios(), *[_MORE] * _MORE_TIMES):
            with suppress(NotSent):  # a run that was stopped
                for _ in run.play(scenario):
                    pass
        return Trial(run.report())


def by_command(folder: Path, server: OtherServer, *options: str, timeout: float = 10.0) -> Trial:
    """The whole of `poolcontract test` in a process of its own; every pool of the server may be spent."""
    began = time.monotonic()
    (folder / "token").write_text(server.token, encoding="utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "poolcontract", "test", "--url", server.url),
            *("--project-id", server.project, "--token-file", "token"),
            *("--report-dir", str(folder), f"--timeout={timeout}", *options),
            *(f"--destroy-pool={name}" for name in server.names),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert (folder / "report.json").exists(), done.stderr
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return Trial(report, done.returncode, time.monotonic() - began)


def with_fault(fault: str, folder: Path) -> Trial:
    """The command against a server with a fault."""
    with OtherServer(fault) as server:
        return by_command(folder, server, "--fail-on", fails_on(fault), timeout=_patience(fault))


def _patience(fault: str | None) -> float:
    """Seconds of one exchange: not many where no answer comes at all."""
    return 0.5 if fault is not None and undecided_by(fault) == "timeout" else 10.0
