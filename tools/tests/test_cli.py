"""The command line as a person meets it: clear sentences, documented exit statuses, never a traceback."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from poolcontract.cli import COMMANDS, main
from poolcontract.cli import lint as lint_command
from poolcontract.cli.rules import checked
from poolcontract.contract import home, load
from poolcontract.rules import catalogue

from .command_lines import Result, ran

CLEAN = """{
  "kind": "Pool",
  "metadata": {"name": "pool-a", "labels": {}},
  "spec": {"type": "Dedicate", "network": {"name": "network-a"}},
  "status": {"phase": "Running"}
}
"""
GONE = CLEAN.replace("Running", "Gone")
SECRET = "hunter2!hunter2"  # noqa: S105  the one that must not be seen
FILES: dict[str, bytes] = {
    "clean.json": CLEAN.encode(),
    "gone.json": GONE.encode(),
    "empty.json": b"",
    "cut.json": b'{"kind": "Pool", "meta',
    "package.json": b'{"name": "x", "version": "1.0.0", "dependencies": {}}',
    "manifest.json": b'{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "x"}}',
    "number.json": b"42",
    "picture.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "page.html": b"<!doctype html>",
    "list.yaml": b"- rule: x\n",
    "no-paths.yaml": b"openapi: 3.1.0\n",
    "broken.yaml": b"a: [\n",
    "info.json": b"{}",
}


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line in a folder that holds `FILES` and two folders, empty and full."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.json").write_text(CLEAN)
    (tmp_path / "full" / "b.json").write_text(GONE)
    return ran


LINTED = {
    "clean.json": (0, "no findings in 1 file\n"),
    "gone.json": (
        1,
        """\
gone.json:5:23  error  schema/enum  "Gone" is not one of Creating, Running, Abnormal, Deleting, Error, \
CreationFailed, ScalingFailed, Waiting (Table 14, phase)
    5 |   "status": {"phase": "Gone"}
      |                       ^^^^^^
1 error in 1 file
""",
    ),
    "empty.json": (
        1,
        """\
empty.json:1:1  error  json/empty  there is no value in the text
    1 |
      | ^
1 error in 1 file
""",
    ),
    "cut.json": (
        1,
        """\
