"""The contract against the vendor's page, fact by fact, both ways; and that no wrong fact goes unnoticed."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from poolcontract.contract import load

from .contract_facts import facts_of_contract
from .contract_mutation import contract_mutants
from .page_contradictions import contradictions
from .page_facts import Fact, differences, facts_of_page
from .page_mutation import page_mutants
from .page_reader import PageError, read
from .vendor_page import page_text

NOT_FACTS = json.loads((Path(__file__).parent / "not_facts.json").read_text(encoding="utf-8"))

CONTRACT = load()
FACTS = facts_of_contract(CONTRACT)
LISTS = {
    "Table 3, apiVersion": 1,
    "Table 3, kind": 1,
    "Table 5, os.modelarts.pool/biz": 2,
    "Table 5, os.modelarts/sharing": 2,
    "Table 6, os.modelarts/billing.mode": 1,
    "Table 6, os.modelarts/auto.renew": 2,
    "Table 7, type": 2,
    "Table 7, scope": 3,
    "Table 7, controlMode": 5,
    "Table 10, mode": 3,
    "Table 12, updateStrategy": 2,
    "Table 14, phase": 8,
    "Table 17, scopeType": 3,
    "Table 17, state": 4,
    "Table 19, state": 4,
}
LIMITS = {
    "Table 5, os.modelarts/name: minLength 4",
    "Table 5, os.modelarts/name: maxLength 64",
    "Table 9, name: minLength 4",
    "Table 9, name: maxLength 128",
    "Table 16, count: minimum 1",
    "Table 16, count: maximum 2000",
    "Table 7, controlMode: minimum 0",
    "Table 7, controlMode: maximum 30",
    "Table 7, controlMode: multipleOf 2",
    "Table 1, project_id: minLength 1",
    "Table 1, pool_name: minLength 1",
    'Table 5, os.modelarts/workspace.id: default "0"',
    'Table 6, os.modelarts/auto.renew: default "0"',
}
BOUNDS = ("minLength", "maxLength", "minimum", "maximum", "multipleOf", "default")
SAYS_TWICE_OR_NO_JSON = {"table renumbered", "table doubled", "row doubled", "example is no JSON"}


@pytest.fixture(scope="module")
def page() -> str:
    return page_text()


def test_page_and_contract_say_the_same(page: str) -> None:
    found = differences(facts_of_page(page), FACTS)
    assert not found, "\n".join(found)


def test_nothing_of_the_page_is_left_out_of_the_comparison(page: str) -> None:
    counted = numbers(facts_of_page(page))
    print(f"\n{len(FACTS)} facts: {counted}")  # noqa: T201 - shown by pytest -s
    assert counted == {
        "tables": 21,
        "rows": 82,
        "mandatory rows": 2,
        "status rows": 2,
        "lists": 15,
        "values": 43,
        "bounds": 11,  # 6 stated, 3 that follow from the flags, 2 from the path
        "defaults": 2,
        "contradictions": 10,
    }
    assert counted == numbers(FACTS)


def numbers(facts: frozenset[Fact]) -> dict[str, int]:
    whats = Counter(fact.what for fact in facts)
    return {
        "tables": whats["title"] - 1,  # the page's own
        "rows": sum(fact.what == "type" and fact.place.row is not None for fact in facts),
        "mandatory rows": whats["mandatory"],
        "status rows": whats["status"],
        "lists": len({fact.place for fact in facts if fact.what == "value"}),
        "values": whats["value"],
        "bounds": sum(whats[bound] for bound in BOUNDS) - whats["default"],
        "defaults": whats["default"],
        "contradictions": sum(fact.what.endswith("table:") for fact in facts),
    }


def test_lists_bounds_and_defaults_by_name() -> None:
    assert Counter(str(fact.place) for fact in FACTS if fact.what == "value") == LISTS
    assert {str(fact) for fact in FACTS if fact.what in BOUNDS} == LIMITS


def test_a_difference_is_told_in_a_line_for_each_side(page: str) -> None:
    found = differences(facts_of_page(page.replace("Maximum: 64", "Maximum: 65")), FACTS)
    assert found == [
        "only the page says: Table 5, os.modelarts/name: maxLength 65",
        "only the contract says: Table 5, os.modelarts/name: maxLength 64",
    ]


def test_every_wrong_fact_of_the_page_is_noticed(page: str) -> None:
    said = facts_of_page(page)
    total, noticed, unreadable, unnoticed = Counter[str](), Counter[str](), set(), []
    for mutant in page_mutants(page):
        total[mutant.operator] += 1
        try:
            differs = bool(differences(facts_of_page(mutant.text), said))
        except PageError:
            differs = True
            unreadable.add(mutant.operator)
        noticed[mutant.operator] += differs
        unnoticed += [] if differs else [mutant.name]
    show("facts of the page changed", total, noticed)
    assert not unnoticed, "\n".join(unnoticed)
    assert unreadable == SAYS_TWICE_OR_NO_JSON
    assert (total["row dropped"], total["row renamed"]) == (82, 3 * 82)
    assert total["list value dropped"] == 43 + 4  # scope and scopeType have two of their values in two lists


def test_every_wrong_keyword_of_the_contract_is_noticed() -> None:
    total, noticed, excused = Counter[str](), Counter[str](), Counter[str]()
    used, wrongly = set(), []
    for mutant in contract_mutants(CONTRACT):
        differs = facts_of_contract(mutant.contract) != FACTS
        reasons = [pattern for pattern in NOT_FACTS if re.fullmatch(pattern, mutant.name)]
        total[mutant.operator] += 1
        noticed[mutant.operator] += differs
        excused[mutant.operator] += bool(reasons)
        used.update(reasons)
        wrongly += [] if differs != bool(reasons) else [mutant.name]
    show("keywords of the contract changed", total, noticed, excused)
    assert not wrongly, "\n".join(wrongly)
    assert used == set(NOT_FACTS)


def show(what: str, total: Counter[str], noticed: Counter[str], excused: Counter[str] | None = None) -> None:
    """Print what `pytest -s` shows."""
    known = excused or Counter()
    print(f"\n{what}: {noticed.total()} of {total.total()} noticed, {known.total()} are no facts")  # noqa: T201
    for operator, number in total.items():
        rest = f", {known[operator]} are no facts" if known[operator] else ""
        print(f"  {operator:28}{noticed[operator]:5} of {number}{rest}")  # noqa: T201


def test_every_place_that_is_no_fact_has_a_reason() -> None:
    assert all(len(reason) > 15 for reason in NOT_FACTS.values())


def test_what_the_example_shows_beyond_the_tables_is_known(page: str) -> None:
    beyond = {each.table.split(" ")[0] for each in contradictions(read(page)) if each.name == "A3"}
    known = {name for schema in CONTRACT.schemas.values() for name in schema.get("x-known-members", ())}
    assert beyond
    assert beyond <= known


@pytest.mark.parametrize("text", ["", "Function", "URI\n\nFunction", "{}\n\n[]"])
def test_what_is_no_page_is_refused(text: str) -> None:
    with pytest.raises(PageError, match="headings"):
        read(text)
