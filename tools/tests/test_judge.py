"""The judge names the leaf, the row and the place; text, instance and exchange give the same findings."""

from __future__ import annotations

import json
from typing import Any

import pytest

from poolcontract.contract import load
from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import Finding, Severity, Source
from poolcontract.judge import Judge
from poolcontract.limits import Limits

CONTRACT = load()
JUDGE = Judge(CONTRACT)
PATH = "/v2/5f0e/pools/pool-a"
NAMED = {"kind": "Pool", "metadata": {"name": "pool-a"}}


def worst(findings: Any) -> list[tuple[str, str]]:
    return [(each.rule, each.pointer) for each in findings if each.severity > Severity.INFO]


BREACHES = [
    ({"status": {"phase": "Deleted"}}, "schema/enum", "/status/phase", "PoolStatus", Source(14, "phase")),
    (
        {"spec": {"controlMode": 3}},
        "schema/multipleOf",
        "/spec/controlMode",
        "PoolSpec",
        Source(7, "controlMode"),
    ),
    ({"spec": {"scope": ["Train", 1]}}, "schema/type", "/spec/scope/1", "PoolSpec", Source(7, "scope")),
    ({"status": []}, "schema/type", "/status", "Pool", Source(3, "status")),
    (
        {"status": {"resources": {"available": [{"azs": [{"az": "a", "count": 0}]}]}}},
        "schema/minimum",
        "/status/resources/available/0/azs/0/count",
        "PoolNodeAz",
        Source(16, "count"),
    ),
    (
        {"status": {"resources": {"available": None}}},
        "schema/type",
        "/status/resources/available",
        "PoolStatusResources",
        Source(15, "available"),
    ),
    (
        {"metadata": {"labels": {"os.modelarts/name": "abc"}}},
        "schema/minLength",
        "/metadata/labels/os.modelarts~1name",
        "PoolMetaLabels",
        Source(5, "os.modelarts/name"),
    ),
    (
        {"spec": {"resources": [{"extendParams": {"dockerBaseSize": 100}}]}},
        "schema/type",
        "/spec/resources/0/extendParams/dockerBaseSize",
        "PoolResourceFlavorCount",
        Source(8, "extendParams"),
    ),
]


@pytest.mark.parametrize(("body", "rule", "pointer", "schema", "source"), BREACHES)
def test_a_breach_is_told_at_its_leaf(
    body: Any, rule: str, pointer: str, schema: str, source: Source
) -> None:
    (found,) = [each for each in JUDGE.check(body) if each.severity is Severity.ERROR]
    assert (found.rule, found.pointer, found.schema, found.source) == (rule, pointer, schema, source)
    assert "any of the given schemas" not in found.message


PHASES = "Creating, Running, Abnormal, Deleting, Error, CreationFailed, ScalingFailed, Waiting"
MESSAGES = [
    ({"status": {"phase": "Deleted"}}, f'"Deleted" is not one of {PHASES}'),
    ({"spec": {"controlMode": 3}}, "3 is not a sum of the flags 0, 2, 4, 8, 16"),
    ({"spec": {"controlMode": 32}}, "32 is above 30"),
    ({"spec": {"ipv6enable": "true"}}, '"true" is of type string, expected boolean'),
    ({"status": {"resources": {"creating": 1}}}, "1 is of type integer, expected array or object"),
    ({"spec": {"network": {"name": "abc"}}}, '"abc" has 3 characters, expected at least 4'),
    ({"spec": {"userLogin": {"password": 12345}}}, "*** is of type integer, expected string"),
]


@pytest.mark.parametrize(("body", "message"), MESSAGES)
def test_a_breach_is_told_in_a_sentence(body: Any, message: str) -> None:
    assert message in [each.message for each in JUDGE.check(body)]


def test_text_and_instance_give_the_same_findings() -> None:
    for body, *_ in BREACHES:
        parsed = list(JUDGE.check(body))
        read = list(JUDGE.check_text(json.dumps(body, indent=1).encode()))
        bare = [Finding(**{**_fields(each), "line": None, "column": None}) for each in read]
        assert bare == parsed


def _fields(finding: Finding) -> dict[str, Any]:
    return {name: getattr(finding, name) for name in Finding.__dataclass_fields__ if name != "excerpt"}


def test_text_findings_have_a_place_and_a_line() -> None:
    text = b'{\n  "status" : {\n    "phase" : "Deleted"\n  }\n}'
    (found,) = [each for each in JUDGE.check_text(text) if each.severity is Severity.ERROR]
    assert (found.line, found.column) == (3, 15)
    assert found.excerpt is not None
    marked = found.excerpt.text[found.excerpt.start : found.excerpt.start + found.excerpt.length]
    assert (found.excerpt.text, marked) == ('    "phase" : "Deleted"', '"Deleted"')


