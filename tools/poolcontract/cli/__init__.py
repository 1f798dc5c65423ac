"""The command line: chooses a command, and turns every end into a sentence and an exit status."""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import Any, Protocol, TextIO

from poolcontract.cli.parsing import Actions, Parser, global_options, main_parser
from poolcontract.errors import PoolcontractError, UsageError
from poolcontract.interruption import signals_told, status_of

COMMANDS = {
    "lint": "judge payload files, folders or standard input",
    "test": "run the contract tests against a target, or against the built-in mock",
    "compare": "hold the report of a run against that of an older one: what is new, and what is gone",
    "audit": "show what was sent to a real service, and what came of it",
    "mock": "serve the stateful mock until it is interrupted",
    "rules": "list what is checked, or show the page of one rule",
    "sample": "print a body that conforms, or one that breaks a keyword or a rule",
    "schema": "print one schema with all that it refers to, for editors and other validators",
}
_USAGE, _OUR_FAULT, _PIPE_CLOSED = 2, 70, 141


class Command(Protocol):
    """What the module of a command offers."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command's options."""

    def run(self, args: argparse.Namespace, stdout: TextIO, stderr: TextIO) -> int:
        """Do the work and give the exit status."""


def main(
    argv: Sequence[str] | None = None, stdout: TextIO | None = None, stderr: TextIO | None = None
) -> int:
    """Run one command line and give its exit status; never raises.

    `argv` is without the program's name; what is None is taken from the process.
    """
    words = sys.argv[1:] if argv is None else list(argv)
    out, err = _lenient(stdout or sys.stdout), _lenient(stderr or sys.stderr)
    try:
        with signals_told():
            status = _run(words, out, err)
        out.flush()
    except KeyboardInterrupt as interruption:
        status = status_of(interruption)
        _say(err, "interrupted", words)
    except BrokenPipeError:
        status = _PIPE_CLOSED  # the reader has gone: there is nobody to tell
    except PoolcontractError as error:
        status = _USAGE
        _say(err, str(error), words)
    except OSError as error:
        status = _USAGE
        _say(err, _told(error), words)
    except Exception as error:  # noqa: BLE001  a person gets a sentence whatever happens
        status = _OUR_FAULT
        _say(err, f"internal error: {type(error).__name__}: {error} (--debug shows where)", words)
    _flushed(out)
    return status


def _run(words: list[str], stdout: TextIO, stderr: TextIO) -> int:
    """Parse and run; what argparse prints itself, such as a help text, ends with its own status."""
    chosen = _chosen(words)
    parser = main_parser(stdout)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    module: Command | None = None
    for name, summary in COMMANDS.items():
        child = commands.add_parser(
            name,
            help=summary,
            description=_sentence(summary),
            parents=[global_options()],
            allow_abbrev=False,
        )
        child.stdout = stdout
        if name == chosen:
            module, command = _module(name), child
            module.add_arguments(child)
    try:
        args, unknown = parser.parse_known_args(words)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    if unknown:
        told = f"poolcontract {args.command}" if args.command else "poolcontract"
        raise UsageError(f"no such option or argument: {' '.join(unknown)} ({told} --help explains)")
    if args.version:
        from poolcontract.cli.version import version  # noqa: PLC0415  for --version alone

        stdout.write(f"poolcontract {version()}\n")
        return 0
    if module is None:
        raise UsageError(f"name a command: {', '.join(COMMANDS)} (poolcontract --help explains them)")
    return module.run(_configured(args, parser, command, words, stderr), stdout, stderr)


def _chosen(words: list[str]) -> str | None:
    """The word that names a command: the first that is no option, and no value of --config."""
    befores = ["", *words]
    plain = (word for before, word in zip(befores, words, strict=False) if before != "--config")
    return next((word for word in plain if not word.startswith("-")), None)


def _configured(
    args: argparse.Namespace, parser: Parser, command: Parser, words: list[str], stderr: TextIO
) -> argparse.Namespace:
    """What was typed, and beside it what stands in a file."""
    from poolcontract.cli.configuring import Configuring  # noqa: PLC0415  not for a help text

    configuring = Configuring(COMMANDS, _options_of)
    values = configuring.values(args, command.options())
    again = configuring.filled(lambda: parser.parse_args(words), command, values) if values else args
    if again.verbose:
        places = (values[name].place for name in again.configured)
        stderr.writelines(f"poolcontract: taken from {place}\n" for place in places)
    return again


def _options_of(name: str) -> Actions:
    """The options of a command, by their names."""
    parser = Parser(add_help=False)
    _module(name).add_arguments(parser)
    return parser.options()


def _module(name: str) -> Command:
    """The module of a command; only the chosen one is imported, since some need heavy libraries."""
    module: Any = importlib.import_module(f"{__name__}.{name}")
    command: Command = module
    return command


def _sentence(summary: str) -> str:
    return f"{summary[0].upper()}{summary[1:]}."


def _told(error: OSError) -> str:
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{error.strerror or error}"


def _say(stderr: TextIO, sentence: str, words: list[str]) -> None:
    """One line on standard error, after the traceback where --debug asks for it."""
    if "--debug" in words:
        import traceback  # noqa: PLC0415  for --debug alone

        stderr.write(traceback.format_exc())
    stderr.write(f"poolcontract: {' '.join(sentence.split())}\n")


def _lenient(stream: TextIO | None) -> TextIO:
    """A stream that takes any text: what its encoding lacks is escaped; a closed one swallows it."""
    if stream is None:
        return io.StringIO()
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")
    return stream


def _flushed(stdout: TextIO) -> None:
    """Flush, and let the interpreter's own flush at exit find nothing to complain of."""
    try:
        stdout.flush()
    except (OSError, ValueError):
        if stdout is sys.stdout:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stdout.fileno())
