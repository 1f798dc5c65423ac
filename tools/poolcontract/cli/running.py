"""What every run of the contract tests needs: a folder, the options of the child, the words at its end."""

from __future__ import annotations

import argparse
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from poolcontract.childrun import ChildRun
from poolcontract.cli.reportfiles import keep
from poolcontract.errors import UsageError
from poolcontract.finding import Severity
from poolcontract.masking import Mask
from poolcontract.outcome import UNDECIDED, outcome
from poolcontract.report.summary import summary
from poolcontract.settings import OPTIONS

_INTERNAL = 70
_HANDED_OVER_OTHERWISE = ("token-file", "key-file", "report-dir", "audit-log")


@contextmanager
def hiding(mask: Mask) -> Iterator[None]:
    """Let no error of ours tell a secret, nor where --debug shows it."""
    try:
        yield
    except Exception as error:
        told = "".join(traceback.format_exception(error))
        if mask.text(told) == told:
            raise
        raise RuntimeError(mask.text(f"{type(error).__name__}: {error}")) from None


def report_folder(given: Path | None, stack: ExitStack) -> Path:
    """The folder for the report, made and found writable; a temporary one when none is asked for."""
    if given is None:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="poolcontract-")))
    try:
        given.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=given):
            return given.absolute()
    except FileExistsError as error:
        raise UsageError(f"--report-dir {given}: it is a file, not a folder") from error
    except OSError as error:
        raise UsageError(f"--report-dir {given}: cannot be written to: {error.strerror}") from error


def plugin_options(args: argparse.Namespace) -> list[str]:
    """The plugin's options; credentials go through the environment, the folders are the child's matter."""
    options = []
    for name, settings in OPTIONS.items():
        given = getattr(args, name.replace("-", "_"))
        if name in _HANDED_OVER_OTHERWISE or given is None:
            continue
        if settings.get("action") == "store_true":
            options += [f"--poolcontract-{name}"] if given else []
        else:
            values = given if isinstance(given, list) else [given]
            options += [f"--poolcontract-{name}={value}" for value in values]
    return options


def require_done(child: ChildRun, failing: str) -> None:
    """Raise unless every contract test has told its requests: half of them are none."""
    failures = child.report["failures"] if child.report else []
    refused = next((each["message"] for each in failures if each["kind"] == "refused"), None)
    if refused is not None:
        raise UsageError(refused)
    if child.report is None or failures or child.returncode:
        raise RuntimeError(f"{failing}: {child.last_words()}")


def told(child: ChildRun, args: argparse.Namespace, seconds: float, stdout: TextIO, stderr: TextIO) -> int:
    """Print what the child found; tell on standard error what kept it from its work."""
    if args.verbose:
        stderr.write(child.log.read_text(encoding="utf-8", errors="replace"))
    if child.report is None:
        if child.interruption is None:
            stderr.write(f"poolcontract: the tests ended without a report: {child.last_words()}\n")
        return _INTERNAL
    result = outcome(child.report, dict(args.min_judged))
    lowest = Severity[args.min_severity.upper()]
    words = summary(child.report, result, lowest=lowest, seconds=seconds, seed=args.seed)
    stdout.write(words)
    if args.report_dir is not None:
        stdout.flush()
        keep(child.log.parent, child.report, words)
    if result.status == UNDECIDED and not (child.report["stopped"] or child.report["partial"]):
        stdout.flush()
        stderr.write("poolcontract: this is no pass: what was to be checked was not all decided\n")
    if child.report["stopped"]:
        stdout.flush()
        stderr.write(f"poolcontract: {child.report['stopped']}\n")
    return result.status
