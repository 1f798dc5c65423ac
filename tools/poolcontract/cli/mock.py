"""`poolcontract mock`: serve the stateful mock until it is interrupted."""

from __future__ import annotations

import argparse
import ipaddress
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from poolcontract.cli import credentials
from poolcontract.contract import Contract, load
from poolcontract.coredumps import forbid_core_dumps
from poolcontract.errors import UsageError
from poolcontract.finding import Severity
from poolcontract.masking import printable
from poolcontract.report.paint import Paint
from poolcontract.report.text import heading
from poolcontract.settings import duration, port, requests, seed
from poolcontract.target import checked_name

if TYPE_CHECKING:
    from poolcontract.mock import Mock

_NAMES_SHOWN = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `mock`."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=port, default=8080, help="port; 0 takes a free one (default 8080)")
    parser.add_argument(
        "--project-id",
        metavar="ID",
        action="append",
        default=[],
        help="a project that holds pools (repeatable; the first is the one that --pool means)",
    )
    credentials.add_arguments(parser)
    parser.add_argument(
        "--pool",
        metavar="[PROJECT/]NAME",
        action="append",
        default=[],
        help="a living pool (repeatable; without --pool and --pools there are two)",
    )
    parser.add_argument(
        "--pools",
        metavar="[PROJECT=]FILE",
        action="append",
        default=[],
        help="living pools from a file: JSON, NDJSON or YAML, bodies or an answer with items (repeatable)",
    )
    parser.add_argument(
        "--deletion-time",
        metavar="S",
        type=duration,
        default=0.0,
        help="seconds that a deletion takes (default 0); meanwhile a pool is Deleting",
    )
    parser.add_argument(
        "--come-back",
        choices=("never", "after-404"),
        default="never",
        help="when a deleted pool lives again: never (default), or once it was answered with 404",
    )
    parser.add_argument(
        "--throttle", metavar="N", type=requests, help="answer 429 to more than N calls a second and project"
    )
    parser.add_argument(
        "--latency", metavar="S", type=duration, default=0.0, help="seconds before each answer (default 0)"
    )
    parser.add_argument(
        "--admin", action="store_true", help="let anybody add pools, reset and inspect: /__mock__/state"
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
        stdout.writelines(f"{fault}\n" for fault in faults(contract).values())
        return 0
    _check(args)
    forbid_core_dumps()
    pools = _pools(args, contract, stderr)
    first, *others = args.project_id or [None]
    mock = Mock(
        pools=pools[first] if any(pools.values()) else None,
        project_id=first,
        projects={project: pools[project] for project in others},
        token=credentials.token_of(args),
        any_token=args.any_token,
        keys=credentials.keys_of(args),
        deletion_time=args.deletion_time,
        come_back=args.come_back,
        throttle=args.throttle,
        latency=args.latency,
        admin=args.admin,
        seed=args.seed,
        faults=tuple(args.fault),
        host=args.host,
        port=args.port,
        contract=contract,
    )
    try:
        with mock:
            stdout.write(_first_line(mock, credentials.told(args, mock)))
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


def _first_line(mock: Mock, door: str) -> str:
    """What a client needs to know, on one line; of many pools the first few."""
    (project, pools), *others = mock.pools_by_project.items()
    first = f"mock {mock.url}  project {project}  {door}  pools {_few(pools)}"
    return "  ".join([first, *(f"project {each}  pools {_few(held)}" for each, held in others)]) + "\n"


def _few(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
    return " ".join(map(printable, names[:_NAMES_SHOWN])) + more


def _pools(args: argparse.Namespace, contract: Contract, stderr: TextIO) -> dict[str | None, list[Any]]:
    """The pools of each project as they were given; what is wrong with those of files is told."""
    from poolcontract.cli.poolfiles import pools_of  # noqa: PLC0415  it needs the mock

    projects: list[str | None] = args.project_id or [None]
    pools: dict[str | None, list[Any]] = {project: [] for project in projects}
    for text in args.pool:
        project, name = _of_project(text, "/", projects)
        pools[project].append(checked_name(name))
    for text in args.pools:
        project, path = _of_project(text, "=", projects)
        file = pools_of(path, contract)
        pools[project].extend(file.pools)
        told = (each for each in file.findings if each.severity >= Severity.WARNING)
        stderr.writelines(heading(each, Paint()) for each in told)
    return pools


def _of_project(text: str, sign: str, projects: Sequence[str | None]) -> tuple[str | None, str]:
    """The project that stands before the sign, when it is one; else the first, and the whole text."""
    before, found, after = text.partition(sign)
    return (before, after) if found and before in projects else (projects[0], text)


def _check(args: argparse.Namespace) -> None:
    """Refuse what a client could not say to the mock, or the mock not tell in its first line."""
    if not args.host:
        raise UsageError("--host: an address is expected, such as 127.0.0.1")
    for project in args.project_id:
        checked_name(project, "project")
    if len(set(args.project_id)) < len(args.project_id):
        raise UsageError("--project-id: a project is given twice")


def _is_open_to_others(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host != "localhost"
