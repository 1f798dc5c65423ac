"""What reads the command line: errors that are ours, help where it should go, the options of all commands."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn, TextIO

from poolcontract.errors import UsageError

Actions = Mapping[str, argparse.Action]
_GLOBAL_OPTIONS = (
    ("--quiet", "-q", "say less"),
    ("--verbose", "-v", "say more"),
    ("--debug", None, "show the traceback of an error"),
)


class Parser(argparse.ArgumentParser):
    """Tells a wrong command line as an error of ours, and writes help where it is told to."""

    stdout: TextIO

    def options(self) -> Actions:
        """The options by their names, without hyphens before them."""
        found = self._option_string_actions.items()
        return {flag.removeprefix("--"): action for flag, action in found if flag.startswith("--")}

    def error(self, message: str) -> NoReturn:
        """Raise `UsageError`."""
        command = self.prog.partition(" ")[2]
        raise UsageError(f"{command + ': ' if command else ''}{message} ({self.prog} --help explains)")

    def print_help(self, file: Any = None) -> None:
        """Write the help text to `stdout`."""
        super().print_help(file or self.stdout)


def main_parser(stdout: TextIO) -> Parser:
    """The parser of the whole command line, still without commands."""
    parser = Parser(
        prog="poolcontract",
        description="Hold payloads and live answers against the contract of one vendor operation.",
        epilog="Each command explains its options: poolcontract COMMAND --help",
        parents=[global_options()],
        allow_abbrev=False,
    )
    parser.stdout = stdout
    parser.add_argument("--version", action="store_true", help="print the version, and end")
    parser.set_defaults(**{long.removeprefix("--"): False for long, _, _ in _GLOBAL_OPTIONS})
    return parser


def global_options() -> Parser:
    """The options that may stand before and after the command."""
    options = Parser(add_help=False)
    for long, short, text in _GLOBAL_OPTIONS:
        flags = (short, long) if short else (long,)
        options.add_argument(*flags, action="store_true", default=argparse.SUPPRESS, help=text)
    options.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        default=argparse.SUPPRESS,
        help="a file with options (else the nearest poolcontract.toml or pyproject.toml)",
    )
    return options
