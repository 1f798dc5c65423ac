"""The fast path is never wrong when it says clean, and seldom has to look closer at what is clean."""

from __future__ import annotations

import json
import pickle
import random
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from poolcontract.contract import Contract, load
from poolcontract.errors import ContractError
from poolcontract.fastpath import FastPath
from poolcontract.finding import Severity
from poolcontract.judge import Judge
from poolcontract.limits import Limits
from poolcontract.operations import Operation, ResponseSpec

from .sloppy_bodies import CONTRACT, STYLES, conforming, drawn, with_known_members, wrong

JUDGE = Judge(CONTRACT)
BODY = b'{"kind":"Pool","metadata":{"name":"pool-a","labels":{}}}'


def is_clean(data: bytes, schema: str | None = None, lowest: Severity = Severity.WARNING) -> bool:
    """What the judge says."""
    return all(finding.severity < lowest for finding in JUDGE.check_text(data, schema))


def has_documented_members(body: Any, name: str) -> bool:
    """True where every member is listed, or known from other editions."""
    return all(
        place.value.keys() <= {*place.schema["properties"], *place.schema.get("x-known-members", ())}
        for place in CONTRACT.walk(body, name)
        if isinstance(place.value, dict) and "properties" in place.schema
    )


def disagreements(bodies: Iterator[tuple[str, bytes]], tally: Counter[str]) -> Iterator[bytes]:
    """The bodies that one path calls clean and the other does not; counts what both say."""
    paths = {name: FastPath(CONTRACT, schema=name) for name in CONTRACT.schemas}
    path, narrow = FastPath(CONTRACT), narrowed()
    for name, data in bodies:
        for schema, quick in ((None, path), (None, narrow), (name, paths[name])):
            said, true = quick.is_clean(data), is_clean(data, schema)
            tally["clean" if true else "not clean"] += 1
            tally["looked at again"] += true and not said
            if said and not true:
                yield data


def narrowed() -> FastPath:
    """A fast path that has seen as many bodies as it takes to know what traffic has: a few members."""
    path = FastPath(CONTRACT, expected=10**9)
    few = [json.dumps(body).encode() for name, body in conforming() if name == "Pool"][:3]
    assert all(path.are_clean([data] * 30, 30 * len(data)) for data in few)
    return path


def test_clean_is_never_said_wrongly() -> None:
    tally: Counter[str] = Counter()
    assert list(disagreements(drawn(1500, seed=1), tally)) == []
    assert tally["clean"] > 700
    assert tally["not clean"] > 700


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 6))
def test_clean_is_never_said_wrongly_of_many(seed: int) -> None:
    tally: Counter[str] = Counter()
    assert list(disagreements(drawn(25_000, seed), tally)) == []
    print(f"\n25,000 bodies, each judged thrice: {dict(tally)}, 0 wrongly called clean")  # noqa: T201


@pytest.mark.parametrize("lowest", [Severity.INFO, Severity.ERROR])
def test_what_is_looked_for_is_told(lowest: Severity) -> None:
    path = FastPath(CONTRACT, lowest=lowest)
    for _, data in drawn(300, seed=11):
        assert is_clean(data, lowest=lowest) or not path.is_clean(data)


@pytest.mark.parametrize("known", [False, True], ids=["listed members", "known members too"])
@pytest.mark.parametrize("style", STYLES)
def test_what_is_clean_is_seldom_looked_at_again(style: str, known: bool) -> None:  # noqa: FBT001  a parameter
    path, draw = FastPath(CONTRACT), random.Random(1)  # noqa: S311  bodies of a test
    again, total = 0, 0
    for name, body in conforming():
        whole = with_known_members(body, name, draw) if known else body
        data = json.dumps(whole, **STYLES[style]).encode()
        if is_clean(data) and has_documented_members(body, name):
            total += 1
            again += not path.is_clean(data)
    print(f"\n{style}, {known=}: {again} of {total} clean bodies looked at again")  # noqa: T201
    assert total > 100
    assert again <= total / 100


@pytest.mark.parametrize(("name", "instance"), wrong()[::7], ids=str)
def test_cases_and_examples_agree(name: str, instance: Any) -> None:
    data = json.dumps(instance).encode()
    assert is_clean(data, name) or not FastPath(CONTRACT, schema=name).is_clean(data)


