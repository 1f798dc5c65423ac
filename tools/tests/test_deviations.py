"""Findings are accepted by rule, place and value; the shipped profiles say where page and service differ."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from poolcontract.contract import load
from poolcontract.deviations import PROFILES, apply, expired, load_profile, read_deviations
from poolcontract.errors import UsageError
from poolcontract.exchange import Circumstances, Exchange
from poolcontract.finding import Finding, Severity
from poolcontract.judge import Judge
from poolcontract.keywords import KEYWORDS
from poolcontract.rules import catalogue

JUDGE = Judge(load())
GIVEN = {"rule": "schema/enum", "pointer": "/status/scope/0/state", "value": "EnableFailed"}


def finding(rule: str, pointer: str, value: Any) -> Finding:
    return Finding(rule=rule, severity=Severity.ERROR, message="", pointer=pointer, value=value)


def outcome(file: Path, entries: str, **given: Any) -> str:
    """The severity that a deviations file leaves to a finding, or `accept`."""
    file.write_text(entries, encoding="utf-8")
    left = list(apply([finding(**{**GIVEN, **given})], read_deviations(file)))
    return str(left[0].severity) if left else "accept"


MATCHES = [
    ("rule: schema/enum", {}, "info"),
    ("rule: schema/type", {}, "error"),
    ("rule: schema", {}, "error"),
    ("rule: schema/enum\n  pointer: /status/scope/0/state", {}, "info"),
    ("rule: schema/enum\n  pointer: /status/scope/*/state", {}, "info"),
    ("rule: schema/enum\n  pointer: /status/*/*/state", {}, "info"),
    ("rule: schema/enum\n  pointer: /**/state", {}, "info"),
    ("rule: schema/enum\n  pointer: /status/**", {}, "info"),
    ("rule: schema/enum\n  pointer: /**", {"pointer": ""}, "error"),
    ("rule: schema/enum\n  pointer: /**/state", {"pointer": "/state"}, "error"),
    ("rule: schema/enum\n  pointer: /status/*/state", {}, "error"),
    ("rule: schema/enum\n  pointer: /status/scope", {}, "error"),
    ("rule: schema/enum\n  pointer: /scope/0/state", {}, "error"),
    ("rule: schema/enum\n  pointer: /a.b", {"pointer": "/axb"}, "error"),
    ("rule: schema/enum\n  pointer: /a~1b", {"pointer": "/a~1b"}, "info"),
    ("rule: schema/enum\n  value: EnableFailed", {}, "info"),
    ("rule: schema/enum\n  value: enablefailed", {}, "error"),
    ('rule: schema/enum\n  value: "1"', {"value": "1"}, "info"),
    ('rule: schema/enum\n  value: "1"', {"value": 1}, "error"),
    ("rule: schema/enum\n  value: 1", {"value": 1.0}, "info"),
    ("rule: schema/enum\n  value: 1", {"value": True}, "error"),
    ("rule: schema/enum\n  value: false", {"value": False}, "info"),
    ("rule: schema/enum\n  value: false", {"value": 0}, "error"),
    ("rule: schema/enum\n  value: null", {"value": None}, "info"),
    ("rule: schema/enum\n  value: null", {"value": ""}, "error"),
]


@pytest.mark.parametrize(("match", "given", "severity"), MATCHES)
def test_a_finding_is_matched_by_rule_place_and_value(
    match: str, given: dict[str, Any], severity: str, tmp_path: Path
) -> None:
    entry = f"- {match}\n  severity: info\n  reason: known"
    assert outcome(tmp_path / "deviations.yaml", entry, **given) == severity


@pytest.mark.parametrize("severity", ["info", "warning", "error", "accept"])
def test_a_deviation_changes_the_severity_or_accepts(severity: str, tmp_path: Path) -> None:
    entry = f"- rule: schema/enum\n  severity: {severity}\n  reason: known"
    assert outcome(tmp_path / "deviations.yaml", entry) == severity


def test_the_first_match_decides(tmp_path: Path) -> None:
    first = "- rule: schema/enum\n  value: EnableFailed\n  severity: accept\n  reason: known\n"
    second = "- rule: schema/enum\n  severity: info\n  reason: known\n"
    assert outcome(tmp_path / "deviations.yaml", first + second) == "accept"
    assert outcome(tmp_path / "deviations.yaml", second + first) == "info"
    assert outcome(tmp_path / "deviations.yaml", first + second, value="Enable") == "info"


REFUSED = [
    ("rule: schema/enum", "a list of deviations is expected"),
    ("- schema/enum", "it takes rule, severity and reason"),
    ("- rule: schema/enum\n  severity: info", "it takes rule, severity and reason"),
    ("- rule: schema/enum\n  reason: known", "it takes rule, severity and reason"),
    ("- severity: info\n  reason: known", "it takes rule, severity and reason"),
    (
        "- rule: schema/enum\n  severity: info\n  reason: known\n  pionter: /a",
        "may take expires, link, pointer, value",
    ),
    ('- rule: schema/enum\n  severity: info\n  reason: ""', "the reason is empty"),
    (
        "- rule: schema/enum\n  severity: harmless\n  reason: known",
        "severity harmless is none of info, warning",
    ),
    ("- rule: schema/enum\n  severity: info\n  reason: known\n  value: [1]", "the value is a text, a number"),
    (
        "- rule: schema/enum\n  severity: info\n  reason: known\n  expires: soon",
        "expires is soon, a day such as",
    ),
    ("- rule: [schema/enum", "line 2, column 1"),
    ("- {severity: info, reason: known, rule: schema/enum}\n- 1", "entry 2"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_a_file_that_cannot_be_meant_is_refused(text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "deviations.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message) as refused:
        read_deviations(file)
    assert str(refused.value).startswith(str(file))


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="absent"):
        read_deviations(tmp_path / "absent.yaml")
    (tmp_path / "latin.yaml").write_bytes(b"# \xe9")
    with pytest.raises(UsageError, match="latin"):
        read_deviations(tmp_path / "latin.yaml")


def test_a_deviation_has_a_last_day_and_a_link(tmp_path: Path) -> None:
    file = tmp_path / "deviations.yaml"
    entry = (
        "- {rule: schema/enum, severity: info, reason: known, link: https://a.example, expires: 2030-06-30}"
    )
    file.write_text(f"{entry}\n- {{rule: schema/type, severity: info, reason: known}}\n", encoding="utf-8")
    found = read_deviations(file)
    assert [(each.link, each.expires) for each in found] == [
        ("https://a.example", date(2030, 6, 30)),
        (None, None),
    ]
    assert expired(found, date(2030, 6, 30)) == ()
    assert expired(found, date(2030, 7, 1)) == found[:1]


def test_a_profile_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="no profile lenient: there are documented, observed"):
        load_profile("lenient")


@pytest.mark.parametrize("name", PROFILES)
def test_a_shipped_profile_speaks_of_rules_that_exist(name: str) -> None:
    known = {*catalogue(), *KEYWORDS}
    assert {each.rule for each in load_profile(name)} <= known


def test_the_documented_profile_excuses_nothing() -> None:
    assert load_profile("documented") == ()


EXAMPLES = json.loads((Path(__file__).parent / "profile_examples.json").read_text(encoding="utf-8"))


def judged(example: dict[str, Any]) -> list[Finding]:
    """The findings on an example's body or answer, but for those on what examples leave out."""
    if "answer" in example:
        known = Circumstances(pool=example["answer"].get("pool", "unknown"))
        exchange = Exchange.of("DELETE /v2/p/pools/pool-a", example["answer"]["status"], known=known)
        return list(JUDGE.check_exchange(exchange))
    return [each for each in JUDGE.check(example["body"]) if each.rule != "expected-members"]


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: each["description"])
def test_what_the_profiles_make_of_an_example(example: dict[str, Any], profile: str) -> None:
    found = apply(judged(example), load_profile(profile))
    assert sorted(f"{each.severity} {each.rule}" for each in found) == example[profile]


def test_every_entry_of_the_observed_profile_is_met_by_an_example() -> None:
    entries = load_profile("observed")
    found = [each for example in EXAMPLES for each in judged(example)]
    met = {next((entry for entry in entries if entry.matches(each)), None) for each in found}
    assert set(entries) <= met
