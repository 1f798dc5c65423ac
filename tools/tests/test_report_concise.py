"""One line a finding."""

from __future__ import annotations

from poolcontract.finding import Report

from .reported import GONE, ODD, several, told


def test_a_concise_finding_is_one_line() -> None:
    assert told(Report(findings=(GONE, ODD), instances=2, files=1, unrecognised=1), "concise") == (
        'answer.json:23:17  error  schema/enum  "Deleted" is not one of Creating, Running (Table 14, phase)\n'
        "c.json:1  warning  not-recognised  42 is nobody's\n"
        "1 error, 1 warning in 1 file; 1 of 2 not recognised\n"
    )


def test_the_rest_of_a_kind_is_counted() -> None:
    assert told(several(), "concise").splitlines()[1:-1] == [
        'answer.json:1:17  error  schema/enum  "Deleted" is not one of Creating, Running (Table 14, phase)',
        'answer.json:2:17  error  schema/enum  "Deleted" is not one of Creating, Running (Table 14, phase)',
        'answer.json:3:17  error  schema/enum  "Deleted" is not one of Creating, Running (Table 14, phase)',
        "c.json:1  warning  not-recognised  42 is nobody's",
        "/response/headers/content-type  error  media-type  text/html is not application/json",
        "and 2 more like it  error  schema/enum  /status/scope/*/state",
    ]


def test_a_line_is_not_broken_on_a_narrow_terminal() -> None:
    assert told(Report(findings=(GONE,), instances=1, files=1), "concise", width=30).count("\n") == 2
    assert "\x1b[31merror" in told(Report(findings=(GONE,), instances=1, files=1), "concise", colour=True)
