"""The mock's faults as data, and one of each kind found by the scenarios with the right rule and row."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from poolcontract.checks import checked
from poolcontract.errors import UsageError
from poolcontract.exchange import Exchange
from poolcontract.finding import Severity
from poolcontract.judge import Judge
from poolcontract.keywords import KEYWORDS
from poolcontract.mock import Fault, Mock
from poolcontract.mock.fault import Switch
from poolcontract.rules import catalogue
from poolcontract.sample import breaks
from poolcontract.statuses import UNDECIDED

from .fault_trials import CONTRACT, FAULTS, in_process, seldom
from .raw_calls import called

JUDGE = Judge(CONTRACT)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_fault_says_what_it_does_and_how_it_is_told(fault: Fault) -> None:
    assert fault.title
    assert fault.title != fault.id
    assert "@" not in fault.id, "what follows is the share of calls"
    assert fault.meant or fault.changed or fault.after or fault.written or fault.delay
    assert sum(bool(each) for each in (fault.rule, fault.undecided, fault.unseen)) == 1
    assert fault.undecided in {None, "reset", "timeout", "too-large", *UNDECIDED.values()}
    rule = checked().get(fault.rule or "")
    assert fault.source == (rule.rule.source if rule and rule.rule else fault.source)
    assert (rule is not None) == (fault.rule is not None)
    assert fault.source is None or fault.rule in {*catalogue(), *KEYWORDS}


def test_a_fault_is_listed_in_one_line_with_what_comes_of_it() -> None:
    lines = {each.id: str(each) for each in FAULTS.values()}
    assert lines["schema/enum:/kind"] == (
        "schema/enum:/kind  /kind breaks enum (Table 3, kind; found by schema/enum)"
    )
    assert lines["wire/body-cut"] == "wire/body-cut  half of the body is missing (found by framing/body-cut)"
    assert lines["wire/reset"] == (
        "wire/reset  resets the connection without an answer (requests stay undecided: reset)"
    )
    assert lines["wire/chunked"] == (
        "wire/chunked  the body comes in chunks (not told: HTTP allows it, and any client has to read it)"
    )
    assert all(line.isprintable() for line in lines.values())


def test_there_are_enough_of_them() -> None:
    assert len(FAULTS) >= 350


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
    "status that is redirected": "redirect/other-pool-308",
    "status of a usual refusal": "status/409",
    "status of a gateway": "status/503",
    "media type of another kind": "header/content-type-problem",
    "headers that differ": "header/content-type-twice",
    "more headers than are read": "header/too-many",
    "body larger than is read": "body/too-large",
    "token in a header": "leak/token-in-cookie",
    "trace": "leak/trace-java",
    "address": "leak/private-address",
    "text of another form": "text/in-a-text",
    "text over a limit": "text/deep",
    "body that breaks off": "wire/body-cut",
    "body that goes on": "wire/length-too-short",
    "chunks that break off": "wire/chunk-cut",
    "head that is none": "wire/header-without-colon",
    "first line that is none": "wire/status-line",
    "coding that is none": "wire/gzip-false",
    "connection that is reset": "wire/reset-in-answer",
    "answer without an end": "wire/endless-body",
    "nothing comes": "time/never",
    "oddity that HTTP allows": "wire/early-hints",
    "old version": "wire/http-1.0",
    "slow": "time/slow-body",
    "deleted all the same": "state/refused-but-deleted",
    "still there": "state/found-again",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_of_each_kind_is_told(kind: str) -> None:
    fault = FAULTS[KINDS[kind]]
    trial = in_process(seldom(fault))
    assert trial.tells(fault, clean=in_process())
    statuses = {each["status"] for each in trial.report["verdicts"]}
    assert kind == "status" or 500 not in statuses, "the mock itself is well"
    about_text = (fault.rule or "").partition("/")[0] in {"json", "limit"}
    assert about_text or not any(rule.startswith("json/") for rule, _ in trial.counts)


def test_each_group_of_faults_has_its_kind() -> None:
    assert {identifier.partition("/")[0] for identifier in FAULTS if "/" in identifier} == {
        identifier.partition("/")[0] for identifier in KINDS.values() if "/" in identifier
    }


@pytest.mark.parametrize("fault", ["wire/body-cut", "wire/bytes-after", "wire/gzip-false"])
def test_a_flaw_of_messages_now_and_then_is_no_finding(fault: str) -> None:
    trial = in_process(f"{fault}@1/5")
    assert trial.kinds == in_process().kinds
    assert {(each["verdict"], each["reason"]) for each in trial.report["verdicts"]} >= {
        ("inconclusive", "framing"),
        ("pass", None),
    }
    assert "violation" not in {each["verdict"] for each in trial.report["verdicts"]}


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


def test_a_switch_counts_the_calls_of_many_threads() -> None:
    switch, many, each, start = Switch(FAULTS["json/bom"], every=7), 16, 700, threading.Barrier(16)
    struck: list[int] = []

    def call() -> None:
        start.wait()
        struck.append(sum(switch.strikes() for _ in range(each)))

    threads = [threading.Thread(target=call) for _ in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(struck) == many * each / 7


def test_every_third_of_many_calls_at_once_is_struck() -> None:
    with Mock(contract=CONTRACT, faults=["status/418@1/3"]) as mock, ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: called(mock, "nobody").status, range(300)))
    assert Counter(answers) == {404: 200, 418: 100}


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
