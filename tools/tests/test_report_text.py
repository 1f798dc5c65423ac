"""What a person sees, compared whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from poolcontract.finding import Excerpt, Report, Severity
from poolcontract.report import FORMATS

from .reported import GONE, HINT, ODD, repeated, several, told


def text(report: Report, **style: object) -> str:
    return told(report, "text", **style)


def test_a_finding_as_drawn() -> None:
    assert text(Report(findings=(GONE, HINT), instances=2, files=2)) == (
        'answer.json:23:17  error  schema/enum  "Deleted" is not one of Creating, Running (Table 14, phase)\n'
        '   23 |     "phase" : "Deleted",\n'
        "      |               ^^^^^^^^^\n"
        "1 error in 2 files; 1 info not shown (--min-severity info)\n"
    )


def test_findings_of_one_kind_are_told_three_times_and_then_counted() -> None:
    assert (
        text(several())
        == """\
answer.json:23:17  error  schema/enum  "Deleted" is not one of Creating, Running (Table 14, phase)
   23 |     "phase" : "Deleted",
      |               ^^^^^^^^^
answer.json:1:17  error  schema/enum  "Deleted" is not one of Creating, Running (Table 14, phase)
answer.json:2:17  error  schema/enum  "Deleted" is not one of Creating, Running (Table 14, phase)
answer.json:3:17  error  schema/enum  "Deleted" is not one of Creating, Running (Table 14, phase)
c.json:1  warning  not-recognised  42 is nobody's
/response/headers/content-type  error  media-type  text/html is not application/json
and 2 more like it  error  schema/enum  /status/scope/*/state
7 errors, 1 warning in 4 files; 2 only counted (--show all); 1 info not shown (--min-severity info); \
1 of 9 not recognised
"""
    )


def test_all_are_told_where_all_are_asked_for() -> None:
    shown = text(Report(findings=repeated(50), instances=50, files=1), show_all=True)
    assert shown.count("schema/enum") == 50
    assert shown.endswith("(Table 14, phase)\n50 errors in 1 file\n")


def test_one_kind_of_two_severities_is_two_kinds() -> None:
    mild = [replace(each, severity=Severity.WARNING) for each in repeated(5)]
    shown = text(Report(findings=[*mild, *repeated(5)], instances=9, files=1))
    assert (shown.count("  error  schema"), shown.count("  warning  schema")) == (4, 4)


def test_no_more_are_told_than_asked_for_and_all_are_counted() -> None:
    report = Report(findings=(GONE, *repeated(1500), ODD), instances=1501, files=1)
    assert text(report, most=2).splitlines()[3:] == [
        'answer.json:1:17  error  schema/enum  "Deleted" is not one of Creating, Running (Table 14, phase)',
        "and 1,499 more like it  error  schema/enum  /status/scope/*/state",
        "1,501 errors, 1 warning in 1 file; 1,499 only counted (--show all); 1 not told (--max-findings)",
    ]
    nothing = text(Report(findings=repeated(3), instances=1, files=1), most=0)
    assert nothing == "3 errors in 1 file; 3 not told (--max-findings)\n"


def test_the_table_of_kinds() -> None:
    lines = text(several(), statistics=True, lowest=Severity.INFO).partition("\n\n")[2]
    assert (
        lines
        == """\
severity  count  rule             place                           first
error         5  schema/enum      /status/scope/*/state           answer.json:1:17
error         1  schema/enum      /status/phase                   answer.json:23:17
error         1  media-type       /response/headers/content-type
warning       1  not-recognised   (whole body)                    c.json:1
info          1  unlisted-member  /x                              b.json

7 errors, 1 warning, 1 info in 4 files; 2 only counted (--show all); 1 of 9 not recognised
"""
    )


def test_the_table_of_kinds_on_a_narrow_terminal() -> None:
    report = Report(findings=repeated(4), instances=4, files=1)
    assert (
        text(report, statistics=True, width=40).partition("\n\n")[2]
        == """\
severity  count  rule
    place  first
error         4  schema/enum
    /status/scope/*/state  answer.json:1:17

4 errors in 1 file; 1 only counted
    (--show all)
"""
    )


def test_a_table_of_nothing_is_none() -> None:
    assert text(Report(findings=(), instances=1, files=1), statistics=True) == "no findings in 1 file\n"


def test_places_beyond_what_can_be_kept_are_counted_together() -> None:
    odd = [replace(ODD, pointer=f"/k{number}", rule="secret-member") for number in range(1000)]
    shown = text(Report(findings=odd, instances=1, files=1), statistics=True)
    assert "\nwarning     500  secret-member  /**    c.json:1\n" in shown
    assert shown.count("c.json:1  warning") == 503


def test_only_the_most_frequent_further_kinds_are_listed() -> None:
    many = [replace(each, pointer=f"/k{kind}") for kind in range(25) for each in repeated(4)]
    lines = text(Report(findings=many, instances=1, files=1)).splitlines()
    assert lines[-3:] == [
        "and 1 more like it  error  schema/enum  /k19",
        "and 5 more of 5 other kinds (--statistics lists them)",
        "100 errors in 1 file; 25 only counted (--show all)",
    ]


def test_colour_is_only_there_when_asked_for() -> None:
    def report() -> Report:
        return Report(findings=(GONE,), instances=1, files=1)

    assert text(report(), colour=True) == (
        "\x1b[1manswer.json:23:17\x1b[0m  \x1b[31merror\x1b[0m  schema/enum  "
        '"Deleted" is not one of Creating, Running (Table 14, phase)\n'
        '\x1b[2m   23 |\x1b[0m     "phase" : "Deleted",\n'
        "\x1b[2m      |\x1b[0m               \x1b[31m^^^^^^^^^\x1b[0m\n"
        "1 error in 1 file\n"
    )
    assert "\x1b" not in text(report())


def test_a_narrow_terminal_gets_whole_words_and_carets_that_fit() -> None:
    long = replace(GONE, excerpt=Excerpt('{"a": "' + "b" * 60 + '", "phase": "Deleted"}', 79, 9))
    assert (
        text(Report(findings=(long,), instances=1, files=1), width=50)
        == """\
answer.json:23:17  error  schema/enum
    "Deleted" is not one of Creating, Running
    (Table 14, phase)
   23 | …bbbbbbbbbbbbbbbbbbb", "phase": "Deleted"}
      |                                 ^^^^^^^^^
1 error in 1 file
"""
    )


CLOSINGS = [
    (Report(findings=()), Severity.WARNING, "nothing to judge; nothing was checked\n"),
    (Report(findings=(), files=1, instances=1), Severity.WARNING, "no findings in 1 file\n"),
    (Report(findings=(), files=3000, instances=3), Severity.WARNING, "no findings in 3,000 files\n"),
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
        Report(findings=(), files=1, instances=1, unreadable=["x: …"]),
        Severity.WARNING,
        "no findings in 1 file; 1 path not read\n",
    ),
    (
        Report(findings=(), files=1, instances=1, interrupted=True),
        Severity.WARNING,
        "no findings in 1 file; interrupted, so not all was judged\n",
    ),
    (Report(findings=(), unreadable=["x: …"]), Severity.WARNING, ""),
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


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_text(form: str) -> None:
    assert told(Report(findings=(GONE, ODD), files=1, instances=1), form).endswith("\n")
