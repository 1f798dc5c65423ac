"""Options in a file: where it is found, what it may say, and in which sentence the rest is refused."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolcontract.cli import COMMANDS, _options_of, main
from poolcontract.cli.configfile import LARGEST, SETTABLE, TYPED, ConfigFile, found_above, read_config
from poolcontract.cli.configuring import Configuring, _value
from poolcontract.errors import InputError, UsageError
from poolcontract.masking import printable

from .readme_tables import README

BODY = '{"kind": "Pool", "metadata": {"name": "pool-1"}, "status": {"phase": "Deleted"}}'
FINDING = "body.json:1:70  error  schema/enum"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with one wrong body, in a folder of its own."""
    folder = tmp_path / "project" / "here"
    folder.mkdir(parents=True)
    (folder / "body.json").write_text(BODY, encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


def ran(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = main(words, out, err)
    return status, out.getvalue(), err.getvalue()


def write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


WAYS: dict[str, tuple[str, str]] = {
    "a file of ours": ("poolcontract.toml", 'format = "concise"'),
    "one for the command": ("poolcontract.toml", 'format = "json"\n[lint]\nformat = "concise"'),
    "the project's": ("pyproject.toml", '[tool.poolcontract]\nformat = "concise"'),
    "the project's, for the command": ("pyproject.toml", '[tool.poolcontract.lint]\nformat = "concise"'),
    "that of a folder above": ("../pyproject.toml", '[tool.poolcontract]\nformat = "concise"'),
    "ours above": ("../../poolcontract.toml", '[lint]\nformat = "concise"'),
}


@pytest.mark.parametrize("way", WAYS)
def test_where_a_file_is_found(way: str, place: Path) -> None:
    name, text = WAYS[way]
    assert not ran("lint", "body.json")[1].startswith(FINDING + '  "Deleted"\n')
    write(place / name, text)
    status, out, err = ran("lint", "body.json")
    assert (status, len(out.splitlines()), err) == (1, 2, ""), "concise has a line for each finding"
    assert out.startswith(FINDING)
    assert len(ran("lint", "body.json", "--format", "text")[1].splitlines()) == 4, "what is typed counts"


def test_the_nearest_file_counts_and_what_is_somebody_elses_does_not(place: Path) -> None:
    write(place.parent / "poolcontract.toml", 'format = "json"')
    write(place / "pyproject.toml", '[project]\nname = "x"\ndependencies = ["poolcontract"]\n')
    assert found_above(place) == read_config(place.parent / "poolcontract.toml")
    write(place / "pyproject.toml", "[tool.poolcontract\n")
    with pytest.raises(InputError, match=r"here/pyproject.toml: it is no TOML: Expected ']' at the end"):
        found_above(place)
    write(place / "pyproject.toml", "[tool.somebody\n")
    assert found_above(place) == read_config(place.parent / "poolcontract.toml")
    write(place / "pyproject.toml", "[tool.poolcontract]\n")
    assert found_above(place) == ConfigFile(
        path=place / "pyproject.toml", table={}, key=("tool", "poolcontract")
    )
    write(place / "poolcontract.toml", 'format = "sarif"')
    assert found_above(place) == read_config(place / "poolcontract.toml")


def test_a_file_that_is_named(place: Path) -> None:
    write(place / "poolcontract.toml", 'format = "json"')
    write(place / "other", 'format = "concise"')
    for words in (("--config", "other", "lint"), ("lint", "--config=other"), ("lint", "--config", "other")):
        assert ran(*words, "body.json")[1].startswith(FINDING), words
    assert ran("lint", "--config", "/dev/null", "body.json")[1].startswith(FINDING), "none of all"
    assert len(ran("lint", "--config", "/dev/null", "body.json")[1].splitlines()) == 4


def test_it_is_told_what_was_taken_from_where(place: Path) -> None:
    write(place / "poolcontract.toml", 'fail-on = "warning"\nmin-severity = "error"\n')
    status, out, err = ran("-v", "lint", "body.json", "--min-severity", "info")
    assert (status, err) == (1, f"poolcontract: taken from {place}/poolcontract.toml: fail-on\n"), out


TAKEN: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
    ("jobs = 2", ("lint", "x"), {"jobs": 2}),
    ("statistics = true", ("lint", "x"), {"statistics": True}),
    ("statistics = false", ("lint", "x"), {"statistics": False}),
    ('include = ["*.a", "*.b"]', ("lint", "x"), {"include": ["*.a", "*.b"]}),
    ('include = "*.a"', ("lint", "x"), {"include": ["*.a"]}),
    ('include = ["*.a"]', ("lint", "x", "--include", "*.b"), {"include": ["*.b"]}),
    ('body = "/b"\n[lint]\nstatus = "/s"', ("lint", "x"), {"body": "/b", "status": "/s"}),
    ("timeout = 20", ("test",), {"timeout": 20.0}),
    ("timeout = 0.5", ("test",), {"timeout": 0.5}),
    ("timeout = 0.5", ("test", "--timeout", "3"), {"timeout": 3.0}),
    ('min-judged = ["200=20"]', ("test",), {"min_judged": [("200", 20)]}),
    ("[test]\nseed = 7", ("test",), {"seed": 7}),
    ("seed = 7", ("test", "--seed", "1"), {"seed": 1}),
    ("seed = 7\n[mock]\nseed = 8\nport = 0", ("mock",), {"seed": 8, "port": 0}),
    ("density = 0.5", ("sample",), {"density": 0.5}),
    ("[lint]\njobs = 2", ("rules",), {}),
]


@pytest.mark.parametrize(("text", "words", "expected"), TAKEN, ids=str)
def test_what_a_file_may_say(
    text: str, words: tuple[str, ...], expected: dict[str, Any], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(place / "poolcontract.toml", text)
    seen: list[Any] = []
    monkeypatch.setattr(f"poolcontract.cli.{words[0]}.run", lambda args, *_: seen.append(args) or 0)
    assert ran(*words) == (0, "", "")
    (args,) = seen
    assert {name: getattr(args, name) for name in expected} == expected


def test_paths_begin_in_the_folder_of_the_file(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(place.parent / "poolcontract.toml", 'deviations = "known.yaml"\noutput = "here/found"\n')
    seen: list[Any] = []
    monkeypatch.setattr("poolcontract.cli.lint.run", lambda args, *_: seen.append(args) or 0)
    ran("lint", "x")
    assert (seen[0].deviations, seen[0].output) == (place.parent / "known.yaml", place.parent / "here/found")


REFUSED: list[tuple[str, tuple[str, ...], str]] = [
    ("[lint", ("lint", "x"), "{file}: it is no TOML: Expected ']' at the end of a table declaration"),
    ("format = 'csv'", ("lint", "x"), "{file}: format: csv: one of text, concise, json, "),
    ("format = 7", ("lint", "x"), "{file}: format: a text is expected"),
    ("format = ['text']", ("lint", "x"), "{file}: format: a text or a number is expected"),
    ("jobs = true", ("lint", "x"), "{file}: jobs: a text or a number is expected"),
    ("jobs = 0", ("lint", "x"), "{file}: jobs: 0: a number of processes is expected, 1 to 256"),
    ("jobs = 1.5", ("lint", "x"), "{file}: jobs: 1.5: a number of processes is expected"),
    ("statistics = 'yes'", ("lint", "x"), "{file}: statistics: true or false is expected"),
    ("deviations = 7", ("lint", "x"), "{file}: deviations: a text is expected"),
    ("density = 'much'", ("sample",), "{file}: density: much: a number is expected"),
    ("timeout = 'nan'", ("test",), "{file}: timeout: nan: seconds are expected, above 0 and at most 3600"),
    ("min-judged = [7]", ("test",), "{file}: min-judged: 7: write it as STATUS=N"),
    ("formatt = 'text'", ("lint", "x"), "{file}: formatt: there is no such option; do you mean format, "),
    ("fail_on = 'info'", ("lint", "x"), "{file}: fail_on: there is no such option; do you mean fail-on, "),
    ("zzzzzz = 1", ("rules",), "{file}: zzzzzz: there is no such option; poolcontract rules --help tells"),
    ("'\\u001b[2J' = 1", ("rules",), "{file}: '\\u001b[2J'"),
    ("[lint]\ntimeout = 1", ("lint", "x"), "{file}: lint.timeout: there is no such option"),
    ("[lnt]\ntimeout = 1", ("lint", "x"), "{file}: lnt: there is no such command; they are lint, test, "),
    (
        "write-deviations = 'x'",
        ("lint", "x"),
        "{file}: write-deviations: it says what is done now: type --wri",
    ),
    ("where = true", ("rules",), "{file}: where: it says what is done now: type --where"),
    ("quiet = true", ("lint", "x"), "{file}: quiet: it says what is done now: type --quiet"),
    (
        "output = '../x'",
        ("lint", "x"),
        "{file}: output: ../x: it is not in the folder of this file: type --ou",
    ),
    ("report-dir = '/tmp/x'", ("test",), "{file}: report-dir: /tmp/x: it is not in the folder of this file"),
    ("report-dir = 'a\\u0000b'", ("test",), "{file}: report-dir: "),
    ("#" * LARGEST + "#", ("lint", "x"), f"{{file}}: it is larger than {LARGEST} bytes"),
    ("a." * 49_000 + "b = 1", ("lint", "x"), "{file}: a key has more than 100 parts"),
    ("[" + "a . " * 24_000 + "b]", ("lint", "x"), "{file}: a key has more than 100 parts"),
    ('"a".' * 24_000 + "b = 1", ("lint", "x"), "{file}: a key has more than 100 parts"),
    ("a." * 49_000, ("lint", "x"), "{file}: a key has more than 100 parts"),
    ("a=" + "[" * 50_000, ("lint", "x"), "{file}: it is no TOML: "),
    ("a=" + "9" * 50_000, ("lint", "x"), "{file}: it is no TOML: "),
]


@pytest.mark.parametrize(("text", "words", "sentence"), REFUSED, ids=lambda each: str(each)[:30])
def test_what_it_may_not(text: str, words: tuple[str, ...], sentence: str, place: Path) -> None:
    text = text.replace("'", '"')
    write(place / "poolcontract.toml", text)
    status, out, err = ran(*words)
    assert (status, out, err.count("\n")) == (2, "", 1), err
    expected = sentence.format(file=place / "poolcontract.toml").replace("'\\u001b[2J'", "\\u001b[2J")
    assert err.startswith(f"poolcontract: {expected}"), err


@pytest.mark.parametrize("table", ["", "[test]\n", "[mock]\n", "[lint]\n"])
@pytest.mark.parametrize("name", TYPED)
def test_what_is_typed_each_time(name: str, table: str, place: Path) -> None:
    write(place / "poolcontract.toml", f'{table}{name} = "x"')
    for words in (("lint", "body.json"), ("test",), ("test", "--url", "http://localhost:9")):
        status, out, err = ran(*words)
        assert (status, out) == (2, "")
        key = f"{table[1:-2]}.{name}" if table else name
        assert err == (
            f"poolcontract: {place}/poolcontract.toml: {key}: it says {TYPED[name]}, "
            f"which no file does: type --{name}\n"
        )


def test_a_real_service_is_sent_by_no_contract_of_a_file(place: Path) -> None:
    write(place / "poolcontract.toml", 'contract = "mine"')
    where = ("--url", "https://a.b", "--allow-host", "a.b", "--project-id", "0" * 32)
    for words in (where, (*where, "--execute")):
        status, out, err = ran("test", *words)
        assert (status, out) == (2, "")
        assert err == (
            f"poolcontract: {place}/poolcontract.toml: contract: what a real service is sent is typed: "
            "--contract PATH\n"
        )


def test_a_file_of_the_project_tells_its_table(place: Path) -> None:
    write(place / "pyproject.toml", "[tool.poolcontract.lint]\njobs = 0")
    assert ran("lint", "x")[2].startswith(
        f"poolcontract: {place}/pyproject.toml: tool.poolcontract.lint.jobs: "
    )
    write(place / "pyproject.toml", "[tool.other]\n")
    named = ran("lint", "x", "--config", "pyproject.toml")
    assert named[0::2] == (2, "poolcontract: --config pyproject.toml: it has no table tool.poolcontract\n")
    write(place / "pyproject.toml", "tool = 7 # poolcontract\n")
    assert found_above(place) is None or found_above(place) != read_config(Path("/dev/null"))


def test_what_cannot_be_read(place: Path) -> None:
    assert ran("lint", "x", "--config", "nowhere")[2].startswith(
        "poolcontract: nowhere: cannot be read: No such"
    )
    assert ran("lint", "x", "--config", ".")[2].startswith("poolcontract: .: cannot be read: Is a directory")
    (place / "poolcontract.toml").write_bytes(b"a = '\xff'")
    assert (
        ran("lint", "x")[2] == f"poolcontract: {place}/poolcontract.toml: it is no TOML: no text in UTF-8\n"
    )
    (place / "poolcontract.toml").unlink()
    os.mkfifo(place / "poolcontract.toml")
    assert ran("lint", "body.json")[0] == 1, "what is no file is not opened"


def test_help_needs_no_file(place: Path) -> None:
    write(place / "poolcontract.toml", "[lint")
    assert ran("lint", "--help")[0] == 0
    assert ran("--version")[0] == 0


def test_a_folder_that_is_gone(place: Path, tmp_path: Path) -> None:
    body = tmp_path / "body.json"
    (place / "body.json").rename(body)
    place.rmdir()
    assert ran("lint", str(body))[0] == 1


def test_the_example_of_the_readme(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    write(place / "poolcontract.toml", example)
    seen: list[Any] = []
    for command in ("lint", "test"):
        monkeypatch.setattr(f"poolcontract.cli.{command}.run", lambda args, *_: seen.append(args) or 0)
        assert ran(command, *(["x"] if command == "lint" else [])) == (0, "", "")
    assert [set(args.configured) for args in seen] == [
        {"fail_on", "format", "deviations"},
        {"fail_on", "timeout", "min_judged", "report_dir"},
    ]


def test_every_option_that_is_told_of_is_there() -> None:
    there = {name for command in COMMANDS for name in _options_of(command)}
    assert set(TYPED) | SETTABLE <= there
    assert not set(TYPED) & SETTABLE


VALUES = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from([*sorted(SETTABLE | set(TYPED)), "", "x", "help", "config"])


@given(
    st.dictionaries(NAMES | st.text(max_size=5), VALUES, max_size=2),
    st.sampled_from(["lint", "test", "mock"]),
)
def test_any_table_is_taken_or_refused(table: dict[str, Any], command: str) -> None:
    config, actions = ConfigFile(path=Path("f"), table=table), _options_of(command)
    configuring = Configuring(COMMANDS, _options_of)
    sentence = ""
    try:
        for setting in config.settings(command, COMMANDS).values():
            action = actions.get(setting.name)
            configuring._require_settable(setting, action, command)
            if action is not None:
                _value(action, setting)
    except UsageError as refusal:
        sentence = str(refusal)
    assert len(sentence) < 300
    assert printable(sentence) == sentence
