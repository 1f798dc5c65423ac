"""The mock's faults as data, and one of each kind found by the scenarios with the right rule and row."""

from __future__ import annotations

import pytest

from poolcontract.errors import UsageError
from poolcontract.exchange import Exchange
from poolcontract.finding import Severity
from poolcontract.jsonscan import DEFECTS
from poolcontract.judge import Judge
from poolcontract.keywords import KEYWORDS
from poolcontract.mock import Fault, Mock
from poolcontract.mock.fault import Switch
from poolcontract.rules import catalogue
from poolcontract.sample import breaks

from .fault_trials import CONTRACT, FAULTS, in_process

JUDGE = Judge(CONTRACT)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_says_what_it_does_and_which_rule_finds_it(fault: Fault) -> None:
    assert fault.title
    assert fault.title != fault.id
    assert fault.rule in {*catalogue(), *KEYWORDS, *DEFECTS}
    assert "@" not in fault.id, "what follows is the share of calls"
    assert fault.meant or fault.changed or fault.after
    if fault.rule in catalogue():
        assert fault.source == catalogue()[fault.rule].rule.source
    else:
        assert (fault.source is not None) == (fault.rule in KEYWORDS)


def test_there_are_enough_of_them() -> None:
    assert len(FAULTS) >= 250


def test_every_keyword_brings_its_faults() -> None:
    wanted = {each.id for schema in CONTRACT.bodies for each in breaks(CONTRACT, schema)}
    assert wanted == {identifier for identifier in FAULTS if identifier.startswith("schema/")}


def test_every_rule_brings_its_fault_unless_it_is_about_the_request() -> None:
    for identifier in set(catalogue()) - set(FAULTS):
        for example in catalogue()[identifier].rule.bad:
            assert isinstance(example, Exchange)
            found = JUDGE.check_exchange(example, CONTRACT.operations[0])
            assert all(each.pointer.startswith("/request") for each in found if each.rule == identifier)


KINDS = {
    "type of a member": "schema/type:/spec",
    "type in a map": "schema/type:/metadata/labels/os.modelarts~1workspace.id",
    "value of a list": "schema/enum:/status/phase",
    "upper bound": "schema/maximum:/status/resources/available/0/azs/0/count",
    "lower bound": "schema/minimum:/spec/controlMode",
    "length": "schema/minLength:/spec/network/name",
    "bits of a mask": "schema/multipleOf:/spec/controlMode",
    "error body": "schema/type:/error_code",
    "rule on a body": "max-count-of-physical-pool",
    "rule on any object": "misspelt-member",
    "rule of an info": "deletion-timestamp-while-deleting",
    "rule that is seldom silent": "expected-members",
    "name in the answer": "name-outside-sibling-bounds",
    "member twice": "json/duplicate-key",
    "text that breaks off": "json/syntax",
    "media type": "media-type",
    "charset": "charset",
    "header": "allow-header",
    "status": "undocumented-status",
    "redirect": "redirect",
    "open door": "refusal-missing-token",
    "echo": "echoed-credential",
    "success for an odd name": "success-for-absent-pool",
    "name": "name/any-case",
    "deleted all the same": "state/refused-but-deleted",
    "still there": "state/found-again",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_of_each_kind_is_found(kind: str) -> None:
    fault = FAULTS[KINDS[kind]]
    trial = in_process(fault.id)
    assert trial.found(fault, clean=in_process())
    statuses = {each["status"] for each in trial.report["verdicts"]}
    assert kind == "status" or not statuses & {None, 500}, "the mock itself is well"
    assert fault.rule.startswith("json/") or not any(rule.startswith("json/") for rule, _ in trial.counts)


def test_without_a_fault_nothing_is_found() -> None:
    clean = in_process()
    assert clean.worst() == str(Severity.INFO)
    assert {each["verdict"] for each in clean.report["verdicts"]} == {"pass"}


def test_a_fault_now_and_then_is_found() -> None:
    fault = FAULTS["schema/enum:/status/phase"]
    always, now_and_then = in_process(fault.id), in_process(f"{fault.id}@1/5")
    seldom = now_and_then.found(fault, clean=in_process())
    assert 0 < len(seldom) < len(always.found(fault, clean=in_process())) / 2


def test_two_faults_at_once_are_found() -> None:
    name, body = FAULTS["name/quotes"], FAULTS["schema/enum:/kind"]
    both = in_process(name.id, body.id)
    assert both.found(name, clean=in_process())
    assert both.found(body, clean=in_process())


def test_a_switch_strikes_in_the_last_of_each_few_calls() -> None:
    fault = FAULTS["json/bom"]
    always, third = Switch(fault), Switch(fault, every=3)
    assert [always.strikes() for _ in range(3)] == [True] * 3
    assert [third.strikes() for _ in range(7)] == [False, False, True, False, False, True, False]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no-such-fault", "no fault no-such-fault"),
        ("", "no fault ;"),
        ("json/bom@", None),
        ("json/bom@1/3", None),
        ("json/bom@2/3", "write it as json/bom@1/N"),
        ("json/bom@1/0", "write it as json/bom@1/N"),
        ("json/bom@1/x", "write it as json/bom@1/N"),
        ("json/bom@1/²", "write it as json/bom@1/N"),
        ("json/bom@1/-3", "write it as json/bom@1/N"),
        ("json/bom@often", "write it as json/bom@1/N"),
    ],
)
def test_a_fault_is_typed_as_an_id_and_a_share(text: str, words: str | None) -> None:
    if words is None:
        Mock(contract=CONTRACT, faults=[text])
        return
    with pytest.raises(UsageError, match=words):
        Mock(contract=CONTRACT, faults=[text])
