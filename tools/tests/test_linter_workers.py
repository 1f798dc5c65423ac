"""Several processes give what one gives: the same findings in the same order, the same numbers."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from poolcontract import linter
from poolcontract.contract import load
from poolcontract.errors import ContractError
from poolcontract.finding import Report, Severity
from poolcontract.linter import lint
from poolcontract.payloads import Fields, Reading, splitting
from poolcontract.payloads.splitting import Piece, opened, piece_units, pieces

CONTRACT = load()
CLEAN = {"kind": "Pool", "metadata": {"name": "pool-1"}, "status": {"phase": "Running"}}
WRONG = {**CLEAN, "status": {"phase": "Gone"}}


@pytest.fixture(autouse=True)
def small_things_are_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linter, "_WORTH_SHARING", 0)
    monkeypatch.setattr(splitting, "PIECE", 2_000)


def written(folder: Path) -> Path:
    """A folder of files that are small, split, odd, and none of our business."""
    lines = [json.dumps(WRONG if number % 7 == 3 else CLEAN) for number in range(120)]
    (folder / "a.ndjson").write_text("\n".join(lines), encoding="utf-8")
    odd = ["", lines[3], "  ", "{", lines[0] + "\r", "x" * 5000, lines[3], '{"name": "nobody\'s"}'] * 12
    (folder / "b.jsonl").write_text("\n".join(odd) + "\n\n\n", encoding="utf-8")
    (folder / "blank.ndjson").write_text("\n" * 9000 + lines[3] + "\n" * 9000, encoding="utf-8")
    for number in range(6):
        (folder / f"c{number}.json").write_text(lines[3], encoding="utf-8")
    (folder / "d.json").write_text("{", encoding="utf-8")
    (folder / "e.yaml").write_text("kind: Pool\nstatus: {phase: Gone}\n", encoding="utf-8")
    with zipfile.ZipFile(folder / "f.zip", "w") as archive:
        archive.writestr("inner.json", lines[3])
    return folder


def told(report: Report) -> list[tuple[object, ...]]:
    """All that a report says, its numbers last."""
    said = [
        (each.file, each.document, each.line, each.column, each.rule, each.pointer, each.excerpt)
        for each in report
    ]
    numbers = (report.files, report.instances, report.unrecognised, report.undecided, report.size)
    return [*said, numbers, tuple(sorted(report.passed_over.items())), tuple(report.unreadable)]


def both(paths: list[Path | str], **options: object) -> Iterator[list[tuple[object, ...]]]:
    for jobs in (1, 3):
        yield told(lint(paths, contract=CONTRACT, jobs=jobs, **options))  # type: ignore[arg-type]


def test_findings_and_numbers_are_the_same(tmp_path: Path) -> None:
    folder = written(tmp_path)
    paths = [folder, folder / "missing.json", folder / "a.ndjson", "-"]
    alone, together = both(paths, lowest=Severity.WARNING)
    assert together == alone
    assert len(alone) > 100


def test_logs_are_shared_too(tmp_path: Path) -> None:
    records = [{"at": number, "body": WRONG if number % 5 else CLEAN} for number in range(200)]
    log = tmp_path / "log.ndjson"
    log.write_text("".join(json.dumps(each) + "\n" for each in records), encoding="utf-8")
    alone, together = both([log], fields=Fields("/body"))
    assert together == alone


def lines_of(piece: Piece) -> int:
    with opened(piece) as stream:
        list(piece_units(piece, stream, Reading()))
        return stream.line_number


def test_a_file_is_cut_at_its_lines(tmp_path: Path) -> None:
    file = written(tmp_path) / "a.ndjson"
    data = file.read_bytes()
    found = pieces(str(file), len(data), Reading())
    assert len(found) > 3
    assert b"".join(data[each.start : each.stop] for each in found) == data
    assert all(data[each.stop - 1 : each.stop] == b"\n" for each in found[:-1])
    assert sum(map(lines_of, found)) == len(data.split(b"\n"))


@pytest.mark.parametrize("name", ["c0.json", "d.json", "e.yaml", "f.zip"])
def test_what_is_no_plain_list_of_lines_stays_whole(name: str, tmp_path: Path) -> None:
    file = written(tmp_path) / name
    assert pieces(str(file), 1_000_000, Reading()) == []


def test_a_schema_that_is_none_is_told_before_any_process_begins() -> None:
    with pytest.raises(ContractError):
        lint(["-"], contract=CONTRACT, schema="Nope", jobs=4)


def test_a_report_that_is_not_read_to_its_end_leaves_nothing_running(tmp_path: Path) -> None:
    report = lint([written(tmp_path)], contract=CONTRACT, jobs=2)
    findings = iter(report)
    assert next(findings).file
    findings.close()  # type: ignore[attr-defined]
