"""The smallest request that still shows a finding: what is left out, what is kept, where none is sought."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from poolcontract.caution import Caution
from poolcontract.contract import load
from poolcontract.evidence import evidence
from poolcontract.exchange import JSON, Circumstances, Exchange, Headers, Request, Response
from poolcontract.finding import Severity
from poolcontract.record import Result
from poolcontract.run import Run, Violation
from poolcontract.scenario import Scenario, Step
from poolcontract.shrinking import SCENARIO, with_smallest
from poolcontract.target import Client, Ledger, Target

CONTRACT = load()
DELETE, AGAIN = Step(expects=(200,)), Step(pool="same", expects=(404,))
REFUSED = Step(credentials="wrong", refusal="wrong token", expects=(401,))
ABSENT = Step(pool="absent", expects=(404,))
KEPT: Headers = (("Content-Type", "application/json"),)
ODD: Headers = (("request-type", "console"), ("X-A", "1"), ("X-B", "2"), ("X-C", "3"))
TOKEN = "t0ken"  # noqa: S105  made up
Sent = tuple[str, tuple[str, ...], bytes]


@dataclass
class Service(Client):
    """Deletes pools in memory; `is_wrong` says when a member of an answer is wrong."""

    is_wrong: Callable[[Request, int], bool]
    most: int = 5000

    def __post_init__(self) -> None:
        super().__init__(Target("localhost", 1), max_requests=self.most)
        self.deleted: list[str] = []
        self.sent: list[Request] = []
        self.number = 0

    def fresh(self) -> str:
        """The name of one more pool."""
        self.number += 1
        return f"pool-{self.number}"

    def send(self, request: Request, known: Circumstances | None = None) -> Exchange:
        """A faithful service's answer but for one member; `is_wrong` is told how often a target was met."""
        self.sent.append(request)
        name = request.target.rpartition("/")[2]
        calls = sum(each.target == request.target for each in self.sent)
        wrong = self.is_wrong(request, calls)
        if (request.header("x-auth-token") or "wrong-").startswith("wrong-"):
            status, body = 401, {"error_code": "APIGW.0301", "error_msg": 7 if wrong else "m"}
        elif name.startswith("pool") and name not in self.deleted and request.method == "DELETE":
            self.deleted.append(name)
            status, body = (
                200,
                {"kind": "Poolx" if wrong else "Pool", "apiVersion": "v2", "metadata": {"name": name}},
            )
        else:
            code = 405 if request.method != "DELETE" else 404
            status, body = code, {"error_code": "ModelArts.50015001", "error_msg": 7 if wrong else "m"}
        return Exchange(
            request=request,
            known=known or Circumstances(),
            response=Response(
                status=status, headers=(*JSON, ("Allow", "DELETE")), body=json.dumps(body).encode()
            ),
        )


def run_on(service: Service, **more: Any) -> Run:
    ledger = more.pop("ledger", None) or Ledger(fresh=service.fresh)
    return Run(contract=CONTRACT, client=service, ledger=ledger, project_id="p", token=TOKEN, **more)


def looked(run: Run, *steps: Step, name: str = "generated-fuzzing") -> list[Result]:
    return with_smallest(run, run.play(Scenario(id=name, proves="p", steps=steps)))


def walk_of(run: Run, rule: str) -> list[Sent]:
    """The walk that stands for a rule's finding in the report, but for tokens."""
    (form,) = [each for each in evidence(run.record) if each["rule"] == rule]
    return [
        (
            each["request"]["method"],
            tuple(name for name, _ in each["request"]["headers"] if name != "X-Auth-Token"),
            each["request"]["body"].encode(),
        )
        for each in form["walk"]
    ]


def has(name: str) -> Callable[[Request, int], bool]:
    return lambda request, _: request.header(name) is not None


SMALLER: dict[str, tuple[Callable[[Request, int], bool], list[Step], str, list[Sent]]] = {
    "nothing of it is needed": (
        lambda *_: True,
        [replace(DELETE, headers=(*KEPT, *ODD), body=b"{}")],
        "schema/enum",
        [("DELETE", (), b"")],
    ),
    "one header is": (
        has("x-b"),
        [replace(DELETE, headers=(*KEPT, *ODD), body=b"{}")],
        "schema/enum",
        [("DELETE", ("X-B",), b"")],
    ),
    "two headers are": (
        lambda request, _: bool(request.header("x-a") and request.header("x-c")),
        [replace(DELETE, headers=ODD)],
        "schema/enum",
        [("DELETE", ("X-A", "X-C"), b"")],
    ),
    "the body is, and its media type with it": (
        lambda request, _: bool(request.body),
        [replace(DELETE, headers=(*ODD, *KEPT), body=b"{}")],
        "schema/enum",
        [("DELETE", ("Content-Type",), b"{}")],
    ),
    "a body for which it deserves its refusal": (
        lambda *_: True,
        [replace(ABSENT, headers=(*ODD, *KEPT), body=b"{", refusal="malformed body")],
        "schema/type",
        [("DELETE", ("Content-Type",), b"{")],
    ),
    "a body that another method has": (
        lambda request, _: request.method == "PUT",
        [replace(ABSENT, method="PUT", headers=(*ODD, *KEPT), body=b"{", refusal="method")],
        "schema/type",
        [("PUT", (), b"")],
    ),
    "wrong credentials are kept": (
        has("x-auth-token"),
        [replace(REFUSED, headers=ODD), DELETE],
        "schema/type",
        [("DELETE", (), b"")],
    ),
    "requests before it are not": (
        has("x-a"),
        [REFUSED, replace(REFUSED, pool="same"), replace(DELETE, pool="same", headers=ODD)],
        "schema/enum",
        [("DELETE", ("X-A",), b"")],
    ),
    "requests before it are": (
        lambda _, calls: calls >= 3,
        [*[replace(REFUSED, pool="same", headers=ODD)] * 5, replace(DELETE, pool="same")],
        "schema/enum",
        [("DELETE", (), b"")] * 3,
    ),
    "a pool that was deleted": (
        lambda request, calls: calls > 1 and request.header("x-a") is not None,
        [replace(DELETE, headers=ODD), replace(AGAIN, headers=ODD)],
        "schema/type",
        [("DELETE", (), b""), ("DELETE", ("X-A",), b"")],
    ),
}


