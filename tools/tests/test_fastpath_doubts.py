"""What may be wrong with a body is named, value by value; what is not named is well."""

from __future__ import annotations

import json
from typing import Any

import pytest

from poolcontract.fastpath import Asked, FastPath, Known
from poolcontract.finding import Severity
from poolcontract.judge import Judge
from poolcontract.limits import Limits

from .sloppy_bodies import CONTRACT, drawn
from .test_fastpath import TOLD, VALUES, foreign

PATH = FastPath(CONTRACT)


def known(body: Any, path: FastPath = PATH, **style: Any) -> Known | None:
    return path.known(json.dumps(body, **style).encode())


NONE, NEAR, UNMARKED, ALL = Asked
DOUBTFUL: dict[str, tuple[Any, list[str], Asked]] = {
    "nothing": ({"kind": "Pool"}, [], NONE),
    "a list": ({"status": {"phase": "Gone"}}, ['"Gone"'], NONE),
    "a type": ({"spec": {"resources": [{"count": 1}, {"count": "3"}]}}, ['"3"'], NONE),
    "a length": ({"metadata": {"labels": {"os.modelarts/name": "x"}}}, ['"x"'], NONE),
    "an item": ({"spec": {"scope": ["Train", "Infer", "y"]}}, ['"y"'], NONE),
    "several": (
        {"status": {"phase": "Gone"}, "kind": "x", "spec": {"type": 1}},
        ['"Gone"', '"x"', "1"],
        NONE,
    ),
    "an object": ({"status": ["Running"]}, ['["Running"]'], NEAR),
    "of two forms": ({"status": {"resources": {"creating": 1}}}, ["1"], NEAR),
    "in a map": ({"spec": {"resources": [{"extendParams": {"a": 1}}]}}, ['{"a": 1}'], NONE),
    "an unlisted member": ({"status": {"phsae": 1, "phase": "Gone"}}, ["1", '"Gone"'], NEAR),
    "an unlisted member of the whole": ({"kind": "Pool", "kidn": [0]}, ["[0]"], NEAR),
    "a member from elsewhere": ({"spec": {"jobFlavors": [1.5]}}, ["[1.5]"], NEAR),
    "many digits": ({"spec": {"resources": [{"count": 10**30}]}}, ["1" + "0" * 30], NEAR),
    "a rule": ({"spec": {"resources": [{"count": -1}]}}, [], UNMARKED),
    "a rule beside a value": (
        {"spec": {"resources": [{"count": -1}]}, "status": {"phase": "x"}},
        ['"x"'],
        UNMARKED,
    ),
    "a rule beside an object": ({"spec": {"resources": [{"count": -1}]}, "status": 1}, ["1"], ALL),
    "a mark": ({"status": {"phase": "Gone", "message": "AKIAAAAAAAAAAAAAAAAA"}}, ['"Gone"'], ALL),
}


@pytest.mark.parametrize("style", [{}, {"separators": (",", ":")}, {"indent": 1}], ids=str)
@pytest.mark.parametrize(("body", "texts", "rules"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_doubts_are_named(body: Any, texts: list[str], rules: Asked, style: dict[str, Any]) -> None:
    found = known(body, **style)
    assert found is not None
    assert found.rules is rules
    said = [json.loads(found.text[each.start : each.end]) for each in found.doubts]
    assert said == list(map(json.loads, texts))
    for doubt, value in zip(found.doubts, said, strict=True):
        held = body
        for step in doubt.place:
            held = held[step]
        assert held == value


UNKNOWN = {
    "no JSON": b'{"kind":}',
    "no JSON behind a doubt": b'{"kind":"x","status":}',
    "no JSON in a doubt": b'{"kind":tru}',
    "no UTF-8": b'{"kind":"\xff"}',
    "a key twice": b'{"kind":"x","kind":"x"}',
    "a key twice elsewhere": b'{"kind":"x","spec":{"type":"Dedicate","type":"Dedicate"}}',
    "a key twice beside an object": b'{"spec":{"type":"Dedicate","type":"Dedicate"},"status":[]}',
    "a key twice, hidden by quotes": json.dumps(
        {"kind": 'a""""b', "spec": {"type": "Dedicate"}, "status": []}
    )
    .replace('"type": "Dedicate"', '"type": "Dedicate", "type": "Dedicate"')
    .encode(),
    "nobody's": b'{"apiVersion":"v1","kind":"Pod"}',
    "an array": b"[]",
    "nothing but unlisted members": b'{"x":1}',
    "more than can be named": json.dumps({"spec": {"scope": ["x"] * 40}}).encode(),
}


@pytest.mark.parametrize("data", UNKNOWN.values(), ids=UNKNOWN)
def test_what_cannot_be_told_is_left_to_the_judge(data: bytes) -> None:
    assert PATH.known(data) is None


def test_words_that_name_another_place_do_no_harm() -> None:
    for name in ("x - at `$.status", "x` - at `$.status.phase", "] - at `$[0]", "", "`", "\\", "\n"):
        for body in (
            {"kind": "Pool", name: 1, "status": {}},
            {"status": {name: 1}},
            {"status": {"phase": name}},
        ):
            found = known(body)
            if found is not None:
                (doubt,) = found.doubts
                assert found.text[doubt.start : doubt.end] == (
                    "1" if name in doubt.place else json.dumps(name)
                )


@pytest.mark.parametrize(("schema", "right"), TOLD.values(), ids=TOLD)
def test_what_other_schemas_mind_is_in_doubt(schema: dict[str, Any], right: str) -> None:
    contract = foreign(schema)
    path, judge = FastPath(contract), Judge(contract, lowest=Severity.WARNING)
    for value in (right, *VALUES):
        data = f'{{"x":{value}}}'.encode()
        found = path.known(data)
        if found is not None and any(judge.check_text(data)):
            assert {each.place[0] for each in found.doubts} == {"x"}


def test_narrow_limits_leave_all_to_the_judge() -> None:
    body = {"status": {"phase": "Gone"}}
    assert known(body) is not None
    for limits in (Limits(document=3), Limits(depth=1), Limits(digits=3)):
        assert known(body, FastPath(CONTRACT, limits=limits)) is None


def test_what_is_not_in_doubt_has_no_findings() -> None:
    judge = Judge(CONTRACT, lowest=Severity.WARNING)
    told = 0
    for _, data in drawn(400, seed=51):
        found = PATH.known(data)
        if found is not None:
            told += bool(found.doubts)
            assert bool(list(judge.check_text(data))) <= (not found.is_clean)
    assert told > 40
