"""What the judged traffic met of the page, counted; what there is to be met is known beforehand."""

from __future__ import annotations

import json
from typing import Any

import pytest

from poolcontract.contract import load
from poolcontract.coverage import Coverage, ListValue, known_rows, known_rules, known_values
from poolcontract.exchange import Circumstances, Exchange, Request
from poolcontract.finding import Severity, Source
from poolcontract.rules import catalogue

CONTRACT = load()
OPERATION = CONTRACT.operations[0]
LINE = "DELETE /v2/p/pools/pool-a"
NOT_FOUND = {"error_code": "ModelArts.50015001", "error_msg": "m"}


def covered(*exchanges: Exchange) -> Coverage:
    coverage = Coverage(CONTRACT)
    for exchange in exchanges:
        coverage.add_exchange(exchange, OPERATION)
    return coverage


def body_of(value: Any) -> Coverage:
    coverage = Coverage(CONTRACT)
    coverage.add_body(value, "Pool")
    return coverage


def rows(coverage: Coverage) -> set[str]:
    return {f"{row.table}/{row.row}" for row in coverage.rows}


def values(coverage: Coverage) -> set[str]:
    return {f"{source.table}/{source.row} {value}" for source, value in coverage.values}


def test_what_there_is_to_be_met() -> None:
    assert len(known_rows(CONTRACT)) == 82
    assert len(set(known_rows(CONTRACT))) == 82
    assert len(known_values(CONTRACT)) == 43
    assert len(set(known_values(CONTRACT))) == 43
    assert len({source for source, _ in known_values(CONTRACT)}) == 15
    tables = [row.table for row in known_rows(CONTRACT)]
    assert tables == sorted(tables), "the page's order"
    assert set(tables) == set(range(1, 22))


def test_infos_ask_for_no_traffic() -> None:
    known = known_rules(CONTRACT)
    assert set(known) == {name for name, entry in catalogue().items() if entry.rule.severity > Severity.INFO}
    assert "expected-members" not in known


def test_nothing_is_met_by_nothing() -> None:
    report = covered().to_json()
    assert report["answers"] == {}
    for part, count in (("rows", 82), ("values", 43), ("rules", len(known_rules(CONTRACT)))):
        assert report[part]["seen"] == []
        assert report[part]["of"] == count
        assert len(report[part]["missing"]) == count


def test_answers_are_counted_by_status() -> None:
    coverage = covered(
        Exchange.of(LINE, 200, {"kind": "Pool"}),
        Exchange.of(LINE, 404, NOT_FOUND),
        Exchange.of(LINE, 404, NOT_FOUND),
        Exchange.of(LINE, 418),
        Exchange.of(LINE.replace("DELETE", "GET"), 200, {"kind": "Pool"}),
        Exchange(request=Request(method="DELETE", target="/v2/p/pools/a"), fault="timeout"),
    )
    assert coverage.to_json()["answers"] == {"200": 1, "404": 2, "418": 1}


def test_the_rows_of_a_request() -> None:
    assert rows(covered(Exchange.of(LINE, 418))) == {"1/project_id", "1/pool_name"}
    with_header = Exchange.of(LINE, 418, request_headers=(("Request-Type", "x"),))
    assert rows(covered(with_header)) == {"1/project_id", "1/pool_name", "2/request-type"}
    assert rows(covered(Exchange.of("DELETE /other", 418))) == set()
    assert rows(covered(Exchange.of(LINE.replace("DELETE", "PUT"), 418))) == set()


def test_the_rows_of_an_answer() -> None:
    request = {"1/project_id", "1/pool_name"}
    assert rows(covered(Exchange.of(LINE, 404, NOT_FOUND))) - request == {"21/error_code", "21/error_msg"}
    assert rows(covered(Exchange.of(LINE, 404, b"{"))) == request
    assert rows(covered(Exchange.of(LINE, 418, NOT_FOUND))) == request
    pool = {"kind": "Pool", "spec": {"type": "Dedicate"}, "other": 1}
    found = {"3/kind", "3/spec", "7/type"}
    assert rows(covered(Exchange.of(LINE, 200, pool))) - request == found


def test_a_row_is_met_by_a_value_that_breaks_it_and_a_list_value_only_by_itself() -> None:
    coverage = body_of({"status": {"phase": "Gone"}, "kind": 7})
    assert rows(coverage) == {"3/status", "3/kind", "14/phase"}
    assert values(coverage) == set()
    assert values(body_of({"status": {"phase": "Running"}})) == {"14/phase Running"}


@pytest.mark.parametrize(
    ("mode", "met"),
    [
        (0, {"0"}),
        (False, set()),
        (True, set()),
        (2, {"2"}),
        (6, {"2", "4"}),
        (30, {"2", "4", "8", "16"}),
        ("2", set()),
        (2.5, set()),
        ([2], set()),
    ],
)
def test_a_bit_mask_meets_the_flags_that_are_set(mode: Any, met: set[str]) -> None:
    assert values(body_of({"spec": {"controlMode": mode}})) == {f"7/controlMode {flag}" for flag in met}


def test_a_list_inside_a_list_is_met_item_by_item() -> None:
    coverage = body_of({"spec": {"scope": ["Train", "Infer", "Other"]}})
    assert values(coverage) == {"7/scope Train", "7/scope Infer"}


def test_every_listed_value_can_be_met() -> None:
    coverage = Coverage(CONTRACT)
    for name, schema in CONTRACT.schemas.items():
        for member, node in schema.get("properties", {}).items():
            listed = node.get("x-flags") or node.get("enum", []) or node.get("items", {}).get("enum", [])
            for value in listed:
                coverage.add_body({member: [value] if "items" in node else value}, name)
    assert set(coverage.values) == set(known_values(CONTRACT))
    assert coverage.to_json()["values"]["missing"] == []


def test_the_rules_that_had_a_chance() -> None:
    logical = body_of({"spec": {"type": "Logical", "scope": ["Train"]}})
    assert "scope-of-logical-pool" in logical.rules
    assert "network-of-physical-pool" not in logical.rules
    physical = body_of({"spec": {"type": "Dedicate"}})
    assert "network-of-physical-pool" in physical.rules
    refused = Exchange.of(LINE, 401, NOT_FOUND, known=Circumstances(refusal="no token"))
    assert "refusal-missing-token" in covered(refused).rules
    put = Exchange.of(LINE.replace("DELETE", "PUT"), 405, known=Circumstances(refusal="method"))
    assert "method-accepted" in covered(put).rules


def test_the_form_of_the_report() -> None:
    coverage = body_of({"status": {"phase": "Running"}})
    coverage.rules = {"not-a-rule-of-this-contract"}
    coverage.rows.add(Source(99, "made up"))
    coverage.values.add(ListValue(Source(99, "made up"), "x"))
    report = coverage.to_json()
    assert report["rows"]["seen"] == ["14/phase", "3/status"]
    assert "14/phase" not in report["rows"]["missing"]
    assert len(report["rows"]["missing"]) == 80
    assert report["values"]["seen"] == ["Table 14, phase: Running"]
    assert report["rules"]["seen"] == []
    assert json.loads(json.dumps(report)) == report
