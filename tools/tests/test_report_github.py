"""GitHub's workflow commands: escaped as GitHub reads them, one a kind, the surplus told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from poolcontract.finding import Finding, Report, Severity

from .reported import GONE, HINT, ODD, repeated, several, told


def test_the_whole() -> None:
    assert (
        told(several(), "github", lowest=Severity.INFO)
        == """\
::error file=answer.json,line=1,col=17,title=schema/enum::\
"Deleted" is not one of Creating, Running (Table 14, phase)%0Aand 4 more like it
::error file=answer.json,line=23,col=17,title=schema/enum::\
"Deleted" is not one of Creating, Running (Table 14, phase)
::error title=media-type::/response/headers/content-type: text/html is not application/json
::warning file=c.json,line=1,title=not-recognised::42 is nobody's
::notice file=b.json,title=unlisted-member::"x" is unlisted
7 errors, 1 warning, 1 info in 4 files; 1 of 9 not recognised
"""
    )


def kinds(count: int, finding: Finding = GONE) -> list[Finding]:
    return [replace(finding, pointer=f"/k{number}") for number in range(count)]


def test_what_github_does_not_show_is_told() -> None:
    lines = told(Report(findings=[*kinds(12), *kinds(11, ODD)], files=1), "github").splitlines()
    assert len(lines) == 25
    assert lines[-2] == (
        "::notice title=poolcontract::3 annotations more than GitHub shows: the log of this step has them"
    )


def test_the_notice_comes_before_notices_that_would_crowd_it_out() -> None:
    lines = told(Report(findings=kinds(12, HINT), files=1), "github", lowest=Severity.INFO).splitlines()
    assert lines[0].startswith("::notice title=poolcontract::3 annotations more than GitHub shows")


def test_all_places_where_all_are_asked_for() -> None:
    shown = told(Report(findings=repeated(12), files=1), "github", show_all=True)
    assert shown.count("::error ") == 12
    assert shown.splitlines()[-2].startswith("::notice title=poolcontract::2 annotations more")


def test_no_more_are_told_than_asked_for() -> None:
    shown = told(Report(findings=[*kinds(5), *kinds(5)], files=1, instances=1), "github", most=2)
    assert shown.count("::error ") == 2
    assert shown.endswith("\n10 errors in 1 file; 6 not told (--max-findings)\n")


@pytest.mark.parametrize(
    ("file", "message", "command"),
    [
        ("a,b:c%.json", "50% of a,b:c", "::error file=a%2Cb%3Ac%25.json,title=r::50%25 of a,b:c\n"),
        ("./a.json", "x", "::error file=a.json,title=r::x\n"),
        ("b\\a.json", "x", "::error file=b/a.json,title=r::x\n"),
        ("a\n::error::b", "x\r\n::stop-commands::y", "::error file="),
    ],
)
def test_nothing_breaks_out_of_a_command(file: str, message: str, command: str) -> None:
    odd = Finding(rule="r", severity=Severity.ERROR, message=message, pointer="", file=file)
    shown = told(Report(findings=(odd,), files=1), "github", closing=False)
    assert shown.startswith(command)
    assert shown.count("\n") == 1
