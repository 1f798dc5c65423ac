"""Every rule holds what its own examples promise; the rules are treated as data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from poolcontract.contract import load
from poolcontract.exchange import Exchange
from poolcontract.finding import ANY, Finding, Severity
from poolcontract.judge import Judge
from poolcontract.rules import Entry, catalogue

CONTRACT = load()
JUDGE = Judge(CONTRACT)
OPERATION = CONTRACT.operations[0]
RULES = list(catalogue().values())


def judged(example: Any) -> list[Finding]:
    if isinstance(example, Exchange):
        return list(JUDGE.check_exchange(example, OPERATION))
    return list(JUDGE.check(example))


def examples(kind: str) -> Iterator[Any]:
    for entry in RULES:
        for number, example in enumerate(getattr(entry.rule, kind)):
            yield pytest.param(entry, example, id=f"{entry.id}-{number}")


def had_a_chance(entry: Entry, example: Any) -> bool:
    if isinstance(example, Exchange):
        return entry.applies(example, OPERATION)
    body = CONTRACT.recognise(example)
    places = CONTRACT.walk(example, body or CONTRACT.bodies[0])
    if entry.rule.schema == ANY:
        return any(isinstance(p.value, dict) and entry.applies(p.value, p.schema) for p in places)
    return any(p.name == entry.rule.schema and entry.applies(p.value) for p in places)


@pytest.mark.parametrize(("entry", "example"), list(examples("bad")))
def test_a_bad_example_gives_this_finding_alone(entry: Entry, example: Any) -> None:
    found = judged(example)
    assert entry.id in {finding.rule for finding in found}
    assert {f.rule for f in found if f.severity >= Severity.WARNING} <= {entry.id}


@pytest.mark.parametrize(("entry", "example"), list(examples("good")))
def test_a_good_example_leaves_the_rule_silent(entry: Entry, example: Any) -> None:
    assert entry.id not in {finding.rule for finding in judged(example)}


@pytest.mark.parametrize("entry", RULES, ids=lambda entry: entry.id)
def test_a_rule_is_complete(entry: Entry) -> None:
    rule = entry.rule
    assert entry.title, "the docstring's first line is the title"
    assert len(entry.text) > 40, "the docstring says what, why and what to do"
    assert (rule.schema is None) != (rule.operation is None)
    assert rule.schema in (None, ANY, *CONTRACT.schemas)
    assert rule.operation in (None, ANY, OPERATION.id)
    assert rule.good
    assert rule.bad
    assert rule.source is not None or ANY in (rule.schema, rule.operation)
    assert any(had_a_chance(entry, example) for example in rule.good), "a good example meets the guard"


@pytest.mark.parametrize("entry", [e for e in RULES if e.rule.source], ids=lambda entry: entry.id)
def test_a_source_is_a_row_of_the_page(entry: Entry) -> None:
    source = entry.rule.source
    assert source is not None
    text = json.dumps({"schemas": dict(CONTRACT.schemas), "document": dict(CONTRACT.document)}, default=str)
    wanted = {"table": source.table} | ({"row": source.row} if source.row else {})
    assert json.dumps(wanted)[1:-1] in text


_NAMES = sorted({name for schema in CONTRACT.schemas.values() for name in schema.get("properties", {})})
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(_NAMES),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES) | st.text(), inner, max_size=4)
    ),
    max_leaves=25,
)


@given(value=JUNK, name=st.sampled_from(sorted(CONTRACT.schemas)))
def test_no_rule_raises_whatever_the_value(value: Any, name: str) -> None:
    list(JUDGE.check(value, name))


@given(body=st.binary(max_size=30) | JUNK, status=st.integers(100, 599))
def test_no_rule_raises_whatever_the_answer(body: Any, status: int) -> None:
    try:
        exchange = Exchange.of("DELETE /v2/p/pools/a", status, body)
    except ValueError:  # a value that JSON cannot hold
        return
    list(JUDGE.check_exchange(exchange, OPERATION))


def test_a_file_is_a_rule() -> None:
    folder = Path(__file__).resolve().parents[1] / "poolcontract" / "rules"
    stems = {file.stem.replace("_", "-") for file in folder.glob("[!_]*.py")}
    assert set(catalogue()) == stems
