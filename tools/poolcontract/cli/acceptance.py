"""Findings that are accepted: the options for it, a user's own file, and what has become of its entries."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from poolcontract.cli.nearness import near, question
from poolcontract.deviations import PROFILES, expired, load_profile, read_deviations
from poolcontract.errors import UsageError
from poolcontract.finding import Report, Severity

_KEYWORD = "schema/"


def add_arguments(parser: argparse._ArgumentGroup) -> None:
    """Declare the options."""
    parser.add_argument(
        "--profile", choices=PROFILES, default="documented", help="the page (documented), or the live service"
    )
    parser.add_argument("--deviations", metavar="FILE", type=Path, help="findings that are accepted (YAML)")
    parser.add_argument(
        "--fail-stale", action="store_true", help="end with 1 where an entry of that file fits no finding"
    )
    parser.add_argument(
        "--write-deviations",
        metavar="FILE",
        type=Path,
        help="write today's findings as such a file, each with a reason to be filled in",
    )


class Acceptance:
    """The deviations of a run: those of the user's file, then those of the profile."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._file: Path | None = args.deviations
        self._to_write: Path | None = args.write_deviations
        self._stale_fail: bool = args.fail_stale
        self._lowest = Severity[args.min_severity.upper()]
        self._own = read_deviations(self._file) if self._file else ()
        if self._stale_fail and not self._file:
            raise UsageError("--fail-stale is about the entries of --deviations FILE, which is not given")
        if self._to_write and self._to_write.exists():
            raise UsageError(
                f"{self._to_write} is there already; --write-deviations makes the first such file"
            )
        self._refuse_unknown(foreign=args.contract is not None)
        self.deviations = (*self._own, *load_profile(args.profile))

    def close(self, report: Report, stderr: TextIO) -> bool:
        """Write the file that is asked for, and tell which entries have expired or fit nothing.

        True when that fails the run.
        """
        stale = list(self._stale(report))
        over = [
            f"deviation of {each.rule} expired on {each.expires}: {each.reason}"
            for each in expired(self._own, datetime.now(UTC).date())
        ]
        written = self._written(report)
        stderr.writelines(f"poolcontract: {sentence}\n" for sentence in (*over, *stale, *written))
        return bool(over) or (self._stale_fail and bool(stale))

    def _stale(self, report: Report) -> Iterator[str]:
        for at, each in enumerate(self._own):
            if not report.matched[at]:
                yield f"{self._file}: entry {at + 1}, {each.rule}: fits no finding of this run"

    def _written(self, report: Report) -> Iterator[str]:
        if self._to_write is None:
            return
        from poolcontract.report.deviations import count, entries  # noqa: PLC0415  for this option alone

        with self._to_write.open("x", encoding="utf-8") as stream:
            stream.writelines(entries(report, self._lowest))
        number = count(report, self._lowest)
        written = {0: "no entry, as there is nothing to accept", 1: "1 entry, which needs a reason"}
        yield f"{self._to_write}: {written.get(number, f'{number} entries; each needs a reason')}"

    def _refuse_unknown(self, *, foreign: bool) -> None:
        """Refuse a rule id that no finding can have; another contract may have keywords that ours lacks."""
        if not self._own:
            return
        from poolcontract.checks import checked  # noqa: PLC0415  all rules, for a user's file alone

        known = checked()
        for number, each in enumerate(self._own, 1):
            if each.rule not in known and not (foreign and each.rule.startswith(_KEYWORD)):
                names = near(each.rule, known)
                hint = question(names) if names else "poolcontract rules lists all"
                raise UsageError(f"{self._file}: entry {number}: no rule {each.rule}: {hint}")
