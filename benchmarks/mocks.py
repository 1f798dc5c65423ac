"""The mock beside Prism, which serves the same document: calls a second, their 99th percentile, memory.

Both answer `DELETE` of a living pool with 200 and a body, for the same seconds, with the same load tool and
as many connections; in turns, each the best of some rounds. Needs `prism` (@stoplight/prism-cli) and
`autocannon` on the PATH, both from npm.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
from measuring import memory

DOCUMENT = Path(__file__).parents[1] / "openapi.yaml"
_PROJECT, _POOL, _TOKEN = "0a1b" * 8, "pool-1", "mock-token"
_PATIENCE = 30.0
_FOR_EVER = "3600"


class Load(NamedTuple):
    """What a server took: calls a second, 99 of 100 answered within so many ms, answers that were no 200."""

    calls: float
    slowest: float
    others: int
    megabytes: float


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=10, help="how long each round is (10)")
    parser.add_argument("--connections", type=int, default=16, help="calls under way at once (16)")
    parser.add_argument("--rounds", type=int, default=3, help="how many rounds (3)")
    options = parser.parse_args()
    for tool in ("prism", "autocannon"):
        if shutil.which(tool) is None:
            sys.exit(f"{tool} is not installed: npm install @stoplight/prism-cli autocannon")
    ours, port, other = _free_port(), _free_port(), _free_port()
    commands = {
        "poolcontract mock": (ours, _mock(ours)),
        "prism": (port, ["prism", "mock", "--port", str(port), str(DOCUMENT)]),
        "prism, without its log": (
            other,
            ["prism", "mock", "--port", str(other), "--verboseLevel", "silent", str(DOCUMENT)],
        ),
    }
    best: dict[str, Load] = {}
    with contextlib.ExitStack() as stack:
        servers = {
            name: (address, stack.enter_context(_running(command, address)))
            for name, (address, command) in commands.items()
        }
        for _ in range(options.rounds):
            for name, (address, process) in servers.items():
                load = _load(address, process.pid, options)
                best[name] = max(best.get(name, load), load)
    print(f"{'':28}{'calls/s':>10}{'p99 ms':>9}{'MB':>7}{'no 200':>8}")
    for name, load in best.items():
        print(f"{name:28}{load.calls:10,.0f}{load.slowest:9.1f}{load.megabytes:7.0f}{load.others:8}")


def _mock(port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "poolcontract", "mock", "--port", str(port), "--pool", _POOL),
        *("--project-id", _PROJECT, "--token", _TOKEN, "--deletion-time", _FOR_EVER),
    ]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port: int = held.getsockname()[1]
        return port


@contextlib.contextmanager
def _running(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server, once it has answered."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                _call(port)
                break
            except OSError:
                if time.monotonic() > end or process.poll() is not None:
                    sys.exit(f"{command[0]} does not answer")
                time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait()


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}/v2/{_PROJECT}/pools/{_POOL}"


def _call(port: int) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    with contextlib.closing(connection):
        connection.request("DELETE", _url(port), headers={"X-Auth-Token": _TOKEN})
        connection.getresponse().read()


def _load(port: int, process: int, options: argparse.Namespace) -> Load:
    told = subprocess.run(
        [
            *("autocannon", "--json", "--method", "DELETE", "--headers", f"X-Auth-Token={_TOKEN}"),
            *("--connections", str(options.connections), "--duration", str(options.seconds), _url(port)),
        ],
        capture_output=True,
        check=True,
    )
    found = json.loads(told.stdout)
    return Load(
        calls=found["requests"]["average"],
        slowest=found["latency"]["p99"],
        others=found["non2xx"] + found["errors"] + found["timeouts"],
        megabytes=memory(process),
    )


if __name__ == "__main__":
    main()