@pytest.mark.parametrize("case", SMALLER)
def test_what_is_not_needed_is_left_out(case: str) -> None:
    is_wrong, steps, rule, expected = SMALLER[case]
    service = Service(is_wrong)
    run = run_on(service, fail_on=Severity.WARNING)  # of the body of a refusal nothing is an error
    first, *rest = steps
    results = looked(run, replace(first, pool="living") if first.pool == "same" else first, *rest)
    assert walk_of(run, rule) == expected
    assert len(service.sent) <= len(steps) + 25 * len(steps)
    assert results[-1].verdict.kind == "violation"
    with pytest.raises(Violation) as caught:
        run.require(results)
    smallest = results[-1].exchange
    assert smallest is not None
    assert f"> {smallest.request.method} {smallest.request.target}" in str(caught.value).splitlines()


def test_what_was_sent_for_it_is_in_the_report() -> None:
    service = Service(has("x-a"))
    run = run_on(service)
    looked(run, replace(DELETE, headers=ODD))
    verdicts = run.report()["verdicts"]
    assert len(verdicts) == len(service.sent)
    assert {each["scenario"] for each in verdicts[1:]} == {SCENARIO}


def test_a_kind_is_looked_at_once() -> None:
    service = Service(lambda request, _: len(request.headers) > len(ODD))
    run = run_on(service)
    looked(run, replace(DELETE, headers=ODD))
    sent = len(service.sent)
    looked(run, replace(DELETE, headers=ODD))
    assert len(service.sent) == sent + 1


def test_what_does_not_come_again_stays_as_it_was() -> None:
    service = Service(lambda *_: len(service.sent) == 1)
    run = run_on(service)
    results = looked(run, replace(DELETE, headers=ODD))
    assert len(results) == 1
    assert walk_of(run, "schema/enum") == [("DELETE", tuple(name for name, _ in ODD), b"")]


PLAIN = [
    ("there is nothing to spare", {}, DELETE),
    ("another request had nothing to spare", {"before": DELETE}, replace(DELETE, headers=ODD)),
    ("pools are few", {"ledger": Ledger(["pool-a", "pool-b"])}, replace(DELETE, headers=ODD)),
    ("no pools are there", {"ledger": Ledger()}, ABSENT),
    ("few requests are left", {"most": 999}, replace(DELETE, headers=ODD)),
    ("it is below a violation", {}, replace(REFUSED, headers=ODD)),
]


@pytest.mark.parametrize(("more", "step"), [each[1:] for each in PLAIN], ids=[each[0] for each in PLAIN])
def test_none_is_looked_for_where(more: dict[str, Any], step: Step) -> None:
    before = more.pop("before", None)
    service = Service(lambda *_: True, most=more.pop("most", 5000))
    run = run_on(service, **more)
    if before:
        list(run.play(Scenario(id="living-pool", proves="p", steps=(before,))))
    sent = len(service.sent)
    looked(run, step)
    assert len(service.sent) == sent + 1


def careful(run: Run) -> None:
    run.caution = Caution(target=run.client.target, rate=5.0)


def on_a_real_service(run: Run) -> None:
    run.client.target = replace(run.client.target, kind="real")


def stopped(run: Run) -> None:
    run.record.stopped = "enough was seen"


@pytest.mark.parametrize("change", [careful, on_a_real_service, stopped])
def test_none_is_looked_for_in_a_run_that_is(change: Callable[[Run], None]) -> None:
    service = Service(lambda *_: True)
    run = run_on(service)
    (result,) = run.play(Scenario(id="s", proves="p", steps=(replace(DELETE, headers=ODD),)))
    assert result.verdict.kind == "violation"
    change(run)
    assert with_smallest(run, [result]) == [result]
    assert len(service.sent) == 1


def test_a_flaw_of_messages_is_not_looked_at() -> None:
    service = Service(lambda *_: False)
    run = run_on(service)
    flawed = Exchange(
        request=Request(method="DELETE", target="/v2/p/pools/pool-1", headers=ODD),
        fault="framing",
        flaw="framing/body-cut",
    )
    result = run.judged(flawed, "s")
    assert result.findings
    assert with_smallest(run, [result]) == [result]
    assert service.sent == []


def test_no_more_is_spent_than_it_may() -> None:
    service = Service(lambda request, _: len(request.headers) > 50)
    run = run_on(service)
    looked(run, replace(DELETE, headers=tuple((f"X-{number}", "1") for number in range(400))))
    assert len(service.sent) == 1 + 25
    walk = walk_of(run, "schema/enum")
    assert len(walk) == 1
