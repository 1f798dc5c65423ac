"""What a command costs: wall time, and the memory of its processes at their peaks."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, NamedTuple

_EVERY = 0.02


class Cost(NamedTuple):
    """Seconds, and the peak memory of all processes together in MB."""

    seconds: float
    megabytes: float


def cost(command: list[str], output: IO[bytes] | int = subprocess.DEVNULL) -> Cost:
    """Run a command that may find something, and say what it took; ends the program where it fails."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=output, stderr=output, env=environment())
    peaks: dict[int, float] = {}
    watching = threading.Thread(target=_watch, args=(process.pid, peaks))
    watching.start()
    status = process.wait()
    taken = time.perf_counter() - start
    watching.join()
    if status not in (0, 1):
        sys.exit(f"{command[0]} ended with {status}")
    return Cost(taken, sum(peaks.values()))


def environment() -> dict[str, str]:
    """The environment of a measured process: an installed package has its bytecode, and so has it here."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def memory(process: int) -> float:
    """What a process and those that it began hold in memory at the moment, in MB."""
    return sum(_megabytes(each, "VmRSS:") for each in _family(process))


def _watch(process: int, peaks: dict[int, float]) -> None:
    """Remember the peak of each process until the first of them ends."""
    while found := _megabytes(process, "VmHWM:"):
        peaks[process] = found
        for child in _family(process)[1:]:
            peaks[child] = _megabytes(child, "VmHWM:") or peaks.get(child, 0.0)
        time.sleep(_EVERY)


def _family(process: int) -> list[int]:
    """A process and those that it began."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:  # it has ended
        return [process]
    return [process, *(each for child in children for each in _family(int(child)))]


def _megabytes(process: int, what: str) -> float:
    """A size that the system keeps of a process; 0 when it has ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return int(status.partition(what)[2].split()[0]) / 1024 if what in status else 0.0
