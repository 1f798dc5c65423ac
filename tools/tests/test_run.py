"""A run on stubbed answers: what it sends, what it knows of its pools, what it records, when it stops."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import quote

import pytest

from poolcontract.breaker import Breaker
from poolcontract.caution import Caution
from poolcontract.contract import load
from poolcontract.deviations import Deviation
from poolcontract.errors import BudgetSpentError, ContractError, FreshPoolError, TargetError
from poolcontract.exchange import JSON, Circumstances, Exchange, Request, Response
from poolcontract.finding import Severity
from poolcontract.instance import pointer
from poolcontract.masking import Mask
from poolcontract.outcome import outcome
from poolcontract.record import Failure, Record
from poolcontract.run import NotSent, Result, Run, Undecided, Violation, require_testable
from poolcontract.scenario import Scenario, Step
from poolcontract.statuses import UNDECIDED
from poolcontract.target import Client, Ledger, Target
from poolcontract.verdict import Verdict

CONTRACT = load()
TOKEN = "t/ok~en+hunter2"  # noqa: S105  spelled otherwise in URLs, JSON, pointers
PROJECT = "0a1b"
DELETE, AGAIN = Step(expects=(200,)), Step(pool="same", expects=(404,))
ABSENT = Step(pool="absent", expects=(404,))
NO_TOKEN = Step(credentials="none", refusal="no token", expects=(401,))
ERROR_BODY = {"error_code": "ModelArts.50015001", "error_msg": "m"}
CURL = (
    "curl -qgsSi --http1.1 --path-as-is --noproxy '*' -A '' -H Accept: -X DELETE "
    '-H "X-Auth-Token: $POOLCONTRACT_TOKEN"'
)
Reply = BaseException | str | tuple[int, Any]


class Stub(Client):
    """Sends nothing: gives the replies one after the other, the last for ever."""

    def __init__(self, replies: Iterable[Reply]) -> None:
        super().__init__(Target("localhost", 1))
        self.replies = list(replies)
        self.requests: list[Request] = []

    def send(self, request: Request, known: Circumstances | None = None) -> Exchange:
        """A status with a body, a reason code or a flaw for no answer, or an exception."""
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, BaseException):
            raise reply
        self.requests.append(request)
        exchange = Exchange(request=request, known=known or Circumstances())
        if isinstance(reply, str):
            flawed = reply.startswith("framing/")
            return replace(exchange, fault="framing" if flawed else reply, flaw=reply if flawed else None)
        status, body = reply
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return replace(exchange, response=Response(status=status, headers=JSON, body=data))


def run_of(*replies: Reply, pools: Iterable[str] = ("pool-a", "pool-b", "pool-c"), **more: Any) -> Run:
    given = {"project_id": PROJECT, "token": TOKEN, "ledger": Ledger(pools), **more}
    return Run(contract=CONTRACT, client=Stub(replies), **given)


def sent_by(run: Run) -> list[Request]:
    assert isinstance(run.client, Stub)
    return run.client.requests


def pool(name: str = "pool-a", **more: Any) -> tuple[int, Any]:
    return 200, {"kind": "Pool", "apiVersion": "v2", "metadata": {"name": name}, **more}


def played(run: Run, *steps: Step, name: str = "tried") -> list[Result]:
    return list(run.play(Scenario(id=name, proves="p", steps=steps)))


REFUSED_BUT = replace(DELETE, credentials="wrong", refusal="wrong token")
ELSEWHERE = replace(DELETE, segment=str.upper, refusal="name")
STATES: list[tuple[str, Step, Reply, str]] = [
    ("deleted", DELETE, pool(), "deleted"),
    ("accepted", DELETE, (202, {}), "deleted"),
    ("not found", DELETE, (404, ERROR_BODY), "unknown"),
    ("failed", DELETE, (500, {}), "unknown"),
    ("redirected", DELETE, (302, {}), "unknown"),
    ("throttled", DELETE, (429, {}), "unknown"),
    ("timed out", DELETE, "timeout", "unknown"),
    ("reset", DELETE, "reset", "unknown"),
    ("refused", NO_TOKEN, (401, ERROR_BODY), "living"),
    ("refused without an answer", NO_TOKEN, "timeout", "living"),
    ("refused but deleted", REFUSED_BUT, pool(), "deleted"),
    ("of another name", ELSEWHERE, pool(), "living"),
    ("in another project", replace(DELETE, project="other", refusal="name"), pool(), "living"),
    ("by another method", replace(DELETE, method="PUT", refusal="method"), pool(), "living"),
]


@pytest.mark.parametrize(
    ("step", "reply", "state"), [each[1:] for each in STATES], ids=[e[0] for e in STATES]
)
def test_what_the_ledger_knows_after_an_answer(step: Step, reply: Reply, state: str) -> None:
    run = run_of(reply)
    name = run.take(step)
    run.perform(step, name, "s")
    assert name == "pool-a"
    assert run.ledger.state(name) == state
    living = run.ledger.peek() == name
    assert living == (state == "living" and step is not DELETE)


def test_a_pool_that_was_deleted_stays_deleted_whatever_comes() -> None:
    run = run_of(pool(), "timeout", (404, ERROR_BODY))
    played(run, DELETE, AGAIN, AGAIN)
    assert run.ledger.state("pool-a") == "deleted"


def test_what_is_known_goes_with_each_request() -> None:
    run = run_of(pool())
    results = played(run, NO_TOKEN, DELETE, AGAIN, ABSENT, ELSEWHERE)
    known = [result.exchange.known for result in results if result.exchange]
    assert [(each.pool, each.refusal) for each in known] == [
        ("living", "no token"),
        ("living", None),
        ("deleted", None),
        ("absent", None),
        ("absent", "name"),
    ]


def test_what_is_sent() -> None:
    run = run_of((404, ERROR_BODY), project_id="p/1 2")
    odd = Step(segment=lambda name: f"{name}%2F..", refusal="name", expects=(404,))
    foreign = Step(project="other", refusal="name", expects=(404,))
    body = Step(method="PUT", headers=(("A", "1"), ("a", "2")), body=b"{", refusal="method", expects=(405,))
    played(run, odd, foreign, body, ABSENT)
    targets = [request.target for request in sent_by(run)]
    assert targets[0] == "/v2/p%2F1%202/pools/pool-a%2F.."
    assert re.fullmatch("/v2/[0-9a-f]{32}/pools/pool-a", targets[1])
    assert targets[2] == "/v2/p%2F1%202/pools/pool-a"
    assert re.fullmatch(r"/v2/p%2F1%202/pools/zz-contract-absent-[0-9a-f]{8}-[0-9a-f]{32}", targets[3])
    put = sent_by(run)[2]
    assert (put.method, put.body) == ("PUT", b"{")
    assert put.headers == (("X-Auth-Token", TOKEN), ("A", "1"), ("a", "2"))


def test_the_credentials_of_a_step() -> None:
    run = run_of((401, ERROR_BODY), pools="abcde")
    steps = [replace(NO_TOKEN, credentials=each) for each in ("none", "empty", "wrong", "valid", "wrong")]
    played(run, *steps)
    tokens = [request.header("x-auth-token") for request in sent_by(run)]
    assert (tokens[0], tokens[1], tokens[3]) == (None, "", TOKEN)
    assert re.fullmatch("wrong-[0-9a-f]{16}", tokens[2] or "")
    assert tokens[4] != tokens[2]


def test_a_run_without_a_token_sends_none_and_compares_none() -> None:
    run = run_of((404, ERROR_BODY), token="")
    assert not run.may_perform(NO_TOKEN)
    assert run.may_perform(DELETE)
    with pytest.raises(NotSent, match="needs-token"):
        played(run, NO_TOKEN, AGAIN, name="credentials")
    played(run, ABSENT)
    (request,) = sent_by(run)
    assert request.headers == ()
    assert verdicts(run)[0] == ("credentials", "not sent", "needs-token")


def verdicts(run: Run) -> list[tuple[str, str, str | None]]:
    return [(each["scenario"], each["verdict"], each["reason"]) for each in run.report()["verdicts"]]


def test_a_scenario_that_lacks_pools_is_not_begun() -> None:
    run = run_of(pool(), pools=["pool-a"])
    with pytest.raises(NotSent, match="needs-second-pool"):
        played(run, DELETE, DELETE, name="neighbour")
    assert sent_by(run) == []
    assert verdicts(run) == [("neighbour", "not sent", "needs-second-pool")]
    assert run.has_pools
    played(run, DELETE)
    assert not run.has_pools
    with pytest.raises(NotSent, match="needs-pool"):
        run.take(DELETE)
    assert outcome(run.report(), {"404": 0}).status == 0


PROOF = Step(pool="same", expects=(200,))
NOT_FOUND: Reply = (404, ERROR_BODY)


def test_a_sparing_scenario_leaves_its_proof_to_a_later_one() -> None:
    run = run_of((401, ERROR_BODY), pool(), pools=["pool-a"])
    results = list(run.play(Scenario(id="spared", proves="p", steps=(NO_TOKEN, PROOF)), is_sparing=True))
    assert [str(each.verdict.reason) for each in results] == ["refused as expected", "shared-proof"]
    with pytest.raises(NotSent):
        run.require(results)
    assert len(sent_by(run)) == 1
    assert run.ledger.peek() == "pool-a", "it is there to be spent"
    played(run, DELETE)
    assert verdicts(run)[1] == ("spared", "not sent", "shared-proof")
    assert outcome(run.report(), {"404": 0}).status == 0


def test_a_scenario_is_sparing_only_while_pools_are_scarce() -> None:
    fresh = iter(["pool-a"])
    ledger = Ledger(fresh=lambda: next(fresh))
    run = run_of((401, ERROR_BODY), pool(), ledger=ledger)
    scenario = Scenario(id="s", proves="p", steps=(NO_TOKEN, PROOF))
    assert [each.verdict.kind for each in run.play(scenario, is_sparing=True)] == ["pass", "pass"]
    assert len(sent_by(run)) == 2


def test_a_sparing_scenario_spares_no_proof_that_is_due_to_a_fault() -> None:
    run = run_of(pool(), (404, ERROR_BODY), pools=["pool-a"])
    scenario = Scenario(id="s", proves="p", steps=(NO_TOKEN, PROOF))
    wrong, after = run.play(scenario, is_sparing=True)
    assert (wrong.verdict.kind, after.verdict.kind) == ("violation", "pass")
    assert after.exchange is not None
    assert after.exchange.known.pool == "deleted"


def test_a_spent_pool_is_asked_for_where_it_may_be_back() -> None:
    """It is told 404, is there, is told 404, is there, and is told 404: from then on it counts as living."""
    answers: list[Reply] = [pool(), NOT_FOUND, pool(), NOT_FOUND, pool(), NOT_FOUND, pool()]
    run = run_of(*answers, ledger=Ledger(["pool-a"], may_come_back=True))
    played(run, DELETE, name="first")
    played(run, DELETE, name="second")
    assert [(each[0], each[1]) for each in verdicts(run)] == [
        ("first", "pass"),
        *[("come-back", "pass")] * 5,
        ("second", "pass"),
    ]
    known = [result.exchange.known.pool for _, result in run.record.results if result.exchange]
    assert known == ["living", "deleted", "unknown", "deleted", "unknown", "deleted", "living"]
    assert {request.target for request in sent_by(run)} == {"/v2/0a1b/pools/pool-a"}
    assert [each["severity"] for each in run.report()["findings"] if each["severity"] != "info"] == []


def test_a_spent_pool_is_left_alone_where_it_was_not_back() -> None:
    run = run_of(pool(), NOT_FOUND, ledger=Ledger(["pool-a"], may_come_back=True))
    played(run, DELETE)
    for name in ("second", "third"):
        with pytest.raises(NotSent, match="needs-pool"):
            played(run, DELETE, name=name)
    assert [each[0] for each in verdicts(run)] == ["tried", "come-back", "come-back", "second", "third"]


def test_pools_that_stay_away_are_asked_for_after_each_that_is_spent() -> None:
    names = ["pool-a", "pool-b", "pool-c", "pool-d"]
    answers: list[Reply] = [pool(), NOT_FOUND, NOT_FOUND, NOT_FOUND, pool("pool-b"), NOT_FOUND, NOT_FOUND]
    answers += [pool("pool-c"), NOT_FOUND, pool("pool-c"), NOT_FOUND]
    run = run_of(*answers, ledger=Ledger(names, may_come_back=True))
    played(run, DELETE, AGAIN, AGAIN)
    played(run, DELETE)
    results = played(run, DELETE)
    played(run, ABSENT)
    asked = [request.target.rpartition("-")[2] for request in sent_by(run)]
    assert asked[:-1] == ["a", "a", "a", "a", "b", "a", "b", "c", "b", "c"]
    assert [each.verdict.reason for each in results] == [None, None, "success-for-deleted-pool"]
    assert [each[0] for each in verdicts(run)].count("come-back") == 5


def test_a_stopped_run_asks_for_no_pool() -> None:
    run = run_of(pool(), "connect", ledger=Ledger(["pool-a"], may_come_back=True))
    played(run, DELETE, *[ABSENT] * 3)
    assert run.record.stopped
    assert not run.has_pools
    assert len(sent_by(run)) == 4
    assert "come-back" not in {each[0] for each in verdicts(run)}


def test_a_sparing_scenario_asks_whether_spent_pools_come_back() -> None:
    back: list[Reply] = [pool(), *[NOT_FOUND, pool()] * 2, NOT_FOUND]
    run = run_of(
        *back[:1],
        (401, ERROR_BODY),
        *back[1:],
        pool("pool-b"),
        ledger=Ledger(["pool-a", "pool-b"], may_come_back=True),
    )
    played(run, DELETE, name="first")
    scenario = Scenario(id="spared", proves="p", steps=(NO_TOKEN, PROOF))
    assert [each.verdict.kind for each in run.play(scenario, is_sparing=True)][:1] == ["pass"]
    told = [(each[0], each[2]) for each in verdicts(run)]
    assert told == [
        ("first", None),
        ("spared", "refused as expected"),
        *[("come-back", None)] * 5,
        ("spared", None),
    ]


def test_why_no_fresh_pool_was_made_is_in_the_report() -> None:
    def fresh() -> str:
        raise FreshPoolError(f"it failed: {TOKEN}")

    run = run_of(NOT_FOUND, ledger=Ledger(fresh=fresh))
    assert run.report()["minimum"] == {"200": 1, "404": 1}, "pools were promised"
    with pytest.raises(NotSent, match="no-fresh-pool"):
        played(run, DELETE, name="s")
    played(run, ABSENT)
    assert verdicts(run)[0] == ("s", "not sent", "no-fresh-pool")
    assert run.report()["no_fresh_pool"] == "it failed: ***"
    assert outcome(run.report(), {"200": 0}).status == 3


def test_a_success_is_due_only_where_there_are_pools() -> None:
    assert run_of(pool()).report()["minimum"] == {"200": 1, "404": 1}
    assert run_of(pool(), pools=[]).report()["minimum"] == {"200": 0, "404": 1}


def test_what_is_recorded_of_an_answer() -> None:
    run = run_of(pool("another", status={"phase": "Gone"}), (404, ERROR_BODY))
    wrong, right = played(run, DELETE, AGAIN, name="living")
    assert wrong.verdict == Verdict("violation", wrong.findings[0].rule)
    assert right.verdict == Verdict("pass")
    assert {each.scenario for each in wrong.findings} == {"living"}
    report = run.report()
    assert report["verdicts"] == [
        {
            "scenario": "living",
            "verdict": "violation",
            "reason": wrong.verdict.reason,
            "method": "DELETE",
            "target": "/v2/0a1b/pools/pool-a",
            "status": 200,
        },
        {
            "scenario": "living",
            "verdict": "pass",
            "reason": None,
            "method": "DELETE",
            "target": "/v2/0a1b/pools/pool-a",
            "status": 404,
        },
    ]
    errors = {each["rule"] for each in report["findings"] if each["severity"] == "error"}
    assert errors == {"schema/enum", "answered-pool"}
    assert {each["scenario"] for each in report["findings"]} == {"living"}
    assert report["coverage"]["answers"] == {"200": 1, "404": 1}
    assert (report["stopped"], report["partial"], report["failures"]) == (None, False, [])
    assert json.loads(json.dumps(report)) == report


def test_a_request_without_an_answer_is_recorded_too() -> None:
    run = run_of("timeout")
    (result,) = played(run, DELETE)
    assert result.verdict == Verdict("inconclusive", "timeout")
    assert run.report()["verdicts"][0]["status"] is None
    assert run.report()["coverage"]["answers"] == {}


@pytest.mark.parametrize(
    "token", [TOKEN, "hunter2!hunter2", 'a"b\\c/d~e', "x%2Fyz!~1", "MIIFjQYJKoZIhvcNAQcCoIIFfjCCBXoCAQEx=="]
)
def test_the_token_is_nowhere_in_the_report(token: str) -> None:
    body = {**pool(token)[1], token: 1, "status": {"phase": token, "message": f"by {token}."}}
    error = {"error_code": token, "error_msg": f"<{token}>"}
    run = run_of((200, body), (404, error), (200, f"{{{token}".encode()), token=token)
    odd = Step(segment=lambda name: f"{name}{token}", refusal="name", expects=(404,))
    results = played(run, DELETE, AGAIN, odd)
    run.record.failures.append(Failure("test_x", f"AssertionError: {token}", "failed"))
    report = run.report()
    text = json.dumps(report, ensure_ascii=False)
    for spelling in (token, json.dumps(token)[1:-1], quote(token, safe=""), pointer(token)[1:]):
        assert spelling not in text
    assert "echoed-credential" in {each["rule"] for each in report["findings"]}
    assert report["failures"][0]["message"] == "AssertionError: ***"
    assert token not in repr(run)
    with pytest.raises(Violation) as told:
        run.require(results)
    assert token not in str(told.value)


CUT = "framing/body-cut"
FRAMING: dict[str, tuple[list[Reply], list[Step], list[tuple[str, str | None]], int]] = {
    "every time": ([CUT], [DELETE, DELETE], [("violation", CUT)] * 2, 1),
    "once": ([CUT, pool()], [DELETE], [("inconclusive", "framing")], 3),
    "sometimes": (
        [CUT, pool("pool-b")],
        [DELETE, DELETE],
        [("inconclusive", "framing"), ("pass", None)],
        3,
    ),
    "every time for what is not there": (
        [pool(), CUT],
        [DELETE, ABSENT, ABSENT],
        [("pass", None), ("violation", CUT), ("violation", CUT)],
        1,
    ),
    "until the run is stopped": (
        [CUT],
        [DELETE, ABSENT, NO_TOKEN, ABSENT],
        [*[("violation", CUT)] * 3, ("not sent", "stopped")],
        1,
    ),
}


@pytest.mark.parametrize("case", FRAMING)
def test_a_flaw_of_messages_is_a_violation_when_it_comes_every_time(case: str) -> None:
    replies, steps, expected, status = FRAMING[case]
    run = run_of(*replies)
    results = played(run, *steps, name="wire")
    report = run.report()
    assert [(each["verdict"], each["reason"]) for each in report["verdicts"]] == expected
    violations = sum(kind == "violation" for kind, _ in expected)
    assert [each["rule"] for each in report["findings"] if each["severity"] == "error"] == [CUT] * violations
    assert outcome(report, {"200": 0, "404": 0}).status == status
    with pytest.raises(Undecided, match=r"inconclusive \(framing\)\n  error framing/body-cut: the body ends"):
        run.require(each for each in results if each.exchange and each.exchange.flaw)


@pytest.mark.parametrize(
    ("severity", "fail_on", "verdict", "told"),
    [
        (None, Severity.INFO, "inconclusive", []),
        (Severity.WARNING, Severity.ERROR, "inconclusive", ["warning"] * 2),
        (Severity.WARNING, Severity.WARNING, "violation", ["warning"] * 2),
    ],
)
def test_a_flaw_that_is_accepted_leaves_requests_undecided(
    severity: Severity | None, fail_on: Severity, verdict: str, told: list[str]
) -> None:
    accepted = Deviation(rule=CUT, severity=severity, reason="an old gateway")
    run = run_of(CUT, deviations=(accepted,), fail_on=fail_on)
    played(run, DELETE, DELETE)
    report = run.report()
    assert {each["verdict"] for each in report["verdicts"]} == {verdict}
    assert [each["severity"] for each in report["findings"]] == told


def test_deviations_are_applied() -> None:
    gone = pool(status={"phase": "Gone"})
    accepted = Deviation(rule="schema/enum", severity=Severity.INFO, reason="r")
    (before,) = played(run_of(gone), DELETE)
    (after,) = played(run_of(gone, deviations=(accepted,)), DELETE)
    assert (before.verdict.kind, after.verdict.kind) == ("violation", "pass")
    assert {each.severity for each in after.findings if each.rule == "schema/enum"} == {Severity.INFO}


def test_the_severity_of_a_violation_is_chosen() -> None:
    late = pool(status={"phase": "Deleting"}, metadata={"name": "pool-a", "creationTimestamp": "yesterday"})
    kinds = [
        played(run_of(late, fail_on=severity), DELETE)[0].verdict.kind
        for severity in (Severity.ERROR, Severity.WARNING)
    ]
    assert kinds == ["pass", "violation"]


def test_a_spent_budget_is_no_verdict() -> None:
    run = run_of(pool(), (404, ERROR_BODY), BudgetSpentError("2 requests were sent"))
    results = played(run, DELETE, AGAIN, AGAIN, ABSENT)
    assert [result.verdict for result in results[2:]] == [Verdict("not sent", "budget")] * 2
    assert outcome(run.report(), {}).status == 3
    with pytest.raises(NotSent):
        run.require(results)


def test_a_refusal_of_the_guard_ends_the_run() -> None:
    run = run_of(pool(), TargetError("the connection leads to 10.0.0.1"))
    results = played(run, DELETE, AGAIN, AGAIN)
    assert [result.verdict for result in results[1:]] == [
        Verdict("stop", "guard"),
        Verdict("not sent", "stopped"),
    ]
    assert len(sent_by(run)) == 1
    assert run.report()["stopped"] == "the connection leads to 10.0.0.1"
    assert outcome(run.report(), {}).status == 4
    with pytest.raises((Violation, NotSent), match="stop: guard") as told:
        run.require(results)
    assert told.type is Violation


def test_a_request_that_was_under_way_when_the_run_was_interrupted_is_recorded() -> None:
    run = run_of(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        played(run, DELETE, AGAIN)
    (told,) = run.report()["verdicts"]
    assert told["target"] == "/v2/0a1b/pools/pool-a"
    assert (told["verdict"], told["reason"], told["status"]) == ("inconclusive", "interrupted", None)


def test_a_target_that_says_nothing_is_left_alone() -> None:
    run = run_of("connect")
    played(run, *[ABSENT] * 10)
    assert len(sent_by(run)) == 3
    assert (
        run.report()["stopped"] == "http://localhost:1 cannot be reached; stopped after 3 requests in a row"
    )
    with pytest.raises(NotSent, match="cannot be reached"):
        played(run, DELETE, AGAIN, name="later")
    assert verdicts(run)[-2:] == [("later", "not sent", "stopped")] * 2
    assert run.ledger.peek() == "pool-a", "nothing was spent"
    assert outcome(run.report(), {}).status == 3


def test_an_answer_that_is_judged_resets_the_patience() -> None:
    run = run_of(
        "timeout", "reset", (404, ERROR_BODY), "timeout", "reset", pool(), "timeout", "timeout", (503, {})
    )
    played(run, *[ABSENT] * 12)
    assert len(sent_by(run)) == 9
    assert run.record.stopped == "http://localhost:1 is unavailable (503); stopped after 3 requests in a row"


_WITHOUT_ANSWER = {"dns", "tls", "tls-certificate", "connect", "timeout", "reset", "framing", "too-large"}
REASONS = {*_WITHOUT_ANSWER, *UNDECIDED.values()}


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_each_reason_to_stop_has_its_sentence(reason: str) -> None:
    def sentence(*, with_token: bool) -> str:
        breaker = Breaker(url="http://localhost:1", timeout=0.5, with_token=with_token)
        said = [breaker.sentence(Verdict("inconclusive", reason)) for _ in range(3)]
        assert said[:2] == [None, None]
        return said[2] or ""

    told = sentence(with_token=True)
    assert "http://localhost:1 " in told
    assert told.endswith("; stopped after 3 requests in a row")
    if reason == "auth":
        assert "refuses the token" in told
        told = sentence(with_token=False)
        assert "none was given: put it into POOLCONTRACT_TOKEN or a file for --token-file" in told
    elif reason == "timeout":
        assert "within 0.5 s (--timeout)" in told
    else:
        assert told == sentence(with_token=False)


@pytest.mark.parametrize("kind", ["pass", "violation"])
def test_only_a_row_counts(kind: Any) -> None:
    breaker = Breaker(url="u", timeout=1, with_token=True)
    for _ in range(5):
        for verdict in (*[Verdict("inconclusive", "reset")] * 2, Verdict(kind)):
            assert breaker.sentence(verdict) is None


def result_of(kind: Any, reason: str | None = None) -> Result:
    return Result(None, (), Verdict(kind, reason))


@pytest.mark.parametrize(
    ("kinds", "error"),
    [
        ([], None),
        (["pass", "pass"], None),
        (["pass", "violation", "inconclusive", "not sent"], Violation),
        (["stop", "not sent"], Violation),
        (["pass", "inconclusive", "not sent"], Undecided),
        (["pass", "not sent"], NotSent),
    ],
)
def test_what_a_test_raises(kinds: list[str], error: type[BaseException] | None) -> None:
    results = [result_of(kind) for kind in kinds]
    run = run_of(pool())
    if error is None:
        run.require(results)
        return
    with pytest.raises((Violation, Undecided, NotSent)) as caught:  # a skip must not pass for a failure
        run.require(iter(results))
    assert caught.type is error
    assert "pass" not in str(caught.value)
    assert Run.explains(caught.value) == (error is not NotSent)


def test_all_steps_are_played_before_a_test_fails() -> None:
    run = run_of((500, {}), (404, ERROR_BODY))
    with pytest.raises(Violation) as caught:
        run.require(run.play(Scenario(id="s", proves="p", steps=(DELETE, ABSENT, ABSENT))))
    assert len(sent_by(run)) == 3
    assert str(caught.value).splitlines() == [
        "DELETE /v2/0a1b/pools/pool-a -> 500: violation (undocumented-status)",
        "  error undocumented-status: status 500 is not documented; the page lists 200, 404 (Status Codes)",
        "> DELETE /v2/0a1b/pools/pool-a",
        "> X-Auth-Token: ***credential***",
        "< 500",
        "< content-type: application/json",
        "< {}",
        "again, while the pool is living:",
        f"{CURL} http://localhost:1/v2/0a1b/pools/pool-a",
    ]


def test_of_many_violations_of_a_test_the_last_of_some_kinds_are_told_whole() -> None:
    wrong = [
        (500, {}),
        (418, {}),
        (500, {}),
        pool("another"),
        pool("pool-d", kind="Poolx"),
        (404, ERROR_BODY),
        (200, b"{"),
    ]
    run = run_of(*wrong, pools="abcdefgh")
    with pytest.raises(Violation) as caught:
        run.require(played(run, *[DELETE] * 7))
    whole = [
        line for line in str(caught.value).splitlines() if line.startswith(("> DELETE", "< 2", "< 4", "< 5"))
    ]
    assert whole == [
        *("> DELETE /v2/0a1b/pools/c", "< 500"),
        *("> DELETE /v2/0a1b/pools/e", "< 200"),
        *("> DELETE /v2/0a1b/pools/f", "< 404"),
    ]


UNREPEATABLE = [
    ({}, None),
    (
        {"caution": Caution(target=Target("localhost", 1), rate=5.0)},
        "what a real service is sent is sent once, by a plan",
    ),
    ({"signer": lambda _: ()}, "the requests are signed, each for its moment"),
]


@pytest.mark.parametrize(("more", "why"), UNREPEATABLE)
def test_what_must_not_be_sent_again_has_no_curl_line(more: dict[str, Any], why: str | None) -> None:
    run = run_of((500, {}), **more)
    results = played(run, DELETE)
    with pytest.raises(Violation) as caught:
        run.require(results)
    last_line = str(caught.value).splitlines()[-1]
    assert last_line == (f"no curl line: {why}" if why else f"{CURL} http://localhost:1/v2/0a1b/pools/pool-a")


def test_a_result_tells_why_there_is_no_answer() -> None:
    (result,) = played(run_of("timeout"), DELETE)
    assert str(result) == "DELETE /v2/0a1b/pools/pool-a -> timeout: inconclusive (timeout)"
    assert str(result_of("not sent", "budget")) == "not sent: budget"


def with_path(change: Callable[[str], str]) -> Any:
    operation = CONTRACT.operations[0]
    return replace(CONTRACT, operations=(replace(operation, path=change(operation.path)),))


@pytest.mark.parametrize("path", ["/v2/pools", "/v2/{project_id}/pools", "/{a}/{b}/{c}"])
def test_an_operation_without_project_and_name_cannot_be_tested(path: str) -> None:
    with pytest.raises(ContractError, match="only an operation with a project and a name in its path"):
        require_testable(with_path(lambda _: path))


def test_an_operation_of_another_path_can() -> None:
    contract = with_path(lambda _: "/v9/x/{tenant}/things/{thing}/end")
    run = Run(contract=contract, client=Stub([(404, ERROR_BODY)]), ledger=Ledger(), project_id="p", token="")
    played(run, replace(ABSENT, segment=lambda _: "t"))
    assert sent_by(run)[0].target == "/v9/x/p/things/t/end"


def test_a_record_of_nothing_is_a_report_too() -> None:
    report = Record(contract=CONTRACT, mask=Mask()).report()
    assert report["verdicts"] == []
    assert report["coverage"]["rows"]["of"] == 82
    assert outcome(report, {}).status == 5
