"""`poolcontract audit show`: what was sent, what came of it, and of what nobody saw the end."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from .command_lines import ran

MOMENT = "2026-05-01T12:00:00.000Z"
RUN = {
    "record": "run",
    "time": MOMENT,
    "plan": "0123456789abcdef",
    "url": "https://a.b",
    "project_id": "p",
    "requests": 3,
    "destroys": ["train-1"],
    "version": "1",
}
INTENT = {
    "record": "intent",
    "time": MOMENT,
    "sequence": 1,
    "method": "DELETE",
    "target": "/x",
    "host": "a.b",
}
OUTCOME = {
    "record": "outcome",
    "time": MOMENT,
    "sequence": 1,
    "status": 404,
    "fault": None,
    "request_id": "id-1",
}
LOST = {**OUTCOME, "sequence": 2, "status": None, "fault": "timeout", "request_id": None}
UNSENT = {"record": "unsent", "time": MOMENT, "method": "DELETE", "target": "/y", "fault": "dns"}
NOTE = {"record": "note", "time": MOMENT, "text": "train-1 will be deleted: \x1b[31m"}
HEAD = f"{MOMENT}  https://a.b  project p  plan 0123456789ab\n  3 requests planned, spending train-1\n"
FIRST = f"     1  {MOMENT}  DELETE /x  404  id-1\n"

SHOWN: dict[str, tuple[list[object], int, str, str]] = {
    "all that was sent was answered": (
        [RUN, INTENT, OUTCOME],
        0,
        HEAD + FIRST + "  1 requests   404: 1\n",
        "",
    ),
    "an answer was lost, but its end was seen": (
        [RUN, INTENT, OUTCOME, {**INTENT, "sequence": 2}, LOST],
        0,
        HEAD + FIRST + f"     2  {MOMENT}  DELETE /x  timeout\n  2 requests   404: 1   timeout: 1\n",
        "",
    ),
    "somebody was warned": (
        [RUN, INTENT, OUTCOME, NOTE, {**NOTE, "text": 7}],
        3,
        HEAD
        + FIRST
        + f"        {MOMENT}  train-1 will be deleted: \\u001b[31m\n"
        + "  1 requests   404: 1\n",
        "poolcontract: log: line 5 holds no whole record\n",
    ),
    "nobody saw the end": (
        [RUN, INTENT],
        3,
        HEAD
        + f"     1  {MOMENT}  DELETE /x  sent or not: nobody saw its end\n  1 requests   end unknown: 1\n",
        "",
    ),
    "no connection was made": (
        [{**RUN, "destroys": []}, UNSENT],
        0,
        HEAD.replace("train-1", "no pool") + f"     -  {MOMENT}  DELETE /y  not sent: dns\n  0 requests\n",
        "",
    ),
    "two runs": (
        [RUN, INTENT, OUTCOME, RUN],
        0,
        HEAD + FIRST + "  1 requests   404: 1\n" + HEAD + "  0 requests\n",
        "",
    ),
    "a record was cut off": (
        [RUN, "{", INTENT, OUTCOME],
        3,
        HEAD + FIRST + "  1 requests   404: 1\n",
        "poolcontract: log: line 2 holds no whole record\n",
    ),
    "nothing": ([], 5, "", ""),
    "what steers a terminal": (
        [RUN, {**INTENT, "target": "/\x1b[2J\u202e"}, OUTCOME],
        0,
        HEAD + FIRST.replace("/x", "/\\u001b[2J\\u202e") + "  1 requests   404: 1\n",
        "",
    ),
}


shown = partial(ran, "audit")


@pytest.mark.parametrize("case", SHOWN)
def test_what_is_shown(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    records, status, out, err = SHOWN[case]
    monkeypatch.chdir(tmp_path)
    lines = [each if isinstance(each, str) else json.dumps(each) for each in records]
    Path("log").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    assert shown("show", "log") == (status, out, err)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("show", "nowhere"), "poolcontract: nowhere: cannot be read: No such file or directory\n"),
        (("show",), "poolcontract: audit: the following arguments are required: FILE"),
        (("verify", "x"), "poolcontract: audit: argument action: invalid choice: 'verify'"),
    ],
)
def test_what_makes_no_sense(words: tuple[str, ...], sentence: str) -> None:
    status, out, err = shown(*words)
    assert (status, out, err.startswith(sentence)) == (2, "", True), err
