"""What a file is, is told by its content, and by its name where the content could be either."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from poolcontract.limits import Limits
from poolcontract.payloads import Fields, Parsed, PassedOver, Payload, Reading, Unit, Unreadable, payloads

KINDS = [
    ("x.json", b"{}", ["Payload {}"]),
    ("x.json", b"{}\n{}", ["Payload {}\n{}"]),
    ("x", b"{}\n{}\n", ["Payload 1 1 {}", "Payload 2 2 {}"]),
    ("x", b"\n{}\r\n\n 7 \n", ["Payload 1 2 {}", "Payload 2 4  7 "]),
    ("x", b"{}\n", ["Payload {}\n"]),
    ("x", b"{\n}\n", ["Payload {\n}\n"]),
    ("x", b'{"a": 1,}\n{}', ['Payload 1 1 {"a": 1,}', "Payload 2 2 {}"]),
    ("x", b'{"a":\n{}\n}', ['Payload {"a":\n{}\n}']),
    ("x.ndjson", b"{}", ["Payload 1 1 {}"]),
    ("x.JSONL", b"\n\nx", ["Payload 1 3 x"]),
    ("x.ndjson", b"", ["Payload "]),
    ("x.json", b"[{}, 1]", ["Parsed 1 {}", "Parsed 2 1"]),
    ("x.json", b"[]", ["Parsed []"]),
    ("x.json", b"[1, 2]", ["Parsed [1, 2]"]),
    ("x", b"[{}]", ["Parsed 1 {}"]),
    ("x.yaml", b"a: 1", ["Parsed {'a': 1}"]),
    ("x.yml", b"a: 1\n---\nb: 2", ["Parsed 1 {'a': 1}", "Parsed 2 {'b': 2}"]),
    ("x.yaml", b"- a: 1\n- 2\n---\nb: 2", ["Parsed 1 /0 {'a': 1}", "Parsed 2 /1 2", "Parsed 3 {'b': 2}"]),
    ("x.yaml", b"{}", ["Payload {}"]),
    ("x", b"a: 1\nb: 2\n", ["Parsed {'a': 1, 'b': 2}"]),
    ("x.json", b"a: 1\nb: 2\n", ["Payload a: 1\nb: 2\n"]),
    ("x", b"hello world", ["Payload hello world"]),
]


def told(units: Iterator[Unit]) -> list[str]:
    return [" ".join(map(str, _parts(each))) for each in units]


def _parts(unit: Unit) -> Iterator[object]:
    yield type(unit).__name__
    if isinstance(unit, Payload):
        yield from [unit.record, unit.first_line] if unit.record else []
        yield unit.data.decode()
    elif isinstance(unit, Parsed):
        yield from [unit.record] if unit.record else []
        yield from [unit.at] if unit.at else []
        value = unit.document.value
        yield value[int(unit.at[1:])] if unit.at else value
    elif isinstance(unit, PassedOver):
        yield f"{unit.record} {unit.why}"
    else:
        yield str(unit)


@pytest.mark.parametrize(("name", "data", "units"), KINDS)
def test_a_file_gives_its_units(tmp_path: Path, name: str, data: bytes, units: list[str]) -> None:
    (tmp_path / name).write_bytes(data)
    assert told(payloads([tmp_path / name])) == units
    for pack in PACKERS:  # and the same when it is compressed, whatever it is called
        (tmp_path / name).write_bytes(pack(data))
        assert told(payloads([tmp_path / name])) == units


PACKERS = (gzip.compress, bz2.compress, lzma.compress, zstandard.ZstdCompressor().compress)


def test_log_records_give_their_bodies_or_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "x.log"
    file.write_bytes(b'x\n{"b": {"x": 1}}\n{"b": "{}"}\n{"b": null}\n{"c": 1}\n[1]\n{"b": \n')
    units = list(payloads([file], reading=Reading(fields=Fields("/b"))))
    assert [type(each).__name__ for each in units] == [
        *("PassedOver", "Parsed", "Parsed", "PassedOver", "PassedOver", "PassedOver", "Parsed")
    ]
    assert [each.why for each in units if isinstance(each, PassedOver)] == [
        *("not a JSON object", "with an empty body", "without /b", "not a JSON object")
    ]
    assert [each.first_line for each in units if isinstance(each, Parsed)] == [2, 3, 7]


def test_standard_input_is_judged_while_it_comes() -> None:
    reading_end, writing_end = os.pipe()
    with os.fdopen(reading_end, "rb") as stdin, os.fdopen(writing_end, "wb", buffering=0) as pipe:
        pipe.write(b"{}\n{}\n")
        units = payloads(["-"], stdin=stdin)
        assert told(iter([next(units), next(units)])) == ["Payload 1 1 {}", "Payload 2 2 {}"]
        pipe.write(b'{"a": 1}\n')  # nothing was closed: the next record is there at once
        watchdog = threading.Timer(5, pipe.close)
        watchdog.start()
        assert told(iter([next(units)])) == ['Payload 3 3 {"a": 1}']
        watchdog.cancel()


def _archives(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, data)
    yield "x.zip", buffer.getvalue()
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        tar.addfile(entry, io.BytesIO(data))
    yield "x.tar", buffer.getvalue()
    yield "x.tar.gz", gzip.compress(buffer.getvalue())
    yield "x.tzst", zstandard.compress(buffer.getvalue())


@pytest.mark.parametrize(("name", "data", "units"), [each for each in KINDS if "." in each[0]])
def test_a_member_of_an_archive_gives_the_same(
    tmp_path: Path, name: str, data: bytes, units: list[str]
) -> None:
    for archive, content in _archives(data, f"in/{name}"):
        file = tmp_path / archive
        file.write_bytes(content)
        found = list(payloads([file]))
        assert told(iter(found)) == units
        assert {each.name for each in found} == {f"{file}!in/{name}"}
        assert told(payloads(["-"], stdin=io.BytesIO(content))) == units


def test_nothing_of_an_archive_is_written_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for archive, content in _archives(b"{}", "../../evil.json"):
        (tmp_path / archive).write_bytes(content)
        assert told(payloads([archive])) == ["Payload {}"]
    assert {each.name for each in tmp_path.iterdir()} == {"x.zip", "x.tar", "x.tar.gz", "x.tzst"}


def test_a_folder_gives_every_kind_of_payload(tmp_path: Path) -> None:
    names = [
        "a.json",
        "b.ndjson",
        "c.jsonl",
        "d.yaml",
        "e.yml",
        "f.har",
        "g.json.gz",
        "h.yaml.xz",
        "i.NDJSON.zst",
    ]
    for name in [*names, "note.txt", "x.log", "x.gz", "json", "x.jsonx"]:
        (tmp_path / name).write_bytes(b"{}")
    found = {each.name for each in payloads([tmp_path])}
    assert found == {str(tmp_path / name) for name in names}


INCLUDES = [
    (("*.log",), {"a.log", "in/b.log", "c.log.gz"}),
    (("in/*",), {"in/b.log", "in/d.json"}),
    (("*.txt", "d.*"), {"in/d.json", "e.txt"}),
    (("nothing",), set()),
]


@pytest.mark.parametrize(("globs", "names"), INCLUDES)
def test_what_is_wanted_of_a_folder_can_be_said(
    tmp_path: Path, globs: tuple[str, ...], names: set[str]
) -> None:
    for name in ("a.log", "in/b.log", "c.log.gz", "in/d.json", "e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"{}")
    found = {each.name for each in payloads([tmp_path], reading=Reading(include=globs))}
    assert found == {str(tmp_path / name) for name in names}


def test_a_pattern_stands_for_the_files_that_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.json", "b.txt", "in/c.json", "in/deep/d.json", "[x].json"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_bytes(b"{}")
    patterns = {
        "*.json": ["[x].json", "a.json"],
        "**/*.json": ["[x].json", "a.json", "in/c.json", "in/deep/d.json"],
        "?.txt": ["b.txt"],
        "i*": ["in/c.json", "in/deep/d.json"],
        "[x].json": ["[x].json"],
        "[ab].*": ["a.json", "b.txt"],
    }
    for pattern, names in patterns.items():
        assert [each.name for each in payloads([pattern])] == names
    assert told(payloads(["z*"])) == ["Unreadable z*: cannot be read: no file fits the pattern"]


def test_a_line_over_the_limit_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.ndjson").write_bytes(b"{}\n" + b"x" * 50 + b"\n" + b'{"a": 1}\n' + b"y" * 21)
    units = list(payloads([tmp_path / "x.ndjson"], reading=Reading(Limits(line=20))))
    assert [type(each) for each in units] == [Payload, Parsed, Payload, Parsed]
    assert [each.first_line for each in units if not isinstance(each, PassedOver | Unreadable)] == [
        1,
        2,
        3,
        4,
    ]
    assert [each.rule for unit in units if isinstance(unit, Parsed) for each in unit.document.faults()] == [
        "limit/line"
    ] * 2


def test_zstd_without_its_library_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys  # noqa: PLC0415  to take the library away

    (tmp_path / "x.zst").write_bytes(zstandard.compress(b"{}"))
    monkeypatch.setitem(sys.modules, "zstandard", None)
    (found,) = payloads([tmp_path / "x.zst"])
    assert "pip install 'poolcontract[zstd]'" in str(found)


@pytest.mark.parametrize(
    "limits", [Limits(line=20), Limits(line=20, document=8), Limits(line=20, document=25)]
)
def test_a_long_line_is_one_line_also_where_the_format_was_not_known(tmp_path: Path, limits: Limits) -> None:
    (tmp_path / "x").write_bytes(b"{}\n" + b"x" * 50 + b"\n7\n")
    units = list(payloads([tmp_path / "x"], reading=Reading(limits)))
    assert [type(each) for each in units] == [Payload, Parsed, Payload]
    assert units[2] == Payload(str(tmp_path / "x"), b"7", 3, 3)


def test_a_line_that_is_longer_than_a_document_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"{}\n[1, 2, 3, 4]\n7\n")
    units = payloads([tmp_path / "x"], reading=Reading(Limits(document=5)))
    assert told(units) == ["Payload 1 1 {}", "Payload 2 2 [1, 2, 3, 4]", "Payload 3 3 7"]
