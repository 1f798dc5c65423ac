"""`poolcontract mock`: serve the stateful mock until it is interrupted."""

from __future__ import annotations

import argparse
import ipaddress
import threading
from pathlib import Path
from typing import TextIO

from poolcontract.contract import load
from poolcontract.errors import UsageError
from poolcontract.settings import checked_token, port, seed
from poolcontract.target import checked_name


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `mock`."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=port, default=8080, help="port; 0 takes a free one (default 8080)")
    parser.add_argument("--project-id", help="the project that holds the pools")
    parser.add_argument("--token", help="the X-Auth-Token that is let in (default: a fresh one)")
    parser.add_argument(
        "--pool", metavar="NAME", action="append", default=[], help="a living pool (repeatable)"
    )
    parser.add_argument("--seed", type=seed, default=1, help="seed of the bodies (default 1)")
    parser.add_argument("--fault", metavar="ID", action="append", default=[], help="a fault (repeatable)")
    parser.add_argument("--list-faults", action="store_true", help="print every fault, and end")
    parser.add_argument(
        "--contract", type=Path, help="folder or OpenAPI file instead of the bundled contract"
    )


def run(args: argparse.Namespace, stdout: TextIO, stderr: TextIO) -> int:
    """Serve until a signal ends it, which is its normal end; the first line says what opens the door."""
    from poolcontract.mock import Mock, faults  # noqa: PLC0415  the server's libraries are heavy

    contract = load(args.contract)
    if args.list_faults:
        stdout.writelines(
            f"{fault.id}  {fault.title} ({fault.source})\n" for fault in faults(contract).values()
        )
        return 0
    _check(args)
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
    try:
        with mock:
            stdout.write(_first_line(mock.url, mock.project_id, mock.token, mock.pools))
            stdout.flush()
            if _is_open_to_others(args.host):
                stderr.write(f"mock: {args.host} is reached from other machines too\n")
                stderr.flush()
            _wait_for_a_signal()
    except KeyboardInterrupt:
        stderr.write("mock stopped\n")
    return 0


def _wait_for_a_signal() -> None:
    threading.Event().wait()


def _first_line(url: str, project_id: str, token: str, pools: tuple[str, ...]) -> str:
    return f"mock {url}  project {project_id}  token {token}  pools {' '.join(pools)}\n"


def _check(args: argparse.Namespace) -> None:
    """Refuse what a client could not say to the mock, or the mock not tell in its first line."""
    if not args.host:
        raise UsageError("--host: an address is expected, such as 127.0.0.1")
    if args.token is not None:
        checked_token(args.token, "--token")
    for name in args.pool:
        checked_name(name)
    if args.project_id is not None:
        checked_name(args.project_id, "project")


def _is_open_to_others(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"
