"""The quick judge finds what the judge finds, in the same words and the same order."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

from poolcontract import yamltext
from poolcontract.document import Origin
from poolcontract.exchange import JSON, Exchange, Request, Response
from poolcontract.finding import Excerpt, Finding, Severity
from poolcontract.jsontext import read
from poolcontract.judge import Judge
from poolcontract.limits import Limits
from poolcontract.mock.pools import bodies_of
from poolcontract.quickjudge import QuickJudge
from poolcontract.sample import with_value

from .sloppy_bodies import CONTRACT, drawn

MANY = Limits(findings=1_000_000)


def shown(findings: Iterable[Finding]) -> list[tuple[Finding, Excerpt | None]]:
    """Findings with what they are compared without."""
    return [(each, each.excerpt) for each in findings]


def disagreements(count: int, seed: int, lowest: Severity) -> list[bytes]:
    judge = Judge(CONTRACT, lowest=lowest)
    told = {name: QuickJudge(CONTRACT, schema=name, lowest=lowest) for name in CONTRACT.schemas}
    untold = QuickJudge(CONTRACT, lowest=lowest)
    return [
        data
        for name, data in drawn(count, seed)
        if shown(untold.check_text(data)) != shown(judge.check_text(data))
        or shown(told[name].check_text(data)) != shown(judge.check_text(data, name))
    ]


@pytest.mark.parametrize("lowest", [Severity.INFO, Severity.WARNING])
def test_it_says_what_the_judge_says(lowest: Severity) -> None:
    assert disagreements(500, seed=31, lowest=lowest) == []


def test_it_says_what_the_judge_says_of_bodies_in_exchanges() -> None:
    exact, quick = Judge(CONTRACT, lowest=Severity.WARNING), QuickJudge(CONTRACT, expected=10**9).judge
    operation = CONTRACT.operations[0]
    request = Request(method=operation.method, target="/v2/p/pools/pool-a")
    found = Counter[str]()
    bodies = [data for _, data in drawn(200, seed=35)]
    for data in (*bodies, b"", b"{}", b'{"error_code":"x"}', b'{"x":1}', b'{"kind":"Pool"} {}'):
        for status in (200, 404, 500):
            exchange = Exchange(request=request, response=Response(status=status, headers=JSON, body=data))
            expected = shown(exact.check_exchange(exchange, operation))
            assert shown(quick.check_exchange(exchange, operation)) == expected
            found.update(each.rule for each, _ in expected)
    assert found["schema/enum"] > 5
    assert found["not-recognised"] > 20


def test_a_clean_body_in_an_exchange_is_not_judged_closely() -> None:
    quick = QuickJudge(CONTRACT, expected=10**9)
    operation, data = CONTRACT.operations[0], b'{"kind":"Pool","metadata":{"name":"pool-a"}}'
    request = Request(method=operation.method, target="/v2/p/pools/pool-a")
    exchange = Exchange(request=request, response=Response(status=200, headers=JSON, body=data))
    quick.judge.instances.all = None  # type: ignore[method-assign,assignment]  it must not be asked
    assert list(quick.judge.check_exchange(exchange, operation)) == []


@pytest.mark.long
def test_it_says_what_the_judge_says_of_many() -> None:
    assert disagreements(40_000, seed=32, lowest=Severity.WARNING) == []


def test_what_is_not_looked_for_is_not_found() -> None:
    for _, data in drawn(200, seed=33):
        every = [
            each for each in Judge(CONTRACT, limits=MANY).check_text(data) if each.severity > Severity.INFO
        ]
        assert list(Judge(CONTRACT, limits=MANY, lowest=Severity.WARNING).check_text(data)) == every


def test_one_wrong_value_needs_keywords_alone() -> None:
    quick = QuickJudge(CONTRACT)
    for _ in range(200):
        assert list(quick.check_text(b"{}")) == []
    quick.judge.check_text = None  # type: ignore[method-assign,assignment]  it must not be asked
    body = b'{"metadata": {"name": "pool-a"},\n "status": {"phase": "Gone"}}'
    for _ in range(100):
        (found,) = quick.check_text(body)
        assert (found.rule, found.pointer, found.line, found.column) == (
            "schema/enum",
            "/status/phase",
            2,
            22,
        )


DOUBTFUL = {
    "nothing": b'{"kind":"Pool"}',
    "one value": b'{"status":{"phase":"Gone"}}',
    "a long value": b'{"status":{"phase":"' + b"x" * 200 + b'"}}',
    "two values": b'{"kind":"x","status":{"phase":"Gone"}}',
    "an object": b'{"spec":{"type":"Dedicate"},"status":[{"a":1}]}',
    "a misspelt member": b'{"status":{"phsae":"Running"},\n"spec":{"type":"x"}}',
    "a secret": b'{"spec":{"apiKey":"x"},"status":{"message":"AKIAAAAAAAAAAAAAAAAA"}}',
    "a rule": b'{"spec":{"resources":[{"count":-1},{"count":-2,"maxCount":1}]}}',
    "a key twice": b'{"status":{"phase":"Gone","phase":"Gone"},"spec":{"resources":[{"count":-1}]}}',
    "a key twice, and clean": b'{"status":{"phase":"Running","phase":"Running"}}',
    "text behind": b'{"status":{"phase":"Gone"}} x',
    "a mark before": b'\xef\xbb\xbf{"status":{"phsae":1}}',
}


@pytest.mark.parametrize("data", DOUBTFUL.values(), ids=DOUBTFUL)
def test_the_whole_is_not_judged_where_it_is_known_what_to_look_at(data: bytes) -> None:
    quick = QuickJudge(CONTRACT, expected=10**9)
    list(quick.check_text(data))  # from then on it is quick
    expected = shown(quick.judge.check_text(data))
    quick.judge.check = None  # type: ignore[method-assign,assignment]  it must not be asked
    for _ in range(2):
        assert shown(quick.check_text(data)) == expected


def changed() -> Iterator[bytes]:
    """Bodies with one value of another kind, at every place."""
    body = bodies_of(CONTRACT, 0)[0]
    for place in CONTRACT.walk(body, CONTRACT.bodies[0]):
        for value in ("x", "", 7, -1, 2.0, 2.5, True, None, [], [1], {}, {"x": 1}):
            if place.pointer:
                yield json.dumps(with_value(body, place.pointer, value)).encode()


def test_it_says_what_the_judge_says_of_any_value_anywhere() -> None:
    quick = QuickJudge(CONTRACT, expected=10**9)
    list(quick.check_text(b"{}"))
    for data in changed():
        assert shown(quick.check_text(data)) == shown(quick.judge.check_text(data)), data


BEYOND = {
    "an unlisted key twice": b'{"kind":"Pool","metadata":{"zzzzz":"x","zzzzz":"x","name":"pool-a"}}',
    "no number": b'{"spec":{"controlMode":NaN},"status":{"phase":"Gone"}}',
    "half a character, twice": b'{"status":{"phase":"\\ud800","phase":"\\ud800"}}',
    "no value": b'{"status":',
    "a defect in a wrong value": b'{"status":[{"a":1,"a":2}]}',
    "a number in a wrong value": b'{"status":[1e400]}',
    "a number of many digits in a wrong value": b'{"status":[' + b"1" * 500 + b"]}",
    "no JSON in a member on no list": b'{"status":{"unlisted":[NaN]}}',
    "too deep": b'{"status":' + b"[" * 128 + b"]" * 128 + b"}",
    "nobody's": b'{"apiVersion":"v1","kind":"Pod"}',
}


@pytest.mark.parametrize("data", BEYOND.values(), ids=BEYOND)
def test_what_is_not_known_is_left_to_the_judge(data: bytes) -> None:
    quick = QuickJudge(CONTRACT, expected=10**9)
    for _ in range(3):
        assert shown(quick.check_text(data)) == shown(quick.judge.check_text(data))


def test_findings_have_the_place_in_the_file() -> None:
    origin = Origin("a.ndjson", record=7, first_line=41)
    for data in DOUBTFUL.values():
        quick = QuickJudge(CONTRACT, expected=10**9)
        first, then = (list(quick.check_text(data, origin)) for _ in range(2))
        assert first == then
        plain = quick.judge.check_text(data)
        assert [(each.file, each.document, each.line) for each in then] == [
            ("a.ndjson", 7, (each.line or 0) + 40) for each in plain
        ]


def test_what_was_read_already_is_judged_as_the_judge_does() -> None:
    quick, slow = QuickJudge(CONTRACT, expected=10**9), Judge(CONTRACT, lowest=Severity.WARNING)
    list(quick.check_text(b"{}"))
    origin, judged = Origin("a", 1, 9), 0
    for _, data in drawn(300, seed=35):
        text = read(b'[{"log":' + data + b"}]")
        for at in ("/0/log", "/0", "", "/1"):
            expected = shown(slow.check_document(text, None, at, origin))
            assert shown(quick.check_document(text, at, origin)) == expected
            judged += bool(expected)
    assert judged > 300


YAML = """
first: &wrong {phase: Gone, scope: [&on {state: On}, *on]}
body: {status: *wrong, kind: Pool, spec: {resources: [{count: -1}, {count: .nan}]}}
good: {kind: Pool, status: {phase: Running}}
misspelt: {kind: Pool, status: {phsae: Running, 1: 2}}
"""


@pytest.mark.parametrize("at", ["/first", "/body", "/good", "/misspelt", ""])
def test_so_is_yaml(at: str) -> None:
    (text,) = yamltext.read(YAML.encode())
    quick = QuickJudge(CONTRACT, expected=10**9)
    expected = shown(quick.judge.check_document(text, None, at))
    for _ in range(2):
        assert shown(quick.check_document(text, at)) == expected


def test_among_wrong_texts_none_is_called_clean() -> None:
    quick = QuickJudge(CONTRACT, expected=10**9)
    list(quick.check_text(b"{}"))
    assert quick.are_clean([b"{}"], 2)
    for _ in range(10):
        list(quick.check_text(b'{"status":{"phase":"Gone"}}'))
    assert not quick.are_clean([b"{}"], 2)
    list(quick.check_text(b"{}"))
    assert quick.are_clean([b"{}"], 2)


def test_clean_is_said_of_what_has_no_findings() -> None:
    quick = QuickJudge(CONTRACT)
    assert not quick.are_clean([b"{}"], 2)  # at first there is nothing to tell it by
    told = {
        quick.are_clean([data], len(data)): list(quick.check_text(data)) for _, data in drawn(200, seed=34)
    }
    assert told[True] == []


def test_one_file_needs_no_decoder_and_no_library() -> None:
    code = (
        "import sys\n"
        "from poolcontract.contract import load\n"
        "from poolcontract.quickjudge import QuickJudge\n"
        "quick = QuickJudge(load())\n"
        "assert [each.rule for each in quick.check_text(b'{\"kind\": \"Pod\"}')] == ['schema/enum']\n"
        "assert not sys.modules.keys() & {'msgspec', 'jsonschema', 'jsonschema_rs'}\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_it_goes_to_other_processes() -> None:
    quick = pickle.loads(pickle.dumps(QuickJudge(CONTRACT, schema="Error")))  # noqa: S301  our own
    assert [each.rule for each in quick.check_text(b'{"error_code": 1}')] == ["schema/type"]
    assert list(quick.check_text(b'{"error_code": "x"}')) == []
