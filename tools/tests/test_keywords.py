"""The quick way to the keywords that a value breaks says what `jsonschema` says."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolcontract.jsontext import read
from poolcontract.keywords import Breach, Keywords
from poolcontract.keywords.locating import Locator, stricter

from .case_files import cases
from .sloppy_bodies import CONTRACT, drawn
from .test_fastpath import TOLD, UNTOLD, VALUES, foreign
from .test_rules import JUNK

AT_FIRST, KEYWORDS = Keywords(CONTRACT), Keywords(CONTRACT)
for _ in range(30):
    list(KEYWORDS.breaches({}, "Pool"))  # from then on places are located first


def in_order(breaches: Any) -> list[Breach]:
    """The breaches; only members of maps, which jsonschema shuffles, are put in an order of their own."""
    found = list(breaches)
    shuffled = any("/extendParams/" in each.pointer for each in found)
    return sorted(found, key=lambda each: (each.pointer, each.keyword)) if shuffled else found


def agrees(value: Any, name: str) -> bool:
    quick = in_order(KEYWORDS.breaches(value, name))
    return quick == in_order(KEYWORDS.breaches_by_referee(value, name))


@pytest.mark.parametrize("case", list(cases())[::3], ids=lambda case: case.id)
def test_cases_are_told_as_the_referee_tells_them(case: Any) -> None:
    assert agrees(case.instance, case.target)


def test_bodies_are_told_as_the_referee_tells_them() -> None:
    told = 0
    for name, data in drawn(700, seed=21):
        value = read(data).value
        if isinstance(value, dict):
            told += bool(list(KEYWORDS.breaches(value, name)))
            assert agrees(value, name), data
    assert told > 100


@pytest.mark.long
def test_many_bodies_are_told_as_the_referee_tells_them() -> None:
    for name, data in drawn(40_000, seed=22):
        value = read(data).value
        assert not isinstance(value, dict) or agrees(value, name), data


@given(value=JUNK, name=st.sampled_from(sorted(CONTRACT.schemas)))
def test_anything_is_told_as_the_referee_tells_it(value: Any, name: str) -> None:
    assert agrees(value, name)
    assert in_order(Keywords(CONTRACT).breaches(value, name)) == in_order(KEYWORDS.breaches(value, name))


@pytest.mark.parametrize(
    "schema", [*(schema for schema, _ in TOLD.values()), *UNTOLD.values()], ids=[*TOLD, *UNTOLD]
)
def test_every_keyword_is_told_as_the_referee_tells_it(schema: dict[str, Any]) -> None:
    keywords = Keywords(foreign(schema))
    for value in (*VALUES, "[[1],1]", '{"a":"b","b":1}', "1" * 40, "1e300", "18446744073709551617") * 2:
        body = {"x": json.loads(value)}
        assert list(keywords.breaches(body, "Thing")) == list(keywords.breaches_by_referee(body, "Thing"))


STRICTER = {
    "annotations": ({"title": "x", "x-source": 1, "type": "object"}, {"type": "object"}),
    "another keyword": ({"type": "array", "uniqueItems": True}, False),
    "a pattern": ({"properties": {"a": {"pattern": "^a"}}}, {"properties": {"a": False}}),
    "numbers to choose from": ({"enum": [1]}, False),
    "a large bound": ({"maximum": 2**60}, False),
    "forms": ({"anyOf": [{"type": "null"}, {"multipleOf": 2}]}, {"anyOf": [{"type": "null"}, False]}),
    "no schema": (True, True),
    "a reference to elsewhere": ({"$ref": "https://127.0.0.1:1/x.json"}, False),
}


@pytest.mark.parametrize(("schema", "expected"), STRICTER.values(), ids=STRICTER)
def test_a_schema_is_made_stricter_where_libraries_differ(schema: Any, expected: Any) -> None:
    assert stricter(schema) == expected


def test_the_trail_leads_to_every_place_and_no_further() -> None:
    trail = Locator(CONTRACT, "Pool").trail
    body: dict[str, Any] = {"kind": "Pool", "spec": {"scope": ["Train", "x", 1]}, "status": {"phase": "x"}}
    assert trail(body) == {"spec": {"scope": {1: None, 2: None}}, "status": {"phase": None}}
    assert trail({"kind": "Pool"}) == {}
    assert trail([]) is None
    assert trail({"kind": "\ud800"}) is None


def test_without_jsonschema_rs_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    keywords = Keywords(CONTRACT)
    for _ in range(30):
        (breach,) = keywords.breaches({"status": {"phase": "Gone"}}, "Pool")
        assert breach[:2] == ("enum", "/status/phase")


def test_what_our_contract_asks_for_needs_no_jsonschema() -> None:
    code = (
        "import sys\n"
        "from poolcontract.contract import load\n"
        "from poolcontract.keywords import Keywords\n"
        "keywords = Keywords(load())\n"
        "assert list(keywords.breaches({'status': {'phase': 'Gone'}}, 'Pool'))\n"
        "assert 'jsonschema' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