DOUBTFUL = {
    "nothing": b"",
    "blank": b" \n",
    "cut": BODY[:-1],
    "byte order mark": b"\xef\xbb\xbf" + BODY,
    "UTF-16": BODY.decode().encode("utf-16"),
    "text behind": BODY + b"x",
    "second value": BODY + b"\n{}",
    "key twice": b'{"kind":"Pool","kind":"Pool"}',
    "key twice, other value, same length": b'{"kind":"Pool","metadata":{"name":"a","name":"pool-a"}}',
    "key twice, escaped": b'{"kind":"Pool","k\\u0069nd":"Pool"}',
    "key twice, hidden by quotes": b'{"kind":"Pool","kind":"Pool","metadata":{"name":"'
    + b"\\u0022" * 4
    + b'"}}',
    "key twice in a map": b'{"spec":{"resources":[{"extendParams":{"a":"b","a":"b"}}]}}',
    "key twice in a known member": b'{"spec":{"jobFlavors":{"a":1,"a":2}}}',
    "NaN": b'{"spec":{"controlMode":NaN}}',
    "null": b'{"kind":null}',
    "true for a number": b'{"spec":{"controlMode":true}}',
    "too many digits": b'{"spec":{"resources":[{"count":' + b"9" * 401 + b"}]}}",
    "too many digits in a known member": b'{"spec":{"jobFlavors":' + b"9" * 401 + b"}}",
    "lone surrogate": b'{"metadata":{"name":"\\ud800"}}',
    "lone surrogate in a known member": b'{"spec":{"jobFlavors":"\\udc00"}}',
    "bad UTF-8": b'{"metadata":{"name":"pool\xff"}}',
    "bad UTF-8 in a known member": b'{"spec":{"jobFlavors":{"\xff":1}}}',
    "control character": b'{"metadata":{"name":"pool\x01"}}',
    "a fraction in a known member": b'{"spec":{"jobFlavors":1e5}}',
    "nobody's": b'{"apiVersion":"v1","kind":"Pod"}',
    "nobody's members": b'{"unlisted":1}',
    "an array": b"[]",
    "a text": b'"Pool"',
    "nested too deeply in a known member": b'{"spec":{"jobFlavors":' + b"[" * 130 + b"]" * 130 + b"}}",
    "nested without end": b'{"spec":' * 100_000,
    "token": b'{"metadata":{"name":"eyJhbGciOiJub25lIn0.eyJzdWIiOiJleGFtcGxlIn0.c2ln"}}',
    "token, escaped": b'{"metadata":{"name":"\\u0065yJhbGciOiJub25lIn0.eyJzdWIiOiJleGFtcGxlIn0.c2ln"}}',
    "token in a known member": b'{"spec":{"jobFlavors":["AKIAAAAAAAAAAAAAAAAA"]}}',
    "secret by its name": b'{"spec":{"accessKey":"x"}}',
    "misspelt": b'{"spec":{"conainerNetwork":{}}}',
}


