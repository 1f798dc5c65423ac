"""One run of `poolcontract test` beside one of `st run --checks all`: time, answers, and the faults found.

Both test the same mock, in a process of its own, by the same openapi.yaml: sixty pools, each living again
once it was answered with 404. Theirs is told the project and a living pool, which it would hardly draw, and
goes on after a failure. The 200s are counted in the server.

A fault is *found* where a run tells something (a finding of a warning or an error; a failure) that the same
command did not tell of the mock without it; *noticed* where it tells nothing new, and yet ends otherwise, or
has an info of a rule that had none.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from poolcontract.contract import load
from poolcontract.mock import faults

sys.path.insert(0, str(Path(__file__).parent))
from measuring import environment

DOCUMENT = Path(__file__).parents[1] / "openapi.yaml"
SERVER = Path(__file__).parent / "counted_mock.py"
_PROJECT, _TOKEN = "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "mock-token"
_POOLS = [f"pool-{number}" for number in range(1, 61)]
_PATIENCE = 2.0
_EXAMPLES = 100
"""What Schemathesis draws by itself."""

_BROKEN = 2


class Told(NamedTuple):
    """What came of one run: `answers` by status, counted in the server; `asides` are rules with infos."""

    seconds: float
    answers: Counter[str]
    findings: frozenset[str]
    end: str
    asides: frozenset[str] = frozenset()


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--faults", type=int, default=60, metavar="N", help="about so many faults (60)")
    parser.add_argument("--all", action="store_true", help="all faults of the mock")
    parser.add_argument("--only", metavar="ID", action="append", help="these faults (repeatable)")
    parser.add_argument("--examples", type=int, default=1000, metavar="N", help="of theirs, when more (1000)")
    parser.add_argument("--no-faults", action="store_true", help="leave the faults out")
    options = parser.parse_args()
    _side_by_side(options.examples)
    if not options.no_faults:
        known = list(faults(load()))
        _over_faults(options.only or (known if options.all else sampled(known, options.faults)))


def _side_by_side(examples: int) -> None:
    """Our whole run, and its scenarios alone; theirs as it is, and with more examples."""
    runs = {
        "poolcontract test": ours,
        "  its scenarios alone": lambda: ours(only=scenarios()),
        "st run --checks all": theirs,
        f"  the same, -n {examples}": lambda: theirs(examples=examples),
    }
    print(f"{'':28}{'seconds':>9}{'answers':>9}{'of them 200':>13}{'200s a second':>15}{'exit':>8}")
    taken = {}
    for name, run in runs.items():
        told = taken[name] = run()
        total, met = sum(told.answers.values()), told.answers["200"]
        each = f"{met / told.seconds:15.1f}"
        print(f"{name:28}{told.seconds:9.1f}{total:9}{met:13}{each}{told.end:>8}", flush=True)
    whole, quick, plain, more = taken.values()
    for mine, yours in itertools.product((whole, quick), (plain, more)):
        if mine.answers["200"] >= yours.answers["200"]:
            print(
                f"{mine.answers['200']} answers 200 in {mine.seconds / yours.seconds:.2f} of the time "
                f"that theirs takes for {yours.answers['200']}"
            )


def scenarios() -> list[str]:
    """The ids of our scenarios, as the command lists them."""
    listed = subprocess.run(
        [sys.executable, "-m", "poolcontract", "test", "--list"], capture_output=True, text=True, check=True
    )
    _, *lines = listed.stdout.splitlines()
    return [line.split()[0] for line in lines if line.split()[0] not in ("generated", "stateful")]


def _over_faults(wanted: list[str]) -> None:
    """A line for each fault, and at the end how many of them each has found."""
    tools = {"poolcontract": ours, "schemathesis": theirs}
    clean = {name: tool() for name, tool in tools.items()}
    print(f"\n{'':48}{'poolcontract':>16}{'s':>7}{'schemathesis':>16}{'s':>7}")
    outcomes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    seconds: Counter[str] = Counter()
    for fault in wanted:
        words = ""
        for name, tool in tools.items():
            told = tool(fault)
            outcome = outcome_of(told, clean[name])
            outcomes[name][outcome] += 1
            seconds[name] += told.seconds
            words += f"{outcome:>16}{told.seconds:7.1f}"
        print(f"{fault[:47]:48}{words}", flush=True)
    for name, counts in outcomes.items():
        told = ", ".join(f"{outcome} {counts[outcome]}" for outcome in ("found", "noticed", "-"))
        print(f"{name}: {told} of {len(wanted)} faults, {seconds[name]:.0f} s")


def outcome_of(told: Told, clean: Told) -> str:
    """What a run made of a fault, by the run without it."""
    if told.findings - clean.findings:
        return "found"
    return "noticed" if told.end != clean.end or told.asides - clean.asides else "-"


def sampled(known: list[str], count: int) -> list[str]:
    """About so many faults, of each kind some, the same every time."""
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for fault in known:
        kinds[kind_of(fault)].append(fault)
    share = count / len(known)
    chosen = []
    for members in kinds.values():
        wanted = max(round(len(members) * share), 1)
        chosen += [members[number * len(members) // wanted] for number in range(wanted)]
    return chosen


def kind_of(fault: str) -> str:
    """The keyword, the group, or `rule` for one that a rule brings."""
    group, _, _ = fault.partition("/")
    return fault.partition(":")[0] if group == "schema" else group if "/" in fault else "rule"


def ours(fault: str = "", only: Iterable[str] = ()) -> Told:
    """One run of `poolcontract test`, each of the pools named; of some scenarios, or of all."""
    with tempfile.TemporaryDirectory() as folder, _server(fault) as (url, answers):
        command = [
            *(sys.executable, "-m", "poolcontract", "test", "--url", url, "--project-id", _PROJECT),
            *itertools.chain.from_iterable(("--destroy-pool", name) for name in _POOLS),
            *itertools.chain.from_iterable(("--only", each) for each in only),
            *(f"--timeout={_PATIENCE}", "--report-dir", folder),
        ]
        seconds, status, _ = _timed(command, folder)
        report = json.loads((Path(folder) / "report.json").read_text(encoding="utf-8"))
    findings = frozenset(
        f"{each['severity']} {each['rule']} {each['pointer']}"
        for each in report["findings"]
        if each["severity"] != "info"
    )
    asides = frozenset(each["rule"] for each in report["findings"] if each["severity"] == "info")
    return Told(seconds, answers, findings, str(status), asides)


def theirs(fault: str = "", examples: int = _EXAMPLES) -> Told:
    """One run of `st run --checks all`, the project and a pool given."""
    with tempfile.TemporaryDirectory() as folder, _server(fault) as (url, answers):
        config = Path(folder) / "schemathesis.toml"
        named = {"path.project_id": _PROJECT, "path.pool_name": _POOLS[0]}
        lines = (f"{json.dumps(name)} = {json.dumps(value)}\n" for name, value in named.items())
        config.write_text("[parameters]\n" + "".join(lines), encoding="utf-8")
        command = [
            *(str(Path(sys.executable).parent / "st"), "--config-file", str(config), "run", str(DOCUMENT)),
            *("--url", url, "--checks", "all", "--continue-on-failure", "-H", f"X-Auth-Token: {_TOKEN}"),
            *("--seed", "1", f"--max-examples={examples}", f"--request-timeout={_PATIENCE}"),
        ]
        seconds, status, output = _timed(command, folder)
    end = f"{status} errors" if "\nErrors:\n" in output else str(status)
    return Told(seconds, answers, frozenset(failures_in(output)), end)


def failures_in(output: str) -> Iterator[str]:
    """The failures that Schemathesis prints: operation, code, title, and the line that says what was met."""
    operation, title = "", ""
    for line in output.splitlines():
        if line.startswith("____"):
            operation = line.strip("_ ")
        elif line.startswith("- "):
            title = line[2:]
        elif title and line.strip():
            yield f"{operation} {title}: {line.strip()}"
            title = ""


def _timed(command: list[str], folder: str) -> tuple[float, int, str]:
    """Seconds, exit status and output of a command; ends the program where it could not do its work."""
    surroundings = {**environment(), "POOLCONTRACT_TOKEN": _TOKEN, "COLUMNS": "200", "NO_COLOR": "1"}
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode == _BROKEN:
        sys.exit(f"{' '.join(command[:4])} …: {done.stderr or done.stdout}")
    return seconds, done.returncode, done.stdout


@contextmanager
def _server(fault: str) -> Iterator[tuple[str, Counter[str]]]:
    """The URL of a mock with a fault, and what it has answered, once it has ended."""
    options: dict[str, Any] = {
        "project_id": _PROJECT,
        "pools": _POOLS,
        "token": _TOKEN,
        "come_back": "after-404",
    }
    if fault:
        options["faults"] = [fault]
    answers: Counter[str] = Counter()
    with subprocess.Popen(
        [sys.executable, str(SERVER), json.dumps(options)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(),
        text=True,
    ) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}", answers
        counted, _ = process.communicate("")
        answers.update(json.loads(counted))


if __name__ == "__main__":
    main()
