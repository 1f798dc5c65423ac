"""The options of a report on the command line, with every format."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from poolcontract.cli import lint as lint_command
from poolcontract.finding import Finding, Report
from poolcontract.report import FORMATS, WITH_STATISTICS

from .command_lines import ran
from .reported import GONE, repeated

BODY = '{"kind": "Pool", "metadata": {"name": "pool-a"}, "status": {"phase": "Gone"}, "extra": 1}'
READERS: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "sarif": json.loads,
    "gitlab": json.loads,
    "ndjson": lambda text: [json.loads(line) for line in text.splitlines()],
    "junit": ET.fromstring,
}


run = partial(ran, "lint")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with nine bodies that are wrong in one way."""
    monkeypatch.chdir(tmp_path)
    Path("bodies").mkdir()
    for number in range(9):
        Path(f"bodies/{number}.json").write_text(BODY, encoding="utf-8")
    Path("own.yaml").write_text(
        "- {rule: schema/enum, pointer: /status/phase, severity: accept, reason: known}\n", encoding="utf-8"
    )


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("words", "status"),
    [
        ((), 1),
        (("--max-findings", "0"), 1),
        (("--max-findings", "2"), 1),
        (("--show", "all"), 1),
        (("--profile", "observed"), 0),
        (("--profile", "observed", "--fail-on", "warning"), 1),
        (("--deviations", "own.yaml"), 0),
        (("--deviations", "own.yaml", "--fail-on", "info"), 1),
        (("--deviations", "own.yaml", "--min-severity", "info"), 0),
        (("-q",), 1),
    ],
)
def test_every_option_goes_with_every_format(words: tuple[str, ...], status: int, form: str) -> None:
    result = run("bodies", "--format", form, *words)
    assert (result.status, result.err) == (status, "")
    READERS.get(form, str)(result.out)
    assert run("bodies", "--format", form, "--output", "report", *words).out == ""
    written = Path("report").read_text(encoding="utf-8")
    assert written == result.out or form == "junit"  # which says when


@pytest.mark.parametrize(
    ("form", "told"), [("text", 3), ("concise", 3), ("github", 1), ("json", 9), ("gitlab", 9)]
)
def test_the_first_places_or_all(form: str, told: int) -> None:
    assert run("bodies", "--format", form).out.count("schema/enum") in (told, told + 1)
    assert run("bodies", "--format", form, "--show", "all").out.count("schema/enum") == 9
    five = run("bodies", "--format", form, "--show", "all", "--max-findings", "5").out
    assert five.count("schema/enum") == 5


@pytest.mark.parametrize("form", FORMATS)
def test_statistics_go_with_formats_that_have_a_place_for_them(form: str) -> None:
    status, out, err = run("bodies", "--format", form, "--statistics")
    if form in WITH_STATISTICS:
        assert (status, err) == (1, "")
        assert "count" in out
    else:
        sentence = "poolcontract: --statistics goes with --format text, concise, json, ndjson\n"
        assert (status, out, err) == (2, "", sentence)


@pytest.mark.parametrize("number", ["-1", "many", "1" * 30, "²"])
def test_a_number_of_findings_is_a_number(number: str) -> None:
    status, out, err = run("bodies", "--max-findings", number)
    assert (status, out) == (2, "")
    assert "a whole number from 0 is expected" in err or "expected one argument" in err


@pytest.mark.parametrize("form", FORMATS)
def test_an_interrupt_leaves_a_whole_report(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> Report:
        def findings() -> Iterator[Finding]:
            yield from repeated(2)
            raise KeyboardInterrupt

        return Report(findings=findings(), files=1, instances=2)

    monkeypatch.setattr(lint_command, "lint", interrupted)
    status, out, err = run("x", "--format", form)
    assert (status, err) == (130, "poolcontract: interrupted\n")
    READERS.get(form, str)(out)
    assert GONE.rule in out
    assert "interrupted" in out or form in ("sarif", "gitlab")


@pytest.mark.parametrize("form", ["concise", "ndjson", "sarif"])
def test_who_streams_sees_a_finding_at_once(form: str) -> None:
    words = [sys.executable, "-m", "poolcontract", "lint", "--format", form, "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        words, stdin=pipe, stdout=pipe, env={**os.environ, "PYTHONUNBUFFERED": ""}
    ) as child:
        assert child.stdin
        assert child.stdout
        for _ in range(3):
            child.stdin.write(BODY.encode() + b"\n")
        child.stdin.flush()
        seen = b""
        while b"schema/enum" not in seen:
            line = child.stdout.readline()
            assert line
            seen += line
        child.send_signal(signal.SIGINT)
        rest = child.stdout.read()
        assert child.wait() == 130
    READERS.get(form, str)((seen + rest).decode())
