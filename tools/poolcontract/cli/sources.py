"""The options of `lint` that say what is read, how, and how much of it."""

from __future__ import annotations

import argparse
import os
from dataclasses import fields, replace

from poolcontract.errors import UsageError
from poolcontract.limits import DEFAULT, Limits
from poolcontract.payloads import Fields

_MOST_DIGITS, _MOST_JOBS = 20, 256
_GIGABYTE = 1_000_000_000
HIGHEST = {
    "depth": 200,
    "document": 2 * _GIGABYTE,
    "line": 2 * _GIGABYTE,
    "digits": 4000,
    "aliases": 1_000_000,
    "nodes": 100_000_000,
    "findings": 1_000_000,
    "members": 10_000_000,
    "expansion": 10_000 * _GIGABYTE,
    "ratio": 1_000_000,
    "archives": 20,
}
"""The limits on what `lint` reads, and how far each can be moved."""
_PLACES = (
    ("body", "where each log record holds a body: an object, or JSON text in a string"),
    ("status", "where it holds the HTTP status; then the answer is judged, not its body alone"),
    ("method", "where it holds the HTTP method, with --status"),
    ("path", "where it holds the path or the URL, with --status"),
)


def add_arguments(parser: argparse._ArgumentGroup) -> None:
    """Declare the options."""
    parser.add_argument(
        "--include",
        metavar="GLOB",
        action="append",
        default=[],
        help="the files of folders and archives that are judged, instead of those with the suffix of a "
        "payload (repeatable; with a slash it is held against the path inside the folder)",
    )
    for name, text in _PLACES:
        parser.add_argument(f"--{name}", metavar="POINTER", type=_pointer, help=f"JSON Pointer: {text}")
    parser.add_argument(
        "--limit",
        metavar="NAME=N",
        action="append",
        default=[],
        help=f"another limit: {', '.join(f'{each}={_default(each)}' for each in HIGHEST)} (repeatable)",
    )

    parser.add_argument(
        "--jobs",
        metavar="N",
        type=_jobs,
        default=_processors(),
        help="processes that share what is big (default: one a processor)",
    )


def fields_of(args: argparse.Namespace) -> Fields | None:
    """Where log records hold what, when the command line says so."""
    if args.body is None:
        if given := [name for name, _ in _PLACES if getattr(args, name) is not None]:
            raise UsageError(
                f"--{given[0]} says something of log records: say with --body where they hold one"
            )
        return None
    if args.status is None and (args.method is not None or args.path is not None):
        raise UsageError("--method and --path are for answers that are judged whole: they need --status")
    return Fields(args.body, args.status, args.method, args.path)


def limits_of(given: list[str]) -> Limits:
    """The limits, some of them changed by `NAME=N`."""
    limits = DEFAULT
    for text in given:
        name, _, number = text.partition("=")
        known = name in HIGHEST and number.isdecimal() and len(number) <= _MOST_DIGITS
        if not known or not 0 < int(number) <= HIGHEST[name]:
            allowed = ", ".join(f"{each}=1..{most}" for each, most in HIGHEST.items())
            raise UsageError(f"--limit {text}: write it as NAME=N, one of {allowed}")
        limits = replace(limits, **{name: int(number)})
    return limits


def _default(name: str) -> int:
    return next(int(str(each.default)) for each in fields(Limits) if each.name == name)


def _pointer(text: str) -> str:
    if not text.startswith("/"):
        raise argparse.ArgumentTypeError(f"{text!r} is no JSON Pointer: it begins with a slash, as in /a/b")
    return text


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= _MOST_JOBS:
        raise argparse.ArgumentTypeError(f"{text}: a number of processes is expected, 1 to {_MOST_JOBS}")
    return int(text)


def _processors() -> int:
    """The processors that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1
