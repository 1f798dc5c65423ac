"""What shows a finding: a run's smallest request, the answer near the place, a line that repeats it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from poolcontract.contract import load
from poolcontract.evidence import evidence, lines, told
from poolcontract.exchange import JSON as TYPED
from poolcontract.exchange import Circumstances, Exchange, Headers, Response
from poolcontract.finding import Severity
from poolcontract.framing import findings_of
from poolcontract.judge import Judge
from poolcontract.masking import Mask, clip
from poolcontract.mock import Mock
from poolcontract.plugin.reporting import write
from poolcontract.record import Record, Result
from poolcontract.run import Run
from poolcontract.scenario import Scenario, Step
from poolcontract.target import Client, Ledger, Target
from poolcontract.verdict import verdict

CONTRACT = load()
OPERATION = CONTRACT.operations[0]
TOKEN = "t0ken-of-nobody"  # noqa: S105  made up
KEY = "s3cret-key-of-nobody"
WITH_TOKEN: Headers = (("X-Auth-Token", TOKEN),)
URL = "http://localhost:8080"
LIVING, DELETED = Circumstances(pool="living"), Circumstances(pool="deleted")
GOOD = {"kind": "Pool", "apiVersion": "v2", "metadata": {"name": "a"}}
WRONG = {**GOOD, "status": {"phase": "Gone"}}
ERROR = {"error_code": "ModelArts.50015001", "error_msg": "m"}


def exchange(status: int, body: Any, known: Circumstances = LIVING, **more: Any) -> Exchange:
    given = {"request_headers": WITH_TOKEN, "headers": TYPED, **more}
    return Exchange.of(f"DELETE {given.pop('target', '/v2/p/pools/a')}", status, body, known=known, **given)


def record_of(*exchanges: tuple[str, Exchange], **more: Any) -> Record:
    record = Record(contract=CONTRACT, mask=Mask([TOKEN, KEY]), url=URL, **more)
    judge = Judge(CONTRACT, mask=record.mask)
    for scenario, each in exchanges:
        findings = (*findings_of(each), *judge.check_exchange(each, OPERATION))
        record.add(scenario, Result(each, findings, verdict(each, findings)))
    return record


CURL = (
    "curl -qgsSi --http1.1 --path-as-is --noproxy '*' -A '' -H Accept: -X DELETE "
    '-H "X-Auth-Token: $POOLCONTRACT_TOKEN" http://localhost:8080/v2/p/pools/a'
)
BODY = '{"kind": "Pool", "apiVersion": "v2", "metadata": {"name": "a"}, "status": {"phase": "Gone"}}'


def test_a_form_as_a_whole() -> None:
    (form,) = evidence(record_of(("living-pool", exchange(200, WRONG))))
    assert form == {
        "rule": "schema/enum",
        "schema": "PoolStatus",
        "pointer": "/status/phase",
        "scenario": "living-pool",
        "walk": [
            {
                "request": {
                    "method": "DELETE",
                    "target": "/v2/p/pools/a",
                    "headers": [["X-Auth-Token", "***credential***"]],
                    "body": "",
                },
                "answer": {"status": 200, "headers": [["content-type", "application/json"]], "body": BODY},
                "fault": None,
                "pool": "living",
                "curl": CURL,
                "no_curl": None,
            }
        ],
    }
    assert json.loads(json.dumps(form)) == form
    assert list(lines(form)) == [
        "> DELETE /v2/p/pools/a",
        "> X-Auth-Token: ***credential***",
        "< 200",
        "< content-type: application/json",
        f"< {BODY}",
        "again, while the pool is living:",
        CURL,
    ]


def test_what_led_there_is_told_before_it() -> None:
    record = record_of(
        ("deleted-again", exchange(200, GOOD)),
        ("deleted-again", exchange(404, ERROR, target="/v2/p/pools/b")),
        ("another", exchange(200, GOOD)),
        ("deleted-again", exchange(200, GOOD, DELETED)),
    )
    (form,) = [each for each in evidence(record) if each["rule"] == "success-for-deleted-pool"]
    assert list(lines(form)) == [
        "> DELETE /v2/p/pools/a",
        "< 200",
        "> DELETE /v2/p/pools/a",
        "> X-Auth-Token: ***credential***",
        "< 200",
        "< content-type: application/json",
        f"< {json.dumps(GOOD)}",
        "again, while the pool is living:",
        CURL,
        CURL,
    ]
    assert told(record, record.results[-1][1]).splitlines()[-2:] == ["again, once the pool is deleted:", CURL]


def test_the_smallest_request_stands_for_a_kind() -> None:
    body = {"request_headers": (*WITH_TOKEN, *TYPED), "request_body": b"{}"}
    more = {"request_headers": (*WITH_TOKEN, ("A", "1"))}
    record = record_of(
        ("with a body", exchange(200, WRONG, **body)),
        ("with a header", exchange(200, WRONG, **more)),
        ("plain", exchange(200, WRONG, target="/v2/p/pools/b")),
        ("plain, too", exchange(200, WRONG, target="/v2/p/pools/c")),
        ("after another", exchange(200, GOOD, target="/v2/p/pools/d")),
        ("after another", exchange(200, WRONG, target="/v2/p/pools/d")),
    )
    by_rule = {each["rule"]: each["scenario"] for each in evidence(record)}
    assert by_rule["schema/enum"] == "plain"


def test_the_worst_come_first_and_infos_not_at_all() -> None:
    late = {**WRONG, "metadata": {"name": "a", "creationTimestamp": "yesterday"}, "unheard": 1}
    record = record_of(("s", exchange(200, late)))
    found = {(str(each.severity), each.rule) for _, result in record.results for each in result.findings}
    order = [each["rule"] for each in evidence(record)]
    by_severity = {rule: severity for severity, rule in found}
    assert [by_severity[rule] for rule in order] == sorted(by_severity[rule] for rule in order)
    assert {by_severity[rule] for rule in order} == {"error", "warning"}
    assert "info" in by_severity.values()
    assert {each["rule"] for each in evidence(replace_fail_on(record, Severity.INFO))} == set(by_severity)


def replace_fail_on(record: Record, severity: Severity) -> Record:
    record.fail_on = severity
    return record


def test_of_many_kinds_some_are_shown() -> None:
    wrong = {**GOOD, "status": {f"m{number}": 1 for number in range(300)}}
    record = record_of(("s", exchange(200, wrong)), fail_on=Severity.INFO)
    assert len(evidence(record)) == 100


LONG = "x" * 3000
CLIPPED: dict[str, tuple[bytes, str]] = {
    "a short body": (b'{"kind": "Poolx"}', '{"kind": "Poolx"}'),
    "on many lines": (
        b'{\n  "kind": "Poolx",\n\n  "apiVersion": "v2"\n}\n',
        '{ "kind": "Poolx", "apiVersion": "v2" } ',
    ),
    "far behind": (
        json.dumps({"status": {"message": LONG}, "kind": "Poolx"}).encode(),
        f'…{"x" * 379}"}}, "kind": "Poolx"}}',
    ),
    "far before": (
        json.dumps({"kind": "Poolx", "status": {"message": LONG}}).encode(),
        '{"kind": "Poolx", "stat',
    ),
    "steering a terminal": ('{"kind": "\u202ePoolx"}'.encode(), '{"kind": "\\u202ePoolx"}'),
    "with secrets": (
        json.dumps({"kind": "Poolx", "password": "abc", "a": TOKEN, "b": KEY}).encode(),
        '{"kind": "Poolx", "password": "***", "a": "***credential***", "b": "***"}',
    ),
    "no JSON": (b"<html>\n\xff</html>", "<html>\\u000a\\xff</html>"),
    "nothing": (b"", ""),
}


@pytest.mark.parametrize("case", CLIPPED)
def test_of_a_body_is_told_what_is_near_the_place(case: str) -> None:
    body, text = CLIPPED[case]
    form = next(iter(evidence(record_of(("s", exchange(200, body))))))
    shown = form["walk"][0]["answer"]["body"]
    assert shown.startswith(text) if case == "far before" else shown == text
    assert len(shown) <= 400


def test_all_else_of_an_exchange_is_bounded_and_printable() -> None:
    steering = "\x1b[31m"
    headers = [(f"x-{number}", "y" * 5000) for number in range(100)]
    wide = exchange(
        200,
        WRONG,
        headers=(("x-steering", steering), *TYPED, *headers),
        target=f"/v2/p/pools/{steering}{'z' * 5000}",
    )
    forms = [each for each in evidence(record_of(("s", wide))) if each["rule"] == "schema/enum"]
    (step,) = forms[0]["walk"]
    assert step["request"]["target"] == clip(f"/v2/p/pools/\\u001b[31m{'z' * 5000}", 1200)
    assert step["answer"]["headers"] == [
        ["x-steering", "\\u001b[31m"],
        ["content-type", "application/json"],
        *([f"x-{number}", clip("y" * 5000, 200)] for number in range(28)),
    ]


def test_in_a_very_large_body_no_place_is_looked_for() -> None:
    large = json.dumps({"status": {"message": "x" * 300_000}, "kind": "Poolx"}).encode()
    forms = [
        each for each in evidence(record_of(("s", exchange(200, large)))) if each["rule"] == "schema/enum"
    ]
    shown = forms[0]["walk"][0]["answer"]["body"]
    assert shown == clip('{"status": {"message": "' + "x" * 500, 400)


def test_of_a_long_walk_the_end_is_told() -> None:
    refused = exchange(401, ERROR, Circumstances(pool="living", refusal="wrong token"))
    record = record_of(*[("stateful", refused)] * 30, ("stateful", exchange(200, WRONG)))
    (form,) = [each for each in evidence(record) if each["rule"] == "schema/enum"]
    assert [each["answer"]["status"] for each in form["walk"]] == [401] * 9 + [200]


def test_no_answer_is_told_by_its_flaw() -> None:
    cut = replace(exchange(200, b""), response=None, fault="framing", flaw="framing/body-cut")
    (form,) = evidence(record_of(("s", cut), ("s", cut)))
    assert list(lines(form))[:3] == [
        "> DELETE /v2/p/pools/a",
        "> X-Auth-Token: ***credential***",
        "< no answer: framing/body-cut",
    ]


def test_where_nothing_may_be_repeated_it_is_said_why() -> None:
    record = record_of(("s", exchange(200, WRONG)), unrepeatable="what is sent is sent once")
    (form,) = evidence(record)
    assert form["walk"][0]["curl"] is None
    assert list(lines(form))[-1] == "no curl line: what is sent is sent once"
    assert "curl -q" not in told(record, record.results[0][1])
    leaky = record_of(("s", exchange(200, WRONG, target=f"/v2/p/pools/{TOKEN}")))
    forms = [each for each in evidence(leaky) if each["rule"] == "schema/enum"]
    assert list(lines(forms[0]))[-1] == "no curl line: it is too long for one, or would hold a secret"
    assert TOKEN not in json.dumps(forms)


def test_there_is_nothing_to_tell_of_what_has_no_findings() -> None:
    record = record_of(("s", exchange(404, ERROR, Circumstances(pool="absent"))))
    assert evidence(record) == []
    assert told(record, record.results[0][1]) == ""


def test_the_report_has_it_and_junit_too(tmp_path: Path) -> None:
    record = record_of(("living-pool", exchange(200, WRONG)))
    write(tmp_path, record, URL)
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["evidence"] == evidence(record)
    junit = unescape((tmp_path / "junit.xml").read_text(encoding="utf-8"))
    assert told(record, record.results[0][1]) in junit
    assert CURL in junit


def answer_by(shell_line: str, token: str) -> tuple[int, frozenset[bytes], bytes]:
    environment = {**os.environ, "POOLCONTRACT_TOKEN": token}
    done = subprocess.run(
        ["/bin/sh", "-c", shell_line], capture_output=True, env=environment, timeout=20, check=True
    )
    head, _, body = done.stdout.partition(b"\r\n\r\n")
    line, *headers = head.split(b"\r\n")
    return int(line.split()[1]), comparable(headers), body


def comparable(headers: list[bytes]) -> frozenset[bytes]:
    return frozenset(
        each.lower() for each in headers if not each.lower().startswith((b"date:", b"connection:"))
    )


def answer_of(response: Response) -> tuple[int, frozenset[bytes], bytes]:
    headers = [f"{name}: {value}".encode("latin-1") for name, value in response.headers]
    return response.status, comparable(headers), response.body


ON_THE_MOCK = [
    ("schema/enum:/kind", Step(expects=(200,)), "schema/enum"),
    ("schema/type:/error_code", Step(pool="absent", expects=(404,)), "schema/type"),
    ("header/content-type-problem", Step(pool="absent", expects=(404,)), "media-type"),
    ("schema/enum:/kind", Step(headers=TYPED, body=b"{}", expects=(200,)), "schema/enum"),
]


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
@pytest.mark.parametrize(("fault", "step", "rule"), ON_THE_MOCK)
def test_curl_is_answered_as_the_run_was(fault: str, step: Step, rule: str) -> None:
    with Mock(contract=CONTRACT, faults=[fault]) as mock:
        run = Run(
            contract=CONTRACT,
            client=Client(Target.parse(mock.url)),
            ledger=Ledger(mock.pools),
            project_id=mock.project_id,
            token=mock.token,
        )
        (result,) = run.play(Scenario(id="s", proves="p", steps=(step,)))
        mock.reset()  # the pool is living again
        (form,) = [each for each in evidence(run.record) if each["rule"] == rule]
        *_, again = lines(form)
        assert result.exchange is not None
        assert result.exchange.response is not None
        assert answer_by(again, mock.token) == answer_of(result.exchange.response)
        assert mock.token not in json.dumps(form)