def test_defects_of_the_text_come_beside_the_findings_on_the_value() -> None:
    text = b'{"status": {"phase": "Running", "phase": "Deleted"}}'
    assert [each.rule for each in JUDGE.check_text(text) if each.severity is Severity.ERROR] == [
        "json/duplicate-key",
        "schema/enum",
    ]


@pytest.mark.parametrize("body", [{"name": "x"}, [], "x", None, {"kind": "Deployment", "apiVersion": "v1"}])
def test_nobodys_body_is_not_clean(body: Any) -> None:
    (found,) = JUDGE.check(body)
    assert (found.rule, found.severity) == ("not-recognised", Severity.WARNING)


def test_a_schema_can_be_told() -> None:
    assert worst(JUDGE.check({"mode": "eni"}, "PoolClusterContainerNetwork")) == []
    assert worst(JUDGE.check({"mode": "lan"}, "PoolClusterContainerNetwork")) == [("schema/enum", "/mode")]


def test_findings_are_capped() -> None:
    body = {"spec": {"scope": ["x"] * 500}}
    found = list(Judge(load(), limits=Limits(findings=10)).check(body))
    assert len(found) == 11
    assert found[-1].rule == "limit/findings"


def test_an_exchange_is_judged_by_status_and_body() -> None:
    good = Exchange.of(f"DELETE {PATH}", 200, NAMED)
    assert worst(JUDGE.check_exchange(good)) == []
    bad = Exchange.of(f"DELETE {PATH}", 200, {**NAMED, "status": {"phase": "Gone"}})
    assert worst(JUDGE.check_exchange(bad)) == [("schema/enum", "/status/phase")]


def test_an_error_object_is_no_pool() -> None:
    wrong = Exchange.of(f"DELETE {PATH}", 200, {"error_code": "ModelArts.50015001"})
    assert ("not-recognised", "/response/body") in worst(JUDGE.check_exchange(wrong))


def test_an_exchange_of_another_path_is_left_alone() -> None:
    assert list(JUDGE.check_exchange(Exchange.of("GET /v2/5f0e/networks", 500))) == []


def test_the_body_of_a_provoked_refusal_is_judged_mildly() -> None:
    known = Circumstances(pool="living", refusal="no token")
    refused = Exchange.of(f"DELETE {PATH}", 401, {"error_code": 7, "error_msg": "x"}, known=known)
    (found,) = [each for each in JUDGE.check_exchange(refused) if each.rule == "schema/type"]
    assert (found.severity, found.pointer) == (Severity.WARNING, "/error_code")


@pytest.mark.parametrize(
    ("method", "refusal", "is_judged"),
    [
        *((method, "method", False) for method in ("GET", "HEAD", "PATCH", "OPTIONS")),
        ("POST", "method", True),
        ("POST", None, False),
        ("DELETE", None, True),
    ],
)
def test_the_body_of_a_sibling_call_is_described_elsewhere(
    method: str, refusal: str | None, *, is_judged: bool
) -> None:
    exchange = Exchange.of(f"{method} {PATH}", 200, {"pools": 1}, known=Circumstances(refusal=refusal))
    found = {each.rule for each in JUDGE.check_exchange(exchange, CONTRACT.operations[0])}
    assert ("not-recognised" in found) is is_judged


@pytest.mark.parametrize(
    ("segment", "is_judged"),
    [
        *((segment, False) for segment in ("a/x", "", ".", "..", "%2E%2E")),
        *((segment, True) for segment in ("a", "a%2Fx", "...", "a?x=/")),
    ],
)
def test_the_body_on_another_path_is_not_the_operations(segment: str, *, is_judged: bool) -> None:
    known = Circumstances(pool="absent", refusal="name")
    exchange = Exchange.of(f"DELETE /v2/p/pools/{segment}", 404, {"pools": 1}, known=known)
    found = {each.rule for each in JUDGE.check_exchange(exchange, CONTRACT.operations[0])}
    assert ("not-recognised" in found) is is_judged


def test_secrets_of_the_request_never_reach_a_finding() -> None:
    token = "MIIFsecretsecretsecret"  # noqa: S105
    body = {"kind": "Pool", "metadata": {"name": "other"}, "status": {"message": 1, "phase": token}}
    exchange = Exchange.of(f"DELETE {PATH}", 200, body, request_headers=(("X-Auth-Token", token),))
    found = list(JUDGE.check_exchange(exchange))
    assert {"schema/enum", "answered-pool", "echoed-credential"} <= {each.rule for each in found}
    assert token not in repr(found)
