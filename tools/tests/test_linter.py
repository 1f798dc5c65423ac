"""Many payloads make one report."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

import poolcontract
from poolcontract.contract import load
from poolcontract.deviations import Deviation
from poolcontract.errors import ContractError
from poolcontract.finding import Finding, Report, Severity
from poolcontract.limits import Limits
from poolcontract.linter import lint

CONTRACT = load()
GONE = b'{"status": {"phase": "Gone"}}'


def judged(data: bytes, schema: str | None = None) -> Report:
    return lint(["-"], contract=CONTRACT, stdin=io.BytesIO(data), schema=schema)


def rules(report: Report, lowest: Severity = Severity.WARNING) -> list[str]:
    return [each.rule for each in report.findings if each.severity >= lowest]


def test_findings_come_in_the_order_of_payloads_with_their_file(tmp_path: Path) -> None:
    for name, data in (("a.json", GONE), ("b.json", b"{"), ("c.json", b"{}"), ("d.json", b"[1]")):
        (tmp_path / name).write_bytes(data)
    report = lint([tmp_path, tmp_path / "nowhere"], contract=CONTRACT)
    told = [
        (Path(str(each.file)).name, each.rule) for each in report.findings if each.severity > Severity.INFO
    ]
    assert told == [("a.json", "schema/enum"), ("b.json", "json/syntax"), ("d.json", "not-recognised")]
    assert (report.instances, report.files, report.unrecognised) == (4, 4, 1)
    assert [Path(each.split(":")[0]).name for each in report.unreadable] == ["nowhere"]


def test_a_finding_has_a_place_and_a_line() -> None:
    (found,) = [each for each in judged(GONE).findings if each.severity is Severity.ERROR]
    assert (found.file, found.line, found.column, found.pointer) == ("<stdin>", 1, 22, "/status/phase")
    assert found.excerpt is not None


def test_only_the_first_of_a_kind_have_their_line_where_more_are_not_wanted(tmp_path: Path) -> None:
    wrong = [GONE, b'{"kind": "x"}', b'{"status": {"phase": "Gone"}, "kind": "y"}']
    (tmp_path / "all.ndjson").write_bytes(b"\n".join(wrong * 400))
    limits = Limits(findings=10)
    told = {
        excerpts: lint(
            [tmp_path], contract=CONTRACT, limits=limits, lowest=Severity.WARNING, excerpts=excerpts
        )
        for excerpts in (None, 0, 3)
    }
    found = {excerpts: list(report) for excerpts, report in told.items()}
    assert found[None] == found[0] == found[3]
    assert [sum(each.excerpt is not None for each in found[excerpts]) for excerpts in told] == [1600, 20, 26]
    kinds = {
        each.pointer: [x.excerpt is not None for x in found[3] if x.pointer == each.pointer]
        for each in found[3]
    }
    assert all(has[:13] == [True] * 13 for has in kinds.values())
    accepted = Deviation(rule="schema/type", severity=None, reason="known")
    report = lint([tmp_path], contract=CONTRACT, deviations=[accepted], lowest=Severity.WARNING, excerpts=0)
    assert all(each.excerpt for each in report)


def test_nothing_gives_an_empty_report(tmp_path: Path) -> None:
    report = lint([tmp_path], contract=CONTRACT)
    assert (list(report), report.files, report.instances) == ([], 0, 0)


def test_a_schema_can_be_told() -> None:
    assert rules(judged(b'{"mode": "lan"}', "PoolClusterContainerNetwork")) == ["schema/enum"]
    assert rules(judged(b'{"apiVersion": "v1", "kind": "Pod"}', "Pool")) == ["schema/enum", "schema/enum"]
    with pytest.raises(ContractError, match="no schema Nope"):
        judged(b"{}", "Nope")


def test_deviations_are_applied_in_order() -> None:
    milder = Deviation(rule="schema/enum", severity=Severity.INFO, reason="known")
    accepted = Deviation(rule="schema/enum", severity=None, reason="known")
    for deviation, expected in ((milder, [Severity.INFO]), (accepted, [])):
        report = lint(["-"], contract=CONTRACT, deviations=[deviation, accepted], stdin=io.BytesIO(GONE))
        assert [each.severity for each in report.findings if each.rule == "schema/enum"] == expected


def test_limits_reach_the_reader() -> None:
    report = lint(["-"], contract=CONTRACT, limits=Limits(document=3), stdin=io.BytesIO(GONE))
    assert rules(report) == ["limit/document"]


def test_the_public_names_are_there_when_asked_for() -> None:
    assert poolcontract.lint is lint
    assert poolcontract.Finding is Finding
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = poolcontract.nothing


def test_what_is_not_looked_for_is_not_found_unless_a_deviation_is_about_it() -> None:
    data = b'{"kind": "Pool", "unlisted": 1}'
    raised = Deviation(rule="unlisted-member", severity=Severity.ERROR, reason="we are strict")
    for lowest, deviations, expected in (
        (Severity.INFO, (), [*["expected-members"] * 4, "unlisted-member"]),
        (Severity.WARNING, (), []),
        (Severity.WARNING, (raised,), [*["expected-members"] * 4, "unlisted-member"]),
    ):
        stdin = io.BytesIO(data)
        report = lint(["-"], contract=CONTRACT, stdin=stdin, lowest=lowest, deviations=deviations)
        assert sorted(each.rule for each in report) == expected
        assert report.lowest == (Severity.INFO if expected else Severity.WARNING)
