"""No ambiguity of the page is forgotten, and each decision leads to something that is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from poolcontract.contract import home
from poolcontract.deviations import load_profile
from poolcontract.instance import ABSENT, pointer, resolve
from poolcontract.rules import catalogue

from .case_files import case_files, exchange_files, read
from .decisions_table import SOURCE, TARGET, table

DECISIONS: list[dict[str, Any]] = read(SOURCE)
NUMBERS = range(1, 69)
LANDINGS = ("contradictions", "keywords", "rules", "profile", "cases", "nothing")
PAGE_READING = home().parent / "shared" / "vendor" / "ambiguities.md"
BY_ID = [pytest.param(each, id=each["id"]) for each in DECISIONS]


def documents() -> dict[str, Any]:
    """The documents that references lead into, by their path from the root of the project."""
    files = sorted((home() / "schemas").glob("*.json"))
    text = (home() / "openapi.yaml").read_text(encoding="utf-8")
    return {f"schemas/{file.name}": read(file) for file in files} | {"openapi.yaml": yaml.safe_load(text)}


DOCUMENTS = documents()


def at(reference: str) -> Any:
    """What stands at `FILE#POINTER`, or `ABSENT`."""
    file, _, place = reference.partition("#")
    return resolve(DOCUMENTS[file], place) if file in DOCUMENTS else ABSENT


def contradictions() -> Iterator[tuple[str, str]]:
    """Every `x-contradiction` of the documents: its id and the place that holds it."""
    for file, document in DOCUMENTS.items():
        stack = [("", document)]
        while stack:
            place, node = stack.pop()
            if isinstance(node, dict) and "x-contradiction" in node:
                yield node["x-contradiction"]["id"], f"{file}#{place}"
            members = (
                node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
            )
            stack += [(place + pointer(key), member) for key, member in members]


def described_cases() -> Counter[str]:
    """Every case by the reference that leads to it; that of an exchange names its group as well."""
    found: Counter[str] = Counter()
    for file in (*case_files(), *exchange_files()):
        for group in read(file):
            prefix = f"{group['description']}: " if file in exchange_files() else ""
            for test in group["tests"]:
                found[f"{file.parent.name}/{file.name}: {prefix}{test['description']}"] += 1
    return found


CASES = described_cases()


def test_no_ambiguity_is_forgotten_or_doubled() -> None:
    assert [each["id"] for each in DECISIONS] == [f"A{number}" for number in NUMBERS]


def test_the_ambiguities_are_those_that_were_read_out_of_the_page() -> None:
    if not PAGE_READING.is_file():
        pytest.skip("the list of ambiguities is not beside the project")
    rows = re.findall(r"^\|\s*\**(A\d+)\**\s*\|", PAGE_READING.read_text(encoding="utf-8"), re.MULTILINE)
    assert [each["id"] for each in DECISIONS] == rows


@pytest.mark.parametrize("decision", BY_ID)
def test_a_decision_is_told_in_a_few_words(decision: dict[str, Any]) -> None:
    assert decision.keys() <= {"id", "question", "decision", *LANDINGS}
    assert decision["question"].endswith("?")
    assert decision["decision"].endswith(".")
    assert 20 <= len(decision["question"]) <= 120
    assert 20 <= len(decision["decision"]) <= 250
    assert "should" not in f"{decision['question']} {decision['decision']}"


@pytest.mark.parametrize("decision", BY_ID)
def test_a_decision_lands_somewhere_or_says_why_not(decision: dict[str, Any]) -> None:
    landed = [each for each in LANDINGS if decision.get(each)]
    assert landed
    assert "nothing" not in landed or landed == ["nothing"]
    for each in landed:
        assert each == "nothing" or len(decision[each]) == len(set(decision[each]))


@pytest.mark.parametrize("decision", BY_ID)
def test_what_a_decision_refers_to_is_there(decision: dict[str, Any]) -> None:
    assert set(decision.get("rules", ())) <= set(catalogue())
    assert [each for each in decision.get("keywords", ()) if at(each) is ABSENT] == []
    assert [each for each in decision.get("cases", ()) if CASES[each] != 1] == []
    assert set(decision.get("profile", ())) <= {each.rule for each in load_profile("observed")}


def test_every_contradiction_has_its_decision_and_no_decision_invents_one() -> None:
    referred = [(each["id"], place) for each in DECISIONS for place in each.get("contradictions", ())]
    assert sorted(referred) == sorted(contradictions())


def test_a_contradiction_says_what_stands_against_what() -> None:
    for identifier, place in contradictions():
        told = at(place)["x-contradiction"]
        assert told.keys() == {"id", "table", "example", "accepted"}, f"{identifier} at {place}"
        assert all(told.values()), f"{identifier} at {place}"


def test_what_the_observed_profile_changes_was_decided() -> None:
    decided = {rule for each in DECISIONS for rule in each.get("profile", ())}
    assert {each.rule for each in load_profile("observed")} == decided


@pytest.mark.parametrize(
    "reference",
    [
        "schemas/PoolSpec.json#/properties/nobody",
        "schemas/Nobody.json#/properties",
        "openapi.yaml#/paths/none",
    ],
)
def test_a_reference_to_nothing_is_noticed(reference: str) -> None:
    assert at(reference) is ABSENT


def test_the_table_is_the_one_that_is_generated() -> None:
    assert TARGET.read_text(encoding="utf-8") == table(DECISIONS), "run `make documents`"


def test_the_table_has_a_row_for_each_decision() -> None:
    rows = [line for line in table(DECISIONS).splitlines() if re.match(r"\| A\d+ \|", line)]
    assert len(rows) == len(DECISIONS)
    assert all(len(re.findall(r"(?<!\\)\|", row)) == 5 for row in rows)


def test_the_table_says_where_a_decision_landed() -> None:
    landed = {"rules": ["a-rule"], "keywords": ["schemas/Pool.json#/type"], "cases": ["one", "two"]}
    row = table([{"id": "A1", "question": "a | b?", "decision": "Both.", **landed}]).splitlines()[-1]
    assert row == r"| A1 | a \| b? | Both. | keywords of `Pool`; rule `a-rule`; 2 cases |"
    row = table([{"id": "A1", "question": "a?", "decision": "b.", "nothing": "It is so."}]).splitlines()[-1]
    assert row == "| A1 | a? | b. | nothing to encode: it is so |"