cut.json:1:18  error  json/syntax  the text ends inside a string
    1 | {"kind": "Pool", "meta
      |                  ^
1 error in 1 file
""",
    ),
    "picture.png": (
        1,
        """\
picture.png:1:1  error  json/invalid-utf8  byte 0x89 is not UTF-8
    1 | �PNG
      | ^
1 error in 1 file
""",
    ),
    "page.html": (
        1,
        """\
page.html:1:1  error  json/syntax  "<" stands where a value should
    1 | <!doctype html>
      | ^
1 error in 1 file
""",
    ),
    "number.json": (
        5,
        """\
number.json:1:1  warning  not-recognised  42 is no Pool or Error body of this contract
    1 | 42
      | ^^
1 warning in 1 file; 1 of 1 not recognised; nothing was checked
""",
    ),
    "info.json": (0, "no findings in 1 file\n"),
    "empty": (5, "nothing to judge; nothing was checked\n"),
}


@pytest.mark.parametrize("path", LINTED)
def test_lint_says_and_ends_as_documented(run: Run, path: str) -> None:
    assert run("lint", path) == Result(*LINTED[path], "")


def test_a_file_that_cannot_be_read_is_an_error_and_no_finding(run: Run) -> None:
    sentence = "poolcontract: nowhere.json: cannot be read: No such file or directory\n"
    assert run("lint", "nowhere.json") == Result(2, "", sentence)
    assert run("lint", "nowhere.json", "clean.json") == Result(
        2, "no findings in 1 file; 1 path not read\n", sentence
    )


STATUSES = [
    (["package.json"], 5),
    (["manifest.json"], 5),
    (["package.json", "clean.json"], 0),
    (["package.json", "--fail-on", "warning"], 1),
    (["package.json", "--schema", "Pool"], 0),
    (["manifest.json", "--schema", "Pool"], 1),
    (["full"], 1),
    (["full", "empty", "nowhere.json"], 2),
    (["info.json"], 0),
    (["info.json", "--fail-on", "info"], 1),
    (["gone.json", "--profile", "observed"], 0),
    (["gone.json", "--profile", "observed", "--fail-on", "warning"], 1),
    (["clean.json", "--min-severity", "error"], 0),
    (["clean.json", "--limit", "document=5"], 1),
    (["clean.json", "--contract", str(home())], 0),
]


@pytest.mark.parametrize(("words", "status"), STATUSES)
def test_the_exit_status_of_lint(run: Run, words: list[str], status: int) -> None:
    assert run("lint", *words).status == status


REFUSED = [
    ([], "name a command: lint, test, compare, audit, mock, rules, sample, schema (poolcontract "),
    (["frob"], "argument COMMAND: invalid choice: 'frob'"),
    (["lint"], "lint: the following arguments are required: FILE (poolcontract lint --help explains)"),
    (
        ["lint", "x", "--form", "json"],
        "no such option or argument: --form json (poolcontract lint --help explains)",
    ),
    (["lint", "x", "--min-severity", "foo"], "lint: argument --min-severity: invalid choice: 'foo'"),
    (["lint", "x", "--fail-on"], "lint: argument --fail-on: expected one argument"),
    (["lint", "x", "--profile", "x"], "lint: argument --profile: invalid choice: 'x'"),
    (["lint", "x", "--format", "xml"], "lint: argument --format: invalid choice: 'xml'"),
    (["lint", "x", "--limit", "depth=many"], "--limit depth=many: write it as NAME=N"),
    (["lint", "x", "--limit", "depth=0"], "--limit depth=0: write it as NAME=N"),
    (["lint", "x", "--limit", "sanity=1"], "--limit sanity=1: write it as NAME=N"),
    (["lint", "x", "--schema", "Nope"], "no schema Nope: there are Pool"),
    (["lint", "x", "--contract", "nowhere"], "nowhere: cannot be read: No such file"),
    (["lint", "x", "--contract", "empty"], "openapi.yaml: cannot be read: No such file"),
    (["lint", "x", "--contract", "package.json"], "package.json: no OpenAPI document: it has no paths"),
    (["lint", "x", "--contract", "no-paths.yaml"], "no-paths.yaml: no OpenAPI document: it has no paths"),
    (["lint", "x", "--contract", "broken.yaml"], "broken.yaml: line 2, column 1:"),
    (["lint", "x", "--contract", "picture.png"], "picture.png: "),
    (["lint", "x", "--deviations", "nowhere"], "nowhere: cannot be read: No such file"),
    (["lint", "x", "--deviations", "empty"], "empty: cannot be read: Is a directory"),
    (["lint", "x", "--deviations", "list.yaml"], "list.yaml: entry 1: "),
    (["lint", "clean.json", "--output", "nowhere/x"], "nowhere/x: No such file or directory"),
    (
        ["rules", "max-count"],
        "no rule max-count: do you mean max-count-of-logical-pool, max-count-of-physical-pool",
    ),
    (["rules", "zzzz"], "no rule zzzz: poolcontract rules lists all"),
    (["rules", ""], "no rule : "),
    (["schema", "Pol"], "no schema Pol: do you mean Pool"),
    (["schema", "zzzz"], "no schema zzzz: there are Pool, "),
    (["schema", "--contract", "broken.yaml"], "broken.yaml: line 2"),
]


@pytest.mark.parametrize(("words", "sentence"), REFUSED)
def test_what_makes_no_sense_is_refused_in_one_sentence(run: Run, words: list[str], sentence: str) -> None:
    status, out, err = run(*words)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("poolcontract: ")
    assert sentence in err


def test_standard_input_is_judged(run: Run) -> None:
    assert run("lint", "-", stdin=GONE.encode()).out.startswith("<stdin>:5:23  error  schema/enum")


def test_a_report_for_programs(run: Run) -> None:
    status, out, err = run("lint", "--format", "json", "full")
    assert (status, err) == (1, "")
    report = json.loads(out)
    assert report["summary"] == {"instances": 2, "errors": 1, "warnings": 0, "infos": None, "files": 2}
    assert [(each["file"], each["rule"]) for each in report["findings"]] == [("full/b.json", "schema/enum")]


def test_the_report_can_go_to_a_file(run: Run) -> None:
    assert run("lint", "gone.json", "--output", "report.txt") == Result(1, "", "")
    assert Path("report.txt").read_text(encoding="utf-8") == run("lint", "gone.json").out


def test_deviations_of_a_user_come_before_the_profile(run: Run) -> None:
    Path("own.yaml").write_text(
        "- {rule: schema/enum, pointer: /status/phase, severity: accept, reason: seen}\n"
    )
    assert run("lint", "gone.json", "--deviations", "own.yaml").status == 0


def test_global_options_stand_before_and_after_the_command(run: Run) -> None:
    assert run("-q", "lint", "clean.json") == run("lint", "clean.json", "--quiet") == Result(0, "", "")
    assert re.fullmatch(r"poolcontract \S+\n", run("--version").out)


def test_help_lists_every_command_and_imports_none() -> None:
    code = "import sys; from poolcontract.cli import main; main(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for name, summary in COMMANDS.items():
        assert f"{name} " in done.stdout
        assert summary.split()[0] in done.stdout
    loaded = done.stdout.rsplit("\n", 2)[1].split()
    assert [each for each in loaded if each.startswith("poolcontract.cli.")] == ["poolcontract.cli.parsing"]


def test_every_command_has_help(run: Run) -> None:
    for name in COMMANDS:
        status, out, err = run(name, "--help")
        assert (status, err) == (0, "")
        assert out.startswith(f"usage: poolcontract {name} ")


SECRETS = [
    '{"spec": {"userLogin": {"password": "hunter2!hunter2", "keyPairName": 1}}}',
    '{"spec": {"userLogin": {"password": ["hunter2!hunter2"]}}, "status": {"phase": "x"}}',
    '{"spec": {"userLogin": {"password": {"deep": {"er": "hunter2!hunter2"}}}}, "status": {"phase": "x"}}',
    '{"spec": {"userLogin": {"password": "a", "password": "hunter2!hunter2"}}}',
    '{"spec": {"userLogin": {"password": "hunter2!hunter2\\ud800"}}}',
    '{"spec": {"userLogin": {"password": "hunter2!hunter2',
    '{"spec": {"userLogin": {"password": "hunter2!hunter2" oops}}}',
    '{"spec": {"userLogin": {"password": "x\nhunter2!hunter2"}}}',
    '{"spec": {}} {"password": "hunter2!hunter2"}',
    '{"spec": {"userLogin": "x", "token": "hunter2!hunter2"}, "apiKeySecret": "hunter2!hunter2"}',
    '{\n"spec": {\n"userLogin": {\n"password":\n"hunter2!hunter2"}}}',
    "{'password': 'hunter2!hunter2'}",
    "password: hunter2!hunter2",
    "TOKEN=hunter2!hunter2",
]


@pytest.mark.parametrize("form", ["text", "concise", "json"])
@pytest.mark.parametrize("text", SECRETS)
def test_a_secret_never_leaves(run: Run, text: str, form: str) -> None:
    for schema in ([], ["--schema", "Pool"]):
        words = ["lint", "-", "--format", form, "--min-severity", "info", *schema]
        status, out, err = run(*words, stdin=text.encode())
        assert SECRET not in out + err
        assert status in (0, 1, 5)
        assert out


SOME_BYTES = st.binary(max_size=200) | st.text('{}[]",:\\u0d8 \n1e9-N').map(str.encode)


@settings(deadline=None)
@given(SOME_BYTES, st.sampled_from(["text", "json"]))
def test_no_bytes_bring_lint_down(data: bytes, form: str) -> None:
    lint_ends_well(data, form)


@pytest.mark.long
@settings(deadline=None, max_examples=1000)
@given(SOME_BYTES, st.sampled_from(["text", "json"]))
def test_no_bytes_whatever_bring_lint_down(data: bytes, form: str) -> None:
    lint_ends_well(data, form)


def lint_ends_well(data: bytes, form: str) -> None:
    status, out, err = ran("lint", "-", "--format", form, stdin=data)
    assert status in (0, 1, 2, 5)
    assert out or (form == "text" and status == 2)
    assert (status == 2) == err.startswith("poolcontract: <stdin>: cannot be read: ")


def test_a_fault_of_ours_is_one_line_and_a_traceback_only_where_asked(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("by\nnothing")

    monkeypatch.setattr(lint_command, "lint", fail)
    expected = "poolcontract: internal error: ZeroDivisionError: by nothing (--debug shows where)\n"
    assert run("lint", "clean.json") == Result(70, "", expected)
    status, _, err = run("lint", "clean.json", "--debug")
    assert status == 70
    assert err.startswith("Traceback")
    assert err.endswith(expected)


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        """It is."""
        return True


@pytest.mark.parametrize(
    ("environment", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
)
def test_colour_is_for_terminals_that_want_it(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    coloured: bool,  # noqa: FBT001  a case
) -> None:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    terminal = Terminal()
    assert main(["lint", "gone.json"], terminal, io.StringIO()) == 1
    assert ("\x1b[" in terminal.getvalue()) is coloured
    assert "\x1b[" not in run("lint", "gone.json").out


def test_an_interrupt_is_told_in_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(lint_command, "lint", interrupt)
    assert run("lint", "clean.json") == Result(130, "", "poolcontract: interrupted\n")


def test_rules_lists_all_that_findings_can_be_about(run: Run) -> None:
    out = run("rules").out
    listed = [line.split()[0] for line in out.splitlines()]
    assert len(listed) == len(set(listed))
    assert set(catalogue()) <= set(listed)
    assert {"schema/enum", "json/duplicate-key", "limit/depth", "not-recognised"} <= set(listed)
    assert max(map(len, out.splitlines())) < 180


def test_every_limit_that_the_program_tells_is_listed() -> None:
    package = Path(lint_command.__file__).parents[1]
    told = {
        found
        for file in package.rglob("*.py")
        for found in re.findall(r'"(limit/\w+)"', file.read_text(encoding="utf-8"))
    }
    assert told == {each for each in checked() if each.startswith("limit/")}


def test_the_page_of_a_rule(run: Run) -> None:
    out = run("rules", "max-count-of-physical-pool").out
    assert out.startswith(
        "max-count-of-physical-pool  warning  Table 8, maxCount\n\n"
        "In the specification of a physical pool maxCount equals count.\n\n"
    )
    assert out.count('"maxCount": ') == 2
    assert run("rules", "schema/enum").out == (
        "schema/enum  error\n\nThe value is not in the list of values.\n\n"
        "A keyword of JSON Schema; each finding cites the table and row that the keyword was taken from.\n"
    )


def test_every_rule_has_a_page(run: Run) -> None:
    for name in checked():
        status, out, err = run("rules", name)
        assert (status, err) == (0, "")
        assert out.startswith(f"{name}  ")


def test_every_schema_stands_alone(run: Run) -> None:
    names = [line.split()[0] for line in run("schema", "--list").out.splitlines()]
    assert names == list(load().schemas)
    for name in names:
        status, out, _ = run("schema", name)
        schema = json.loads(out)
        assert status == 0
        Draft202012Validator.check_schema(schema)
        assert '"x-' not in out
        assert {each["$ref"].removeprefix("#/$defs/") for each in references(schema)} <= set(schema["$defs"])


def references(node: object) -> list[dict[str, str]]:
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    own = [node] if isinstance(node, dict) and "$ref" in node else []
    return [*own, *(found for each in inner for found in references(each))]


def test_the_schema_of_a_success_is_the_default(run: Run) -> None:
    assert run("schema") == run("schema", "Pool")
    judge = Draft202012Validator(json.loads(run("schema").out))
    assert judge.is_valid(json.loads(CLEAN))
    assert not judge.is_valid(json.loads(GONE))


def test_output_fits_an_ascii_terminal(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"status": {"phase": "Gelöscht 漢"}}', encoding="utf-8")
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = poolcontract("lint", "x.json", cwd=tmp_path, env=env)
    assert done.returncode == 1
    assert done.stdout.isascii()
    assert b"Gel\\xf6scht" in done.stdout
    assert done.stderr == b""


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "poolcontract", "rules"],
        stdout=writing,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


UNWANTED = {
    "hypothesis",
    "schemathesis",
    "starlette",
    "uvicorn",
    "pytest",
    "requests",
    "rich",
    "h11",
    "asyncio",
}


def test_lint_of_one_body_imports_little(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(CLEAN)
    code = "import sys; from poolcontract.cli import main; main(['lint', 'x.json']); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert set(done.stdout.split()) & UNWANTED == set()


def test_a_body_that_is_nobodys_costs_no_validator(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[]")
    code = "import sys; from poolcontract.cli import main; main(['lint', 'x.json']); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "jsonschema" not in done.stdout.split()


def poolcontract(*words: str, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "poolcontract", *words], cwd=cwd, env=env, capture_output=True, check=False
    )
