"""How fast bodies are judged, against a loop of `orjson.loads` over the same lines (= 1.0).

`make bench` measures everything; `python benchmarks/bench.py --share 0.1` a tenth of the lines. Each figure
is the best of some runs that alternate with the baseline, so that a busy machine slows both. Then other
programs judge the same bodies.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import pstats
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

import orjson

from poolcontract.cli import main as main_of_command
from poolcontract.contract import load
from poolcontract.fastpath import FastPath
from poolcontract.quickjudge import QuickJudge

sys.path.insert(0, str(Path(__file__).parent))
from corpora import SIZES, lines
from measuring import environment
from peers import compare

CASES = {"clean": 0, "1% wrong": 100, "all wrong": 1}
"""One body of so many has a wrong value."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="how much of each corpus (1.0)")
    parser.add_argument("--runs", type=int, default=7, help="the best of so many runs (7)")
    parser.add_argument("--no-command", action="store_true", help="leave out the whole command")
    parser.add_argument("--no-peers", action="store_true", help="leave out other programs")
    parser.add_argument("--profile", action="store_true", help="only show where the time of one process goes")
    options = parser.parse_args()
    if options.profile:
        _profile(options.share)
        return
    print("speed against orjson.loads of the same lines = 1.0 (in brackets: µs a body)")
    print(f"{'':24}{'fast path':>18}{'quick judge':>18}{'one process':>18}{'two':>18}")
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            for case, every in CASES.items():
                for spaced in (False, True) if case == "clean" else (False,):
                    corpus = lines(
                        SIZES[size], int(SIZES[size].bodies * options.share), wrong_every=every, spaced=spaced
                    )
                    file = Path(folder) / "bodies.ndjson"
                    with file.open("wb") as stream:
                        stream.writelines(corpus)
                    name = f"{size}, {case}{', spaced' if spaced else ''}"
                    print(f"{name:24}{''.join(_row(file, options))}", flush=True)
    if not options.no_peers:
        with tempfile.TemporaryDirectory() as folder:
            compare(Path(folder), options.share)


def _row(file: Path, options: argparse.Namespace) -> Iterable[str]:
    contract = load()
    fast, quick = FastPath(contract), QuickJudge(contract)
    bodies = file.read_bytes().splitlines()
    for data in islice(bodies, 200):  # what is done once, for the first bodies, is measured with the command
        fast.is_clean(data)
        list(quick.check_text(data))
    ways: list[Callable[[], object]] = [
        lambda: [fast.is_clean(data) for data in bodies],
        lambda: [list(quick.check_text(data)) for data in bodies],
    ]
    if not options.no_command:
        ways += [lambda: _command(file, 1), lambda: _command(file, 2)]
    for way in ways:
        baseline, taken = _best(bodies, way, options.runs)
        yield f"{baseline / taken:8.3f} ({taken / len(bodies) * 1e6:6.1f})"


def _best(bodies: list[bytes], way: Callable[[], object], runs: int) -> tuple[float, float]:
    """The shortest times of the baseline and of a way, in seconds."""
    loads, times = orjson.loads, []
    for _ in range(runs):
        start = time.perf_counter()
        for data in bodies:
            loads(data)
        between = time.perf_counter()
        way()
        times.append((between - start, time.perf_counter() - between))
    return min(baseline for baseline, _ in times), min(taken for _, taken in times)


def _command(file: Path, jobs: int) -> None:
    command = [sys.executable, "-m", "poolcontract", "lint", "-q", "--jobs", str(jobs), str(file)]
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, env=environment()
    )
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())


def _profile(share: float) -> None:
    """Where the time goes while clean and wrong bodies are judged by the command, in one process."""
    for size in SIZES:
        for case in ("clean", "all wrong"):
            corpus = lines(SIZES[size], int(SIZES[size].bodies * share), wrong_every=CASES[case])
            with tempfile.NamedTemporaryFile(suffix=".ndjson") as stream:
                stream.writelines(corpus)
                stream.flush()
                profile = cProfile.Profile()
                profile.runcall(main_of_command, ["lint", "-q", "--jobs", "1", stream.name], io.StringIO())
            print(f"{size}, {case}")
            pstats.Stats(profile).sort_stats("tottime").print_stats(12)


if __name__ == "__main__":
    main()
