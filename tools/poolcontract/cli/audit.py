"""`poolcontract audit show FILE`: what was sent to a service that is real, and what came of it."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import TextIO

from poolcontract.masking import printable
from poolcontract.target import AuditLog, LoggedRun, Sending, read_log

_SEEN, _UNDECIDED, _NOTHING = 0, 3, 5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `audit`."""
    parser.add_argument("action", choices=("show",), help="what to do with the log")
    parser.add_argument("file", type=Path, metavar="FILE", help="the audit log of a run")


def run(args: argparse.Namespace, stdout: TextIO, stderr: TextIO) -> int:
    """Print the runs of a log; 3 when of some request nobody saw the end."""
    log = read_log(args.file)
    for each in log.runs:
        stdout.writelines(f"{printable(line)}\n" for line in _told(each))
    stderr.writelines(
        f"poolcontract: {args.file}: line {number} holds no whole record\n" for number in log.broken
    )
    return _status(log)


def _status(log: AuditLog) -> int:
    if not log.runs:
        return _NOTHING
    unseen = any(sending.outcome is None for run in log.runs for sending in run.sendings)
    return _UNDECIDED if unseen or log.broken else _SEEN


def _told(run: LoggedRun) -> Iterator[str]:
    facts = run.facts
    spends = ", ".join(map(str, facts["destroys"])) or "no pool"
    yield f"{facts['time']}  {facts['url']}  project {facts['project_id']}  plan {facts['plan'][:12]}"
    yield f"  {facts['requests']} requests planned, spending {spends}"
    lines = [(each.intent["time"], f"  {each.intent['sequence']:>4}  {_line(each)}") for each in run.sendings]
    lines += [(each["time"], f"        {each['time']}  {each['text']}") for each in run.notes]
    yield from (line for _, line in sorted(lines, key=itemgetter(0)))
    for each in run.unsent:
        yield f"     -  {each['time']}  {each['method']} {each['target']}  not sent: {each['fault']}"
    yield f"  {_counted(run)}"


def _line(sending: Sending) -> str:
    intent = sending.intent
    return f"{intent['time']}  {intent['method']} {intent['target']}  {_end(sending)}"


def _end(sending: Sending) -> str:
    outcome = sending.outcome
    if outcome is None:
        return "sent or not: nobody saw its end"
    identity = f"  {outcome['request_id']}" if outcome.get("request_id") else ""
    return f"{outcome['fault'] if outcome['status'] is None else outcome['status']}{identity}"


def _counted(run: LoggedRun) -> str:
    ends = Counter(_end_of_kind(sending) for sending in run.sendings)
    counts = [f"{end}: {count}" for end, count in sorted(ends.items())]
    return f"{len(run.intents)} requests   {'   '.join(counts)}".rstrip()


def _end_of_kind(sending: Sending) -> str:
    outcome = sending.outcome
    if outcome is None:
        return "end unknown"
    return str(outcome["fault"] if outcome["status"] is None else outcome["status"])
