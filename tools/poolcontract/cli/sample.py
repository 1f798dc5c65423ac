"""`poolcontract sample`: a body that conforms, or one that breaks a keyword or a rule."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from poolcontract.cli.nearness import near, question
from poolcontract.contract import Contract, load
from poolcontract.errors import UsageError
from poolcontract.exchange import Exchange
from poolcontract.judge import Judge
from poolcontract.rules import catalogue
from poolcontract.sample import Break, Sampler, breaks, broken

_TRIES = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `sample`."""
    parser.add_argument("--schema", metavar="NAME", help="schema of the body (default: that of the 200)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another body (default 1)")
    parser.add_argument(
        "--density",
        type=float,
        default=1.0,
        help="share of the members it has, 0 to 1 (default 1, as many as may be there together)",
    )
    parser.add_argument(
        "--break", dest="broken", metavar="ID", help="a keyword at a place, or a rule, to break"
    )
    parser.add_argument("--list", action="store_true", help="list what --break takes, and end")
    parser.add_argument(
        "--contract", type=Path, metavar="PATH", help="folder or OpenAPI file instead of the bundled contract"
    )


def run(args: argparse.Namespace, stdout: TextIO, _: TextIO) -> int:
    """Print one body as JSON."""
    contract = load(args.contract)
    name = args.schema or next(iter(contract.bodies), "")
    if name not in contract.bodies:
        raise UsageError(f"no body {name}: there are {', '.join(contract.bodies)}")
    if not 0 <= args.density <= 1:
        raise UsageError(f"--density {args.density}: a number from 0 to 1 is expected")
    known = {each.id: each for each in breaks(contract, name)}
    rules = dict(_rules(contract, name))
    if args.list:
        stdout.writelines(f"{identifier}\n" for identifier in (*known, *rules))
        return 0
    if args.broken in rules:
        body = rules[args.broken]
    elif args.broken is None or args.broken in known:
        body = _body(contract, name, args.seed, args.density, known.get(args.broken))
    else:
        alike = near(args.broken, (*known, *rules))
        raise UsageError(f"nothing to break is called {args.broken}{'; ' + question(alike) if alike else ''}")
    json.dump(body, stdout, indent=2, ensure_ascii=False)
    stdout.write("\n")
    return 0


def _rules(contract: Contract, name: str) -> Iterator[tuple[str, Any]]:
    """The rules about bodies, each with the body that breaks it."""
    for entry in catalogue().values():
        example = entry.rule.bad[0]
        if not isinstance(example, Exchange) and (contract.recognise(example) or name) == name:
            yield entry.id, example


def _body(contract: Contract, name: str, seed: int, density: float, wanted: Break | None) -> Any:
    sampler = Sampler(contract, seed)
    bodies = (sampler.grow(name, density=density) for _ in iter(int, 1))
    if wanted is None:
        return next(bodies)
    try:
        return broken(Judge(contract), wanted, name, islice(bodies, _TRIES))
    except LookupError as error:
        raise UsageError(f"{error} at density {density}; try another --density or --seed") from error
