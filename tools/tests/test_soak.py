"""Thousands of requests, some answered with faults and violations: each gets the verdict that was planned.

`make soak` sends ten thousand, three times over, and looks at memory and descriptors on the way.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import pytest

from poolcontract.contract import load
from poolcontract.run import Run
from poolcontract.scenario import Step
from poolcontract.target import Client, Ledger, Target

from .raw_server import RawServer
from .soak_script import FAULTS, VIOLATIONS, Entry, one_of_each, script

CONTRACT = load()
STEPS = {
    "living": Step(expects=(200,)),
    "absent": Step(pool="absent", expects=(404,)),
    "no token": Step(credentials="none", refusal="no token", expects=(401, 403)),
}
_SETTLED = 1000
"""Requests after which nothing is made for the first time any more."""

_MEGABYTES = 20.0
_STATUS, _DESCRIPTORS = Path("/proc/self/status"), Path("/proc/self/fd")


@dataclass
class Soak:
    """A run against a server that answers by a script; `measured` has MB and descriptors by request."""

    entries: list[Entry]
    run: Run
    server: RawServer
    measured: dict[int, tuple[float, int]] = field(default_factory=dict)

    def send(self, watched: tuple[int, ...] = ()) -> None:
        """Send one request for each entry, as a scenario of its own."""
        for number, entry in enumerate(self.entries, 1):
            step = STEPS[entry.call]
            name = self.run.take(step)
            self.server.answer = entry.answer(name)
            self.server.requests.clear()
            self.run.client.timeout = entry.timeout
            self.run.perform(step, name, f"entry-{number}")
            if number in watched:
                gc.collect()
                self.measured[number] = _resident(), len(list(_DESCRIPTORS.iterdir()))


@contextmanager
def soaked(entries: list[Entry]) -> Iterator[Soak]:
    numbers = iter(range(len(entries) + 1))
    with RawServer() as server:
        client = Client(Target.parse(server.url), max_requests=len(entries))
        yield Soak(
            entries,
            Run(
                contract=CONTRACT,
                client=client,
                ledger=Ledger(fresh=lambda: f"pool-{next(numbers)}"),
                project_id="0a1b",
                token="t0ken-of-nobody",  # noqa: S106  made up
            ),
            server,
        )


def _resident() -> float:
    """What this process holds in memory, in MB."""
    return int(_STATUS.read_text(encoding="ascii").partition("VmRSS:")[2].split()[0]) / 1024


def require_all_judged_as_planned(soak: Soak) -> None:
    judged = [(result.verdict.kind, result.verdict.reason) for _, result in soak.run.record.decided()]
    planned = [(entry.kind, entry.reason) for entry in soak.entries]
    wrong = [
        (number, entry.call, plan, verdict)
        for number, (entry, plan, verdict) in enumerate(zip(soak.entries, planned, judged, strict=True), 1)
        if plan != verdict
    ]
    assert wrong == []
    errors = Counter(
        (each["scenario"], each["rule"])
        for each in soak.run.report()["findings"]
        if each["severity"] == "error"
    )
    assert errors == Counter(
        (f"entry-{number}", entry.reason)
        for number, entry in enumerate(soak.entries, 1)
        if entry.kind == "violation"
    )
    assert soak.run.record.stopped is None


def test_a_script_has_faults_and_violations_of_every_kind() -> None:
    entries = script(1, 2000)
    assert len(entries) == 2000
    counts = Counter((entry.kind, entry.reason) for entry in entries)
    assert sum(count for (kind, _), count in counts.items() if kind == "inconclusive") == 100
    assert sum(count for (kind, _), count in counts.items() if kind == "violation") == 20
    assert {reason for kind, reason in counts if kind == "inconclusive"} == {
        each for each, _ in FAULTS.values()
    }
    assert {reason for kind, reason in counts if kind == "violation"} == {rule for _, rule, _ in VIOLATIONS}
    kinds = [entry.kind == "inconclusive" for entry in entries]
    assert not any(all(kinds[at : at + 3]) for at in range(len(kinds)))
    assert [each.reason for each in script(2, 2000)] != [each.reason for each in entries]


def test_every_fault_and_every_violation_is_judged_for_what_it_is() -> None:
    with soaked(one_of_each()) as soak:
        soak.send()
        require_all_judged_as_planned(soak)


@pytest.mark.parametrize("seed", [1])
def test_a_few_hundred_are_judged_as_planned(seed: int) -> None:
    with soaked(script(seed, 400)) as soak:
        soak.send()
        require_all_judged_as_planned(soak)


def ten_thousand(seed: int) -> dict[int, tuple[float, int]]:
    """MB and descriptors after some requests, and at the end."""
    with soaked(script(seed, 10_000)) as soak:
        soak.send((_SETTLED, 10_000))
        require_all_judged_as_planned(soak)
        return soak.measured


@pytest.mark.long
@pytest.mark.skipif(not _STATUS.exists(), reason="the system does not tell what a process holds in memory")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ten_thousand_are_judged_as_planned(seed: int) -> None:
    alone = ProcessPoolExecutor(
        1, mp_context=get_context("spawn")
    )  # memory that others left would be used again
    with alone as processes:
        measured = processes.submit(ten_thousand, seed).result()
    (before, opened), (after, open_now) = measured.values()
    print(f"\nseed {seed}: all as planned, {after - before:+.1f} MB, descriptors {open_now - opened:+}")  # noqa: T201  with -s
    assert after - before < _MEGABYTES
    assert open_now == opened
