"""A run that is killed at any moment: the stand-in has no request of which the log knows nothing."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from poolcontract.target import read_log

from .careful_runs import absent, plan_of, planned
from .raw_server import sized
from .stand_in import HOST, StandIn, authorities, resolving

SCRIPT = Path(__file__).with_name("killed_run.py")
NOT_FOUND = sized(b'{"error_code": "ModelArts.50015001"}', "Content-Type: application/json", status="404 No")
MANY = [5, pytest.param(200, marks=pytest.mark.long)]
_LONGEST = 0.15
"""Seconds from the first moment at which a request may leave; all are sent in about twice that."""


@pytest.mark.parametrize("kills", MANY)
def test_no_request_without_an_intent(kills: int, tmp_path: Path) -> None:
    chance, unseen, cut_off = random.Random(kills), 0, 0  # noqa: S311  a seed
    environment = {**os.environ, "PYTHONPATH": str(resolving(tmp_path / "path"))}
    with StandIn(lambda _: NOT_FOUND) as server:
        for number in range(kills):
            server.requests.clear()
            folder = tmp_path / str(number)
            folder.mkdir()
            pools = [planned(f"train-{number}", state="living"), *absent(60)]
            plan = plan_of(*pools, url=server.url)
            plan.save(folder / "plan")
            words = [server.url, HOST, authorities(tmp_path), folder / "plan", folder / "log"]
            with subprocess.Popen(
                [sys.executable, SCRIPT, *words], env=environment, stdout=subprocess.PIPE
            ) as run:
                assert run.stdout is not None
                assert run.stdout.readline() == b"ready\n"
                time.sleep(chance.random() * _LONGEST)
                run.kill()
            time.sleep(0.01)  # what had left before the kill arrives
            (logged,) = read_log(folder / "log").runs
            sendings = list(logged.sendings)
            intents = [each.intent["target"].rpartition("/")[2] for each in sendings]
            assert set(server.names) <= set(intents), "a request without an intent"
            assert len(server.names) == len(set(server.names)), "a name twice"
            assert intents == [each.pool for each in plan.entries][: len(intents)]
            unseen += any(each.outcome is None for each in sendings)
            cut_off += 0 < len(intents) < len(plan.entries)
    assert cut_off, "a kill that comes too late proves nothing"
    if kills > 100:
        assert unseen, "nor do kills between requests alone"
