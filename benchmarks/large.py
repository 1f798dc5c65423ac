"""What is really large: 1 and 2 GB of clean lines, and a million wrong ones; time, peak memory, output.

Memory is that of all processes at their peaks. Needs some 3 GB of room for temporary files.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from corpora import SIZES, lines
from measuring import cost

_GIGABYTE = 1_000_000_000
_WRONG_LINES = 1_000_000
_DIFFERENT = 50_000
"""Bodies that are written again and again."""


class Run(NamedTuple):
    """Seconds, peak memory in MB, bytes of output."""

    seconds: float
    megabytes: float
    output: int


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=float, default=1.0, help="how much of each corpus (1.0)")
    parser.add_argument("--runs", type=int, default=3, help="the best of so many runs (3)")
    options = parser.parse_args()
    print(f"{'':34}{'seconds':>9}{'MB':>7}{'output, bytes':>15}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bodies.ndjson"
        for jobs in (1, 2):
            taken = []
            for gigabytes in (1, 2):
                _write(file, int(gigabytes * _GIGABYTE * options.share))
                run = _best(file, jobs, options.runs)
                taken.append(run.seconds)
                _print(f"{gigabytes} GB, clean, {jobs} process{'es' if jobs > 1 else ''}", run)
            print(f"  twice as much takes {taken[1] / taken[0]:.2f} times as long")
        count = int(_WRONG_LINES * options.share)
        with file.open("wb") as stream:
            for _ in range(max(count // _DIFFERENT, 1)):
                stream.writelines(islice(lines(SIZES["small"], _DIFFERENT, wrong_every=1), count))
        for jobs in (1, 2):
            _print(f"{count:,} wrong lines, {jobs} process{'es' if jobs > 1 else ''}", _best(file, jobs, 1))


def _print(name: str, run: Run) -> None:
    print(f"{name:34}{run.seconds:9.2f}{run.megabytes:7.0f}{run.output:15,}", flush=True)


def _write(file: Path, size: int) -> None:
    bodies = b"".join(lines(SIZES["small"], _DIFFERENT))
    with file.open("wb") as stream:
        while stream.tell() < size:
            stream.write(bodies)
        stream.truncate(size)
        stream.seek(0)
    with file.open("rb+") as stream:  # the last line is cut: let it end where the one before does
        stream.seek(-10_000, os.SEEK_END)
        left = stream.read()
        stream.truncate(size - len(left) + left.rindex(b"\n") + 1)


def _best(file: Path, jobs: int, runs: int) -> Run:
    return min((_run(file, jobs) for _ in range(runs)), key=lambda run: run.seconds)


def _run(file: Path, jobs: int) -> Run:
    command = [sys.executable, "-m", "poolcontract", "lint", "--jobs", str(jobs), str(file)]
    with tempfile.TemporaryFile() as output:
        taken = cost(command, output)
        return Run(*taken, os.fstat(output.fileno()).st_size)


if __name__ == "__main__":
    main()
