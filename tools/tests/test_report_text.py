"""What a person sees, compared whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from poolcontract.finding import Excerpt, Finding, Report, Severity, Source
from poolcontract.report import FORMATS, renderer
from poolcontract.report.style import Style

GONE = Finding(
    rule="schema/enum",
    severity=Severity.ERROR,
    message='"Deleted" is not one of Creating, Running',
    pointer="/status/phase",
    schema="PoolStatus",
    source=Source(14, "phase"),
    file="answer.json",
    line=23,
    column=17,
    excerpt=Excerpt('    "phase" : "Deleted",', 14, 9),
)
HINT = Finding(
    rule="unlisted-member", severity=Severity.INFO, message='"x" is unlisted', pointer="/x", file="b.json"
)
ODD = Finding(
    rule="not-recognised",
    severity=Severity.WARNING,
    message="42 is nobody's",
    pointer="",
    file="c.json",
    line=1,
)


def text(report: Report, form: str = "text", **style: object) -> str:
    return "".join(renderer(form)(report, replace(Style(), **style)))  # type: ignore[arg-type]


def test_a_finding_as_drawn() -> None:
    assert text(Report(findings=(GONE, HINT), instances=2, files=2)) == (
        'answer.json:23:17  error  schema/enum  "Deleted" is not one of Creating, Running (Table 14, phase)\n'
        '   23 |     "phase" : "Deleted",\n'
        "      |               ^^^^^^^^^\n"
        "1 error in 2 files; 1 info not shown (--min-severity info)\n"
    )


def test_a_concise_finding_is_one_line() -> None:
    assert text(Report(findings=(GONE, ODD), instances=2, files=1, unrecognised=1), "concise") == (
        'answer.json:23:17  error  schema/enum  "Deleted" is not one of Creating, Running (Table 14, phase)\n'
        "c.json:1  warning  not-recognised  42 is nobody's\n"
        "1 error, 1 warning in 1 file; 1 of 2 not recognised\n"
    )


def test_colour_is_only_there_when_asked_for() -> None:
    report = Report(findings=(GONE,), instances=1, files=1)
    assert text(report, colour=True) == (
        "\x1b[1manswer.json:23:17\x1b[0m  \x1b[31merror\x1b[0m  schema/enum  "
        '"Deleted" is not one of Creating, Running (Table 14, phase)\n'
        '   23 |     "phase" : "Deleted",\n'
        "      |               \x1b[31m^^^^^^^^^\x1b[0m\n"
        "1 error in 1 file\n"
    )
    assert "\x1b" not in text(report)


CLOSINGS = [
    (Report(findings=()), Severity.WARNING, "nothing to judge; nothing was checked\n"),
    (Report(findings=(), files=1, instances=1), Severity.WARNING, "no findings in 1 file\n"),
    (Report(findings=(), files=3, instances=3), Severity.WARNING, "no findings in 3 files\n"),
    (
        Report(findings=(GONE, GONE, GONE, ODD, HINT), files=2, instances=2),
        Severity.INFO,
        "3 errors, 1 warning, 1 info in 2 files\n",
    ),
    (
        Report(findings=(GONE, ODD, HINT, HINT), files=2, instances=2),
        Severity.ERROR,
        "1 error in 2 files; 1 warning, 2 infos not shown (--min-severity info)\n",
    ),
    (
        Report(findings=(ODD,), files=1, instances=1, unrecognised=1),
        Severity.WARNING,
        "1 warning in 1 file; 1 of 1 not recognised; nothing was checked\n",
    ),
    (
        Report(findings=(), files=1, instances=1, unreadable=("x: …",)),
        Severity.WARNING,
        "no findings in 1 file; 1 path not read\n",
    ),
    (Report(findings=(), unreadable=("x: …",)), Severity.WARNING, ""),
]  # fmt: skip


@pytest.mark.parametrize(("report", "lowest", "line"), CLOSINGS)
def test_the_closing_line(report: Report, lowest: Severity, line: str) -> None:
    written = text(report, lowest=lowest)
    assert written.splitlines(keepends=True)[-1:] == ([line] if line else [])


def test_a_quiet_report_has_no_closing_line() -> None:
    assert text(Report(findings=(HINT,), files=1, instances=1), closing=False) == ""


def test_carets_stand_under_wide_and_combining_characters() -> None:
    wide = replace(GONE, line=123456, excerpt=Excerpt('{"漢e\u0301": "漢"}', 8, 3))
    assert text(Report(findings=(wide,), files=1, instances=1)).splitlines()[1:3] == [
        '123456 | {"漢e\u0301": "漢"}',
        "       |         ^^^^",
    ]


def test_a_file_name_cannot_steer_the_terminal() -> None:
    odd = replace(HINT, file="a\x1b[2J\n.json", line=1, column=2)
    assert text(Report(findings=(odd,), files=1, instances=1), lowest=Severity.INFO).startswith(
        "a\\u001b[2J\\u000a.json:1:2  info  "
    )


def test_a_finding_without_a_file_shows_its_pointer() -> None:
    bare = replace(GONE, file=None, line=None, column=None, excerpt=None)
    assert text(Report(findings=(bare,), files=1, instances=1)).startswith(
        "/status/phase  error  schema/enum"
    )


def test_every_format_gives_text() -> None:
    for form in FORMATS:
        assert text(Report(findings=(GONE, ODD), files=1, instances=1), form).endswith("\n")