@pytest.mark.parametrize("data", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_is_doubtful_is_left_to_the_judge(data: bytes) -> None:
    assert not FastPath(CONTRACT).is_clean(data)


CLEAN = {
    "nothing in it": b"{}",
    "blanks around": b" {} \r\n",
    "an error": b'{"error_code":"ModelArts.0001","error_msg":"pool \\u00fc not found"}',
    "empty texts": b'{"kind":"Pool","metadata":{"name":"","annotations":{"os.modelarts/description":""}}}',
    "escapes": b'{"metadata":{"labels":{"os.modelarts\\/workspace.id":"\\ud83d\\ude00\\t"}}}',
    "a quote": b'{"metadata":{"annotations":{"os.modelarts/description":"a \\"b\\""}}}',
    "minus nothing": b'{"spec":{"resources":[{"count":-0}]}}',
    "both forms": b'{"status":{"resources":{"creating":{"count":1},"available":[{"count":1}]}}}',
    "known members": b'{"spec":{"jobFlavors":["a",{"b":[null,true,1]}]}}',
    "a map of texts": b'{"spec":{"resources":[{"extendParams":{"":"","eyJ":"x"}}]}}'.replace(b"eyJ", b"any"),
}


@pytest.mark.parametrize("data", CLEAN.values(), ids=CLEAN)
def test_what_is_clean_in_an_odd_way_is_clean(data: bytes) -> None:
    assert FastPath(CONTRACT).is_clean(data)
    assert is_clean(data)


def test_a_body_may_be_told_its_schema() -> None:
    path = FastPath(CONTRACT, schema="PoolClusterContainerNetwork")
    assert path.is_clean(b'{"mode":"eni"}')
    assert not path.is_clean(b'{"mode":"lan"}')
    assert not path.is_clean(b'{"mode":"eni","cidr":"10.0.0.0/8"}')
    with pytest.raises(ContractError, match="no schema Nope"):
        FastPath(CONTRACT, schema="Nope")


@pytest.mark.parametrize(
    "limits",
    [Limits(document=len(BODY) - 1), Limits(depth=3), Limits(digits=3)],
    ids=["document", "depth", "digits"],
)
def test_narrow_limits_are_left_to_the_judge(limits: Limits) -> None:
    assert FastPath(CONTRACT).is_clean(BODY)
    assert not FastPath(CONTRACT, limits=limits).is_clean(BODY)


def test_it_goes_to_other_processes() -> None:
    path = pickle.loads(pickle.dumps(FastPath(load(), schema="Error", lowest=Severity.ERROR)))  # noqa: S301  our own
    assert path.is_clean(b'{"error_code":"x"}')
    assert not path.is_clean(BODY)


@pytest.mark.parametrize(("path", "least"), [(FastPath(CONTRACT), 20), (None, 3)], ids=["wide", "narrow"])
def test_bodies_at_once_are_clean_where_each_is(path: FastPath | None, least: int) -> None:
    draw = random.Random(6)  # noqa: S311  bodies of a test
    bodies = [data for _, data in drawn(600, seed=6)]
    path, together = path or narrowed(), 0
    for _ in range(1500):
        several = [draw.choice(bodies) for _ in range(draw.randint(2, 4))]
        if path.are_clean(several, sum(map(len, several))):
            assert all(map(is_clean, several))
            together += 1
    assert together > least


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_the_ends_of_lines_are_no_part_of_bodies(end: bytes) -> None:
    twice = b'{"kind":"Pool","kind":"Pool"}'
    for lines in ([BODY, BODY, BODY], [BODY, twice], [twice] * 16):
        ended = [line + end for line in lines]
        size = sum(map(len, ended)) - len(ended)
        assert FastPath(CONTRACT).are_clean(ended, size) == all(map(is_clean, lines))


def test_what_was_not_seen_is_told_all_the_same() -> None:
    path = FastPath(CONTRACT, expected=10**9)
    assert all(path.is_clean(BODY) for _ in range(200))
    assert path.is_clean(b'{"kind":"Pool","status":{"phase":"Running"}}')
    assert not path.is_clean(b'{"kind":"Pool","status":{"phase":"Gone"}}')
    assert path.is_clean(b'{"error_code":"x"}')


@pytest.mark.parametrize("count", [-1, 0, 2**63 - 1])
def test_numbers_below_zero_are_no_part_of_what_was_seen(count: int) -> None:
    path, body = FastPath(CONTRACT, expected=10**9), b'{"kind":"Pool","spec":{"resources":[{"count":%d}]}}'
    assert all(path.is_clean(body % 1) for _ in range(3))
    assert path.is_clean(body % count) == is_clean(body % count) == (count >= 0)


def test_the_first_bodies_are_judged_as_the_others() -> None:
    later = FastPath(CONTRACT)
    for data in (BODY, b'{"error_code":"x"}'):
        assert all(later.is_clean(data) for _ in range(2500))
    bodies = [data for _, data in drawn(400, seed=5)]
    for start in range(0, len(bodies), 40):
        at_first = FastPath(CONTRACT)
        for data in bodies[start : start + 40]:
            assert at_first.is_clean(data) == later.is_clean(data)


SCALARS = (
    *('""', '"a"', '"ab"', '"abc"', '"é"', "0", "1", "2", "3", "4", "-1", "1.0", "2.5", "1e2", "-0", "1e999"),
    *("9007199254740993", "9223372036854775808", "true", "false", "null"),
)
VALUES = (
    *SCALARS,
    "{}",
    "[]",
    *(f"[{a},{b}]" for a, b in pairwise(SCALARS)),
    *(f'{{"a":{a}}}' for a in SCALARS),
)
TOLD: dict[str, tuple[dict[str, Any], str]] = {
    "anything": ({}, '{"a":[null,{"b":"c"}]}'),
    "text": ({"type": "string", "minLength": 1, "maxLength": 2}, '"ab"'),
    "pattern": ({"type": "string", "pattern": "^a.$"}, '"ab"'),
    "list of texts": ({"enum": ["a", "ab"]}, '"ab"'),
    "list of numbers": ({"type": "integer", "enum": [1, 2, "a"]}, "2"),
    "one value": ({"const": "a"}, '"a"'),
    "integer": ({"type": "integer", "minimum": 1, "maximum": 4, "multipleOf": 2}, "4"),
    "truth": ({"type": "boolean"}, "true"),
    "nothing": ({"type": "null"}, "null"),
    "text or nothing": ({"type": ["string", "null"]}, "null"),
    "several types": (
        {"anyOf": [{"type": "integer"}, {"type": "string", "maxLength": 1}, {"type": "array"}]},
        '"a"',
    ),
    "object or list": (
        {"anyOf": [{"$ref": "#/$defs/Part"}, {"type": "array", "items": {"$ref": "#/$defs/Part"}}]},
        "[{}]",
    ),
    "array": ({"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}, "[1,2]"),
    "map": ({"type": "object", "additionalProperties": {"type": "string"}}, '{"a":"b"}'),
    "closed": (
        {"type": "object", "properties": {"a": {"type": "integer"}}, "additionalProperties": False},
        '{"a":1}',
    ),
    "required": ({"type": "object", "properties": {"a": {}}, "required": ["a"]}, '{"a":true}'),
    "reference": ({"$ref": "#/$defs/Part", "description": "a part"}, '{"a":1}'),
}
UNTOLD: dict[str, dict[str, Any]] = {
    "another keyword": {"type": "array", "uniqueItems": True},
    "never": {"not": {}},
    "two texts": {"anyOf": [{"type": "string", "maxLength": 1}, {"type": "string", "pattern": "^a"}]},
    "a keyword beside a reference": {"$ref": "#/$defs/Part", "maxProperties": 1},
    "no type": {"maxLength": 1},
    "number": {"type": "number"},
    "half a bound": {"type": "integer", "minimum": 0.5},
    "list of anything": {"enum": ["a", 1, None]},
    "list of nothing": {"enum": []},
    "empty bounds": {"type": "integer", "minimum": 2**64},
    "required but unlisted": {"type": "object", "properties": {}, "required": ["a"]},
    "itself": {"$ref": "#/$defs/Thing"},
    "in two steps": {"$ref": "#/$defs/Long"},
}


def foreign(schema: dict[str, Any], **more: Any) -> Contract:
    """A contract of one body, which has one member of a schema."""
    schemas = {
        "Thing": {"type": "object", "properties": {"x": schema}, **more},
        "Part": {"type": "object", "properties": {"a": {"type": "integer"}}},
        "Long": {"$ref": "#/$defs/Part", "minProperties": 1},
    }
    operation = Operation("Get", "GET", "/x", (), {200: ResponseSpec(200, "Thing", (), None)})
    return Contract({}, schemas, (operation,))


@pytest.mark.parametrize(
    "schema", [*(schema for schema, _ in TOLD.values()), *UNTOLD.values()], ids=[*TOLD, *UNTOLD]
)
def test_every_keyword_of_another_contract_agrees(schema: dict[str, Any]) -> None:
    contract = foreign(schema)
    path, judge = FastPath(contract), Judge(contract)
    for value in VALUES:
        data = f'{{"x":{value}}}'.encode()
        assert not path.is_clean(data) or not [each for each in judge.check_text(data) if each.severity > 1]


@pytest.mark.parametrize(("schema", "value"), TOLD.values(), ids=TOLD)
def test_what_a_type_can_say_is_told_at_once(schema: dict[str, Any], value: str) -> None:
    assert FastPath(foreign(schema)).is_clean(f'{{"x":{value}}}'.encode())


@pytest.mark.parametrize("schema", UNTOLD.values(), ids=UNTOLD)
def test_what_no_type_can_say_is_left_to_the_judge(schema: dict[str, Any]) -> None:
    path = FastPath(foreign(schema))
    assert not any(path.is_clean(f'{{"x":{value}}}'.encode()) for value in VALUES)
    assert path.is_clean(b"{}")


def test_a_known_member_that_is_named_like_a_secret_is_left_to_the_judge() -> None:
    path = FastPath(foreign({}, **{"x-known-members": ["apiKey", "note"]}))
    assert path.is_clean(b'{"x":1,"note":"fine"}')
    assert not path.is_clean(b'{"x":1,"apiKey":"fine"}')


def test_bodies_that_share_a_member_are_left_to_the_judge() -> None:
    shared = {"type": "object", "properties": {"id": {"type": "string"}, "a": {}}}
    other = {"type": "object", "properties": {"id": {"type": "integer"}, "b": {}}}
    specs = {200: ResponseSpec(200, "A", (), None), 400: ResponseSpec(400, "B", (), None)}
    contract = Contract({}, {"A": shared, "B": other}, (Operation("Get", "GET", "/x", (), specs),))
    assert not FastPath(contract).is_clean(b'{"id":"x","a":1}')
    assert FastPath(contract, schema="A").is_clean(b'{"id":"x","a":1}')


def test_only_known_members_tell_no_body() -> None:
    contract = foreign({}, **{"x-known-members": ["note"]})
    assert not FastPath(contract).is_clean(b'{"note":"x"}')
    assert FastPath(contract, schema="Thing").is_clean(b'{"note":"x"}')
