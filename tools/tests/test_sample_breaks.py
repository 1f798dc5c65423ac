"""Every keyword of every body can be broken alone, and the judge names what was broken and where."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from poolcontract.finding import Severity, Source
from poolcontract.judge import Judge
from poolcontract.keywords import KEYWORDS
from poolcontract.sample import Break, breaks, broken
from poolcontract.sample.slots import with_value

from .grown_bodies import CONTRACT, FAILURE, SUCCESS, grown
from .test_sample import TREE, WIDGET, of_another_vendor

JUDGE = Judge(CONTRACT)
BREAKS = [(schema, each) for schema in CONTRACT.bodies for each in breaks(CONTRACT, schema)]


@pytest.mark.parametrize(
    ("schema", "each"), [pytest.param(*pair, id=f"{pair[0]}-{pair[1].id}") for pair in BREAKS]
)
def test_a_break_is_found_alone(schema: str, each: Break) -> None:
    body = broken(JUDGE, each, schema, iter(grown(schema, 1)))
    found = [finding for finding in JUDGE.check(body, schema) if finding.severity > Severity.INFO]
    assert [(finding.rule, finding.pointer) for finding in found] == [(each.rule, each.place)]
    assert found[0].severity is Severity.ERROR
    assert found[0].source == each.source
    assert each.rule in KEYWORDS


def test_the_breaks_are_many_and_each_is_there_once() -> None:
    ids = [each.id for _, each in BREAKS]
    assert len(ids) == len(set(ids)) >= 163
    assert all(each.source for _, each in BREAKS)


@pytest.mark.parametrize(
    ("schema", "identifier", "value", "source"),
    [
        (SUCCESS, "schema/enum:/status/phase", "Creatingx", Source(14, "phase")),
        (SUCCESS, "schema/multipleOf:/spec/controlMode", 3, Source(7, "controlMode")),
        (SUCCESS, "schema/maximum:/spec/controlMode", 32, Source(7, "controlMode")),
        (SUCCESS, "schema/minimum:/spec/controlMode", -2, Source(7, "controlMode")),
        (SUCCESS, "schema/type:/spec/scope/0", 7, Source(7, "scope")),
        (SUCCESS, "schema/type:/status/resources/available", 7, Source(15, "available")),
        (SUCCESS, "schema/type:/metadata/annotations/os.modelarts~1description", 7, None),
        (FAILURE, "schema/type:/error_code", 7, Source(21, "error_code")),
    ],
)
def test_a_value_goes_just_beyond_what_is_allowed(
    schema: str, identifier: str, value: object, source: Source | None
) -> None:
    each = next(each for name, each in BREAKS if (name, each.id) == (schema, identifier))
    assert each.value == value
    assert source in (None, each.source)


def test_a_bound_is_missed_by_one() -> None:
    lengths = {each.id: len(each.value) for _, each in BREAKS if each.keyword in ("minLength", "maxLength")}
    assert sorted(lengths.values()) == [3, 3, 65, 129]


def test_the_bodies_that_are_broken_stay_whole() -> None:
    schema, each = next(pair for pair in BREAKS if pair[1].keyword == "enum")
    bodies = grown(schema, 1)
    before = copy.deepcopy(bodies)
    broken(JUDGE, each, schema, iter(bodies))
    assert bodies == before


def test_where_no_body_has_room_it_is_said() -> None:
    each = next(each for _, each in BREAKS if each.id == "schema/enum:/status/phase")
    with pytest.raises(LookupError, match="no body shows schema/enum:/status/phase alone"):
        broken(JUDGE, each, SUCCESS, iter([{"status": "no room"}]))
    with pytest.raises(LookupError):  # another finding stands beside it
        broken(JUDGE, each, SUCCESS, iter([with_value(grown(SUCCESS, 1)[0], "/kind", "Poool")]))


def test_another_contract_is_broken_as_well(tmp_path: Path) -> None:
    contract = of_another_vendor(tmp_path, "Widget", WIDGET)
    found = {each.id: each.value for each in breaks(contract, "Widget")}
    assert found == {"schema/enum:/colour": "redx", "schema/type:/size": "7"}
    judge = Judge(contract)
    for each in breaks(contract, "Widget"):
        found = judge.check(broken(judge, each, "Widget", iter([{}])), "Widget")
        assert {(finding.rule, finding.pointer) for finding in found} == {(each.rule, each.place)}


def test_a_schema_that_holds_itself_is_broken_once_a_turn(tmp_path: Path) -> None:
    contract = of_another_vendor(tmp_path, "Tree", TREE)
    places = [each.place for each in breaks(contract, "Tree")]
    assert places == ["/size", "/boughs"]
