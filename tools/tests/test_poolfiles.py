"""Files of pools: every form that is read, what is told of them, and what is refused in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from poolcontract.cli.poolfiles import pools_of
from poolcontract.errors import UsageError
from poolcontract.finding import Severity

from .grown_bodies import CONTRACT

A = {"kind": "Pool", "metadata": {"name": "a"}}
B = {"kind": "Pool", "metadata": {"name": "b/ö"}, "status": {"phase": "Running"}}
TWO = f"{json.dumps(A)}\n{json.dumps(B)}\n"
FORMS: dict[str, tuple[str, str, list[object]]] = {
    "one body": ("p.json", json.dumps(A), [A]),
    "a list of bodies": ("p.json", json.dumps([A, B], indent=1), [A, B]),
    "an answer with items": ("p.json", json.dumps({"kind": "PoolList", "items": [A, B]}), [A, B]),
    "a list of names": ("p.json", '["a", "b"]', ["a", "b"]),
    "lines": ("p.ndjson", TWO, [A, B]),
    "lines of any name": ("pools", TWO, [A, B]),
    "lines of answers": ("p.jsonl", json.dumps({"items": [A]}) + "\n\n" + json.dumps({"items": [B]}), [A, B]),
    "YAML": ("p.yaml", "kind: Pool\nmetadata: {name: a}\n", [A]),
    "a list in YAML": ("p.yml", "- {kind: Pool, metadata: {name: a}}\n- c\n", [A, "c"]),
    "documents in YAML": ("p.yaml", "kind: Pool\nmetadata: {name: a}\n---\nitems: [c]\n", [A, "c"]),
}


@pytest.mark.parametrize("form", FORMS)
def test_pools_are_read_as_they_are(tmp_path: Path, form: str) -> None:
    name, text, pools = FORMS[form]
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    read = pools_of(str(file), CONTRACT)
    assert read.pools == pools
    assert [each for each in read.findings if each.severity > Severity.INFO] == []


GONE = {"kind": "Pool", "metadata": {"name": "a"}, "status": {"phase": "Gone"}}
DOUBLE = '{"metadata": {"name": "a", "name": "b"}}'
TOLD: dict[str, tuple[str, str, list[str]]] = {
    "a body": ("p.json", json.dumps(GONE), ["1:65 schema/enum"]),
    "in a list": ("p.json", json.dumps([A, GONE]), ["1:111 schema/enum"]),
    "among items": ("p.json", json.dumps({"items": [GONE, GONE]}), ["1:76 schema/enum", "1:150 schema/enum"]),
    "on a line": ("p.ndjson", f"{json.dumps(A)}\n\n{json.dumps(GONE)}", ["3:65 schema/enum"]),
    "in YAML": ("p.yaml", "metadata: {name: a}\nspec: x\n", ["2:7 schema/type"]),
    "a member twice": ("p.json", DOUBLE, ["1:28 json/duplicate-key"]),
    "twice among items": ("p.json", f'{{"items": [{DOUBLE}, "c"]}}', ["1:39 json/duplicate-key"]),
    "twice among more": ("p.json", f'{{"items": [{DOUBLE}, {json.dumps(A)}]}}', ["1:39 json/duplicate-key"]),
}


@pytest.mark.parametrize("case", TOLD)
def test_what_is_wrong_with_a_body_is_told_with_its_place(tmp_path: Path, case: str) -> None:
    name, text, expected = TOLD[case]
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    found = [each for each in pools_of(str(file), CONTRACT).findings if each.severity > Severity.INFO]
    assert [f"{each.line}:{each.column} {each.rule}" for each in found] == expected
    assert {each.file for each in found} == {str(file)}


REFUSED: dict[str, tuple[str, str, str]] = {
    "empty": ("p.json", "", "p.json: holds no pools: "),
    "blank": ("p.ndjson", "\n\n", "p.ndjson: holds no pools"),
    "an empty list": ("p.json", "[]", "p.json: holds no pools"),
    "no items": ("p.json", '{"items": []}', "p.json: holds no pools"),
    "cut": ("p.json", '{"kind": "Pool"', "p.json: holds no pools: "),
    "a cut line": ("p.ndjson", TWO + "{", "p.ndjson:3: holds no pools: "),
    "a number": ("p.json", "7", "p.json: a pool is a JSON object, not 7"),
    "null": ("p.json", "null", "p.json: a pool is a JSON object, not null"),
    "a list in a list": ("p.json", "[[]]", "p.json: a pool is a JSON object, not []"),
    "a number among lines": ("p.ndjson", TWO + "7", "p.ndjson:3: a pool is a JSON object, not 7"),
    "no name": (
        "p.json",
        '{"kind": "Pool"}',
        "p.json: a pool has no name: a text is expected at /metadata/name",
    ),
    "an empty name": ("p.json", '{"metadata": {"name": ""}}', "p.json: a pool has no name"),
    "a number as name": ("p.json", '{"metadata": {"name": 7}}', "p.json: a pool has no name"),
    "an error body": ("p.json", '{"error_code": "x"}', "p.json: a pool has no name"),
    "a recording": (
        "p.har",
        json.dumps(
            {"log": {"entries": [{"request": {"method": "GET", "url": "/"}, "response": {"status": 200}}]}}
        ),
        "p.har: bodies of pools are expected, no recording",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_holds_no_pools_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str) -> None:
    name, text, sentence = REFUSED[case]
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as refusal:
        pools_of(name, CONTRACT)
    assert str(refusal.value).startswith(sentence)
    assert "\n" not in str(refusal.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.json: cannot be read: No such file"):
        pools_of(str(tmp_path / "nowhere.json"), CONTRACT)
