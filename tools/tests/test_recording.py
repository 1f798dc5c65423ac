"""A run's exchanges as a HAR: the judge says of it what it said in the run, and no secret is in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from poolcontract.contract import load
from poolcontract.exchange import JSON, Circumstances, Exchange, Headers, Request, Response
from poolcontract.exchangemask import CREDENTIAL, ExchangeMask
from poolcontract.finding import Finding, Severity
from poolcontract.framing import findings_of
from poolcontract.identity import identity_of
from poolcontract.judge import Judge
from poolcontract.linter import lint
from poolcontract.masking import Mask
from poolcontract.record import Record, Result
from poolcontract.recording import recording
from poolcontract.rules import catalogue
from poolcontract.verdict import Verdict, verdict

from .test_secrets import PASSWORD, SPELLINGS, held

CONTRACT = load()
OPERATION = CONTRACT.operations[0]
URL = "http://localhost:8080/base"
TARGET = "/v2/p/pools/pool-a"
TOKEN = 'sesame/"tok+en"~=' + "x" * 40
KNOWN = (TOKEN, "HPUAMADEUPACCESSKEY0", "made-up/secret+key==")
POOL = {"kind": "Pool", "apiVersion": "v2", "metadata": {"name": "pool-a"}}
ERROR = {"error_code": "ModelArts.50015001", "error_msg": "m"}
WITH_TOKEN = (("X-Auth-Token", TOKEN),)


def recorded(exchanges: Iterable[Exchange], *known: str) -> Record:
    """A run that has met some exchanges, and knows some secrets."""
    record = Record(contract=CONTRACT, mask=Mask(known))
    judge = Judge(CONTRACT, mask=record.mask)
    for each in exchanges:
        findings = tuple(chain(findings_of(each), judge.check_exchange(each, OPERATION)))
        record.add("some-scenario", Result(each, findings, verdict(each, findings)))
    return record


def text_of(record: Record, url: str = URL) -> str:
    return "".join(recording(record, url=url, version="1.2.3"))


def of_lint(text: str, folder: Path) -> Counter[Any]:
    (folder / "recording.har").write_text(text, encoding="utf-8")
    report = lint([folder / "recording.har"])
    found = Counter(kind(each) for each in report)
    assert report.unreadable == []
    return found


def of_run(record: Record) -> Counter[Any]:
    return Counter(kind(each) for _, result in record.decided() for each in result.findings)


def kind(finding: Finding) -> tuple[Any, ...]:
    return finding.severity, *identity_of(finding.rule, finding.schema, finding.pointer)


def exchange(status: int, body: Any, *more: Any, line: str = f"DELETE {TARGET}", **told: Any) -> Exchange:
    return Exchange.of(line, status, body, *more, **told)


def examples() -> Iterator[Any]:
    """The good and bad examples of every rule, as exchanges."""
    for entry in catalogue().values():
        for number, example in enumerate((*entry.rule.good, *entry.rule.bad)):
            whole = example if isinstance(example, Exchange) else exchange(_status(example), example)
            yield pytest.param([whole], id=f"{entry.id}-{number}")


def _status(body: Any) -> int:
    name = CONTRACT.recognise(body)
    return next((spec.status for spec in OPERATION.responses.values() if spec.schema == name), 200)


def flawed(flaw: str, name: str = "a") -> Exchange:
    return Exchange(
        request=Request(method="DELETE", target=f"/v2/p/pools/{name}"), fault="framing", flaw=flaw
    )


WRONG = exchange(200, {**POOL, "kind": "Pot"})
PROVOKED = Circumstances(pool="living", refusal="wrong token")
RAW = (*JSON, ("content-encoding", "gzip"))
WAYS: dict[str, list[Exchange]] = {
    "nothing": [],
    "two that are good": [exchange(200, POOL), exchange(404, ERROR)],
    "a wrong value": [WRONG],
    "a byte order mark": [exchange(200, b"\xef\xbb\xbf" + json.dumps(POOL).encode())],
    "a key that stands twice": [exchange(200, b'{"kind": "Pool", "kind": "Pool"}')],
    "NaN": [exchange(404, b'{"error_code": NaN}')],
    "what is no UTF-8": [exchange(200, b'{"kind": "P\xffool"}')],
    "what is no UTF-8, with a password": [exchange(200, b'{"kind": "\xff", "password": "' + b'x" }')],
    "UTF-16": [exchange(200, json.dumps(POOL).encode("utf-16"))],
    "UTF-32, with a password": [exchange(200, json.dumps({"password": "x y"}).encode("utf-32-be"))],
    "a text behind": [exchange(200, b'{"kind": "Pool"} x')],
    "half a surrogate pair": [exchange(404, b'{"error_msg": "\\ud800"}')],
    "no body": [exchange(200, b""), exchange(404, b"", headers=())],
    "a page": [exchange(404, b'<p>no "such" pool</p>', headers=(("content-type", "text/html"),))],
    "a page that was coded": [exchange(404, b"<p>no</p>", headers=RAW)],
    "bytes in a coding": [exchange(200, b"\x28\xb5\x2f\xfdxyz", headers=(*JSON, ("Content-Encoding", "br")))],
    "headers twice": [exchange(200, POOL, headers=(*JSON, ("Content-Type", "text/plain")))],
    "other methods": [exchange(200, POOL, line=f"{each} {TARGET}", known=Circumstances(refusal="method"))
                      for each in ("PUT", "GET", "POST", "delete")],
    "odd targets": [exchange(200, POOL, line=f"DELETE {each}", known=Circumstances(refusal="name"))
                    for each in ("/v2/p/pools/a#b", "/v2/p/pools/pool-a?name=x&y", "*", "http://o/v2/p/pools/b",
                                 "/v2/p/pools/a/b", "//o/v2", "/v2/p/pools/p\xf6l")],
    "a pool that is gone": [exchange(200, POOL, known=Circumstances(pool="deleted"))],
    "a pool that is there": [exchange(404, ERROR, known=Circumstances(pool="living"))],
    "a body sent": [exchange(200, POOL, request_headers=JSON, request_body=b'{"a": "\xff"}', known=PROVOKED)],
    "refused on purpose": [exchange(401, {"error_code": 1}, known=PROVOKED)],
    "undecided": [exchange(429, {"error_code": 1}), exchange(503, b"busy", headers=())],
    "an undocumented error": [exchange(500, ERROR), exchange(418, b"")],
    "no answer": [Exchange(request=Request(method="DELETE", target=TARGET), fault="timeout", duration=1.5)],
    "cut every time": [flawed("framing/body-cut"), flawed("framing/body-cut", "b")],
    "cut once": [flawed("framing/body-cut"), exchange(200, POOL)],
}  # fmt: skip


@pytest.mark.parametrize("exchanges", [*examples(), *(pytest.param(WAYS[each], id=each) for each in WAYS)])
def test_the_judge_says_of_the_recording_what_it_said_in_the_run(
    exchanges: list[Exchange], tmp_path: Path
) -> None:
    record = recorded(exchanges, TOKEN)
    text = text_of(record)
    assert of_lint(text, tmp_path) == of_run(record)
    assert sorted(VALIDATOR.iter_errors(json.loads(text)), key=str) == []


def test_the_ways_are_ways_to_find_something() -> None:
    found = {name: of_run(recorded(each)) for name, each in WAYS.items()}
    silent = {name for name, kinds in found.items() if all(each[0] is Severity.INFO for each in kinds)}
    assert silent == {"nothing", "two that are good", "undecided", "no answer", "cut once"}


def _object(**members: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(members), "properties": members}


_TEXT, _NUMBER = {"type": "string"}, {"type": "number"}
_NAMED = {"type": "array", "items": _object(name=_TEXT, value=_TEXT)}
_SHARED = {"httpVersion": _TEXT, "cookies": _NAMED, "headers": _NAMED, "headersSize": _NUMBER}
_SHARED = {**_SHARED, "bodySize": _NUMBER}
VALIDATOR = Draft202012Validator(
    _object(
        log=_object(
            version={"const": "1.2"},
            creator=_object(name=_TEXT, version=_TEXT),
            entries={
                "type": "array",
                "items": _object(
                    startedDateTime={
                        "type": "string",
                        "pattern": r"^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}\+00:00$",
                    },
                    time=_NUMBER,
                    request=_object(method=_TEXT, url=_TEXT, queryString=_NAMED, **_SHARED),
                    response=_object(
                        status=_NUMBER,
                        statusText=_TEXT,
                        content=_object(size=_NUMBER, mimeType=_TEXT),
                        redirectURL=_TEXT,
                        **_SHARED,
                    ),
                    cache={"type": "object"},
                    timings=_object(send=_NUMBER, wait=_NUMBER, receive=_NUMBER),
                ),
            },
        )
    )
)
"""What HAR 1.2 says that must be there."""


def test_the_whole() -> None:
    sent = Exchange(
        request=Request(method="DELETE", target=f"{TARGET}?a=1&b", headers=(*WITH_TOKEN, *JSON), body=b"{ }"),
        response=Response(status=200, headers=(*JSON, ("Location", "/x")), body=b'{"kind": "Pool"}'),
        known=Circumstances(pool="living"),
        duration=0.25,
    )
    record = recorded([sent], TOKEN)
    record.results.append(("never-sent", Result(None, (), Verdict("not sent", "budget"))))
    ((_, result), _) = record.results
    (entry,) = json.loads(text_of(record))["log"]["entries"]
    assert entry.pop("startedDateTime") < result.at.isoformat()
    assert entry == {
        "time": 250.0,
        "request": {
            "method": "DELETE",
            "url": "http://localhost:8080/base/v2/p/pools/pool-a?a=1&b",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [
                {"name": "X-Auth-Token", "value": CREDENTIAL},
                {"name": "content-type", "value": "application/json"},
            ],
            "queryString": [{"name": "a", "value": "1"}, {"name": "b", "value": ""}],
            "headersSize": -1,
            "bodySize": 3,
            "postData": {"mimeType": "application/json", "text": "{ }"},
        },
        "response": {
            "status": 200,
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [
                {"name": "content-type", "value": "application/json"},
                {"name": "Location", "value": "/x"},
            ],
            "content": {"size": 16, "mimeType": "application/json", "text": '{"kind": "Pool"}'},
            "redirectURL": "/x",
            "headersSize": -1,
            "bodySize": 16,
        },
        "cache": {},
        "timings": {"send": 0, "wait": 250.0, "receive": 0},
        "_poolcontract": {
            "scenario": "some-scenario",
            "operation": "DeletePool",
            "target": "/v2/p/pools/pool-a?a=1&b",
            "known": {"pool": "living", "refusal": None},
            "flaw": None,
        },
    }


def echoes(*secrets: str) -> Iterator[Exchange]:
    """Exchanges with secrets in every spelling, each at every place where one may stand."""
    texts = [spell(each) for each in secrets for spell in SPELLINGS.values()]
    escaped = "".join(f"\\u{ord(each):04x}" for each in secrets[0])
    login = {"userLogin": {"password": PASSWORD, "keyPairName": "k"}}
    for text in [*texts, "nothing"]:
        request: Headers = (*WITH_TOKEN, ("Cookie", f"session={text}"), ("X-Other", text))
        answer = (*JSON, ("X-Request-Id", text), ("Set-Cookie", f"id={text}"), ("x-subject-token", text))
        bodies: list[Any] = [
            {**POOL, "status": {"message": f"by {text}."}, "spec": login},
            {"error_code": text, "error_msg": json.dumps({"a": text, "password": "a b"})},
            f"<p>{text}</p>".encode(),
            f'{{"error_msg": "{escaped}"}}'.encode(),
            json.dumps({"error_msg": text}).encode("utf-16"),
            json.dumps({"error_msg": text}).replace("/", "\\/").encode(),
        ]
        for body in bodies:
            line = f"DELETE {TARGET}{SPELLINGS['in a URL'](text)}"
            yield exchange(
                404, body, line=line, headers=answer, request_headers=request, request_body=text.encode()
            )


def test_no_secret_is_in_it_and_the_judge_says_the_same(tmp_path: Path) -> None:
    record = recorded(echoes(*KNOWN), *KNOWN)
    text = text_of(record)
    decoded = json.dumps(json.loads(text), ensure_ascii=False)
    assert held(text + decoded, [*KNOWN, PASSWORD]) == []
    assert of_lint(text, tmp_path) == of_run(record)
    assert "echoed-credential" in {rule for _, rule, *_ in of_run(record)}


@pytest.mark.parametrize("token", ["a-plain-token", "with/slashes/and+more=", "short"])
@pytest.mark.parametrize("spelling", [str, lambda text: text.replace("/", "\\/"), *SPELLINGS.values()])
def test_that_a_token_was_repeated_is_seen(
    token: str, spelling: Callable[[str], str], tmp_path: Path
) -> None:
    body = f'{{"error_code": "ModelArts.5", "error_msg": "by {spelling(token)}"}}'.encode()
    record = recorded([exchange(404, body, request_headers=(("X-Auth-Token", token),))], token)
    text = text_of(record)
    assert token not in text
    assert of_lint(text, tmp_path) == of_run(record)


def test_the_signature_of_a_request_is_a_secret_that_may_be_repeated(tmp_path: Path) -> None:
    signature = "00c0ffee" * 8
    signed = (("Authorization", f"SDK-HMAC-SHA256 Access=AK123, SignedHeaders=host, Signature={signature}"),)
    told = exchange(401, {"error_msg": f"wrong: {signature}"}, request_headers=signed, known=PROVOKED)
    record = recorded([told])
    text = text_of(record)
    assert signature not in text
    assert f"SignedHeaders=host, Signature={CREDENTIAL}" in text
    assert of_lint(text, tmp_path) == of_run(record)


HIDDEN = {
    '{"password": "not base64", "a": 1}': '{"password": "***", "a": 1}',
    '{"password": "c2FsdGVk"}': '{"password": "bWFza2Vk"}',
    '{"password": ""}': '{"password": ""}',
    '{"password" : 12.5e3, "token": true, "secret": null}': '{"password" : 0, "token": true, "secret": null}',
    '{"secrets": {"a": ["b c", 1], "d": {"e": "f g"}}, "h": "i"}': (
        '{"secrets": {"a": ["***", 0], "d": {"e": "***"}}, "h": "i"}'
    ),
    '{"pass\\u0077ord": "a b"}': '{"pass\\u0077ord": "***"}',
    '{"a": "{\\"password\\": \\"x y\\"}"}': '{"a": "{\\"password\\": ***}"}',
    '{"password": "cut o': '{"password": "***',
    '{"password": "cut o\\': '{"password": "***',
    '{"password": NaN, "a": "b\\n"}': '{"password": ***, "a": "b\\n"}',
    '["password", "x"]': '["password", "x"]',
    '{"a": "password", "b": "x"}': '{"a": "password", "b": "x"}',
    "]}{password: {": "]}{password: {",
    "": "",
    "<p>hunter2</p>": "<p>***</p>",
    '{"hunter2": 1}': '{"***": 1}',
}


@pytest.mark.parametrize("text", HIDDEN)
def test_what_is_hidden_of_a_text(text: str) -> None:
    hiding = ExchangeMask(Mask(["hunter2"]), exchange(200, b""))
    assert hiding.text(text) == HIDDEN[text]
    assert hiding.body(text.encode()) == HIDDEN[text].encode()


HEADERS = {
    ("X-Auth-Token", TOKEN): CREDENTIAL,
    ("X-Auth-Token", ""): "",
    ("X-Auth-Token", "short"): "***",
    ("Authorization", "Bearer abc"): "***",
    ("Cookie", "a=b"): "***",
    ("X-Other", f"by {TOKEN}"): f"by {CREDENTIAL}",
    ("X-Subject-Token", f"a {TOKEN} b"): CREDENTIAL,
    ("X-Other", "hunter2"): "***",
    ("X-Other", "plain"): "plain",
}


@pytest.mark.parametrize("header", HEADERS)
def test_what_is_hidden_of_a_header(header: tuple[str, str]) -> None:
    hiding = ExchangeMask(Mask(["hunter2"]), exchange(200, b"", request_headers=WITH_TOKEN))
    assert hiding.header(*header) == HEADERS[header]


def test_a_secret_in_a_coding_that_nobody_knows_is_left_out() -> None:
    hiding = ExchangeMask(Mask(["hunter2"]), exchange(200, b""))
    assert hiding.body(b"h\0\0u\0\0n\0\0t\0\0e\0\0r\0\x002\0\0") is None
    assert hiding.body(b"p\0\0l\0\0a\0\0i\0\0n\0\0") == b"p\0\0l\0\0a\0\0i\0\0n\0\0"


FOREIGN: dict[str, Any] = {
    "none": None,
    "no object": 1,
    "no members": {},
    "a pool of no kind": {"scenario": "s", "operation": "DeletePool", "target": "/", "known": {"pool": "x"}},
    "no operation": {"scenario": "s", "operation": 1, "target": "/"},
}


@pytest.fixture
def form() -> Any:
    """A recording as anybody might have made it, of an exchange that gives findings."""
    return json.loads(text_of(recorded([WRONG]), "http://localhost"))


@pytest.mark.parametrize("case", FOREIGN)
def test_what_nobody_of_ours_has_written_changes_nothing(case: str, form: Any, tmp_path: Path) -> None:
    form["log"]["entries"][0]["_poolcontract"] = FOREIGN[case]
    assert of_lint(json.dumps(form), tmp_path) == of_run(recorded([WRONG])) != Counter()


def test_what_is_told_of_another_operation_or_flaw_is_passed_over(form: Any, tmp_path: Path) -> None:
    sent = form["log"]["entries"][0]["_poolcontract"]
    sent["operation"] = "CreatePool"
    assert of_lint(json.dumps(form), tmp_path) == Counter()
    sent |= {"operation": "DeletePool", "flaw": "framing/made-up"}
    assert of_lint(json.dumps(form), tmp_path) == of_run(recorded([WRONG]))


def test_a_flaw_stands_where_the_answer_stands(tmp_path: Path) -> None:
    exchanges = [exchange(200, POOL), *(replace(flawed("framing/chunk"), known=PROVOKED) for _ in range(2))]
    (tmp_path / "recording.har").write_text(text_of(recorded(exchanges)), encoding="utf-8")
    found = [each for each in lint([tmp_path / "recording.har"]) if each.severity is Severity.ERROR]
    assert [(each.rule, each.line, each.document) for each in found] == [
        ("framing/chunk", 3, 2),
        ("framing/chunk", 4, 3),
    ]
