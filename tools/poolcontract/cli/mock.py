"""`poolcontract mock`: serve the stateful mock until it is interrupted."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path
from typing import TextIO

from poolcontract.contract import load


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `mock`."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8080, help="port; 0 takes a free one (default 8080)")
    parser.add_argument("--project-id", help="the project that holds the pools")
    parser.add_argument("--token", help="the X-Auth-Token that is let in (default: a fresh one)")
    parser.add_argument(
        "--pool", metavar="NAME", action="append", default=[], help="a living pool (repeatable)"
    )
    parser.add_argument("--seed", type=int, default=1, help="seed of the bodies (default 1)")
    parser.add_argument("--fault", metavar="ID", action="append", default=[], help="a fault (repeatable)")
    parser.add_argument("--list-faults", action="store_true", help="print every fault, and end")
    parser.add_argument(
        "--contract", type=Path, help="folder or OpenAPI file instead of the bundled contract"
    )


def run(args: argparse.Namespace, stdout: TextIO, stderr: TextIO) -> int:
    """Serve until SIGINT; the first line tells where, and what opens the door."""
    from poolcontract.mock import Mock, faults  # noqa: PLC0415  the server's libraries are heavy

    contract = load(args.contract)
    if args.list_faults:
        stdout.writelines(
            f"{fault.id}  {fault.title} ({fault.source})\n" for fault in faults(contract).values()
        )
        return 0
    mock = Mock(
        pools=tuple(args.pool) or None,
        project_id=args.project_id,
        token=args.token,
        seed=args.seed,
        faults=tuple(args.fault),
        host=args.host,
        port=args.port,
        contract=contract,
    )
    with mock:
        stdout.write(
            f"mock {mock.url}  project {mock.project_id}  token {mock.token}  pools {' '.join(mock.pools)}\n"
        )
        stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            stderr.write("mock stopped\n")
    return 0
