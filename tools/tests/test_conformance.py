"""One answer, one assertion: what is said is the same by whatever client it came, and holds no secret."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from typing import Any

import pytest

from poolcontract import Conformance, Judge, load
from poolcontract.claims import Undecided, Violation
from poolcontract.deviations import Deviation, load_profile
from poolcontract.errors import UsageError
from poolcontract.exchange import JSON, Circumstances, Exchange, Response
from poolcontract.finding import Severity
from poolcontract.mock import Mock

from .http_clients import CLIENTS, by_requests, lacking
from .raw_server import RawServer, answered, sized

CONTRACT = load()
JUDGE = Judge(CONTRACT)
STRICT = Conformance(JUDGE)
TOKEN = "sesame-sesame-sesame"  # noqa: S105  of a mock
POOL: dict[str, Any] = {"kind": "Pool", "metadata": {"name": "pool-1"}}
Serving = Callable[..., Mock]


@pytest.fixture(scope="module")
def mocks() -> Iterator[Serving]:
    """A mock by its faults, as good as new whenever it is asked for."""
    with ExitStack() as stack:

        @cache
        def running(*faults: str) -> Mock:
            mock = Mock(["pool-1"], project_id="p", token=TOKEN, seed=1, faults=faults, contract=CONTRACT)
            return stack.enter_context(mock)

        def fresh(*faults: str) -> Mock:
            running(*faults).reset()
            return running(*faults)

        yield fresh


def ask(client: str, served: Mock, conformance: Conformance = STRICT, **known: Any) -> Exchange:
    url = f"{served.url}/v2/p/pools/pool-1"
    answer = CLIENTS[client](url, {"X-Auth-Token": TOKEN, "Content-Type": "application/json"})
    return conformance.check(answer, **lacking(client, url), **known)


@pytest.mark.parametrize("client", CLIENTS)
def test_good_answers_pass(mocks: Serving, client: str) -> None:
    served = mocks()
    first = ask(client, served, pool="living")
    again = ask(client, served, pool="deleted")
    assert first.response is not None
    assert again.response is not None
    assert (first.response.status, first.response.value["kind"]) == (200, "Pool")
    assert (again.response.status, again.known) == (404, Circumstances(pool="deleted"))


BROKEN = {
    "schema/enum:/status/phase": """\
DELETE /v2/p/pools/pool-1 -> 200 breaks the contract: 1 error, and 5 below error
error  schema/enum  /response/body/status/phase
    "Creatingx" is not one of Creating, Running, Abnormal, Deleting, Error, CreationFailed, ScalingFailed, \
Waiting (Table 14, phase)""",
    "undocumented-status": """\
DELETE /v2/p/pools/pool-1 -> 202 breaks the contract: 1 error
error  undocumented-status  /response/status
    status 202 is not documented; the page lists 200, 404 (Status Codes)""",
}


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("fault", BROKEN)
def test_a_violation_is_told_alike_by_every_client(mocks: Serving, client: str, fault: str) -> None:
    with pytest.raises(AssertionError) as caught:
        ask(client, mocks(fault))
    assert caught.type is Violation
    assert str(caught.value) == BROKEN[fault]


@pytest.mark.parametrize("client", CLIENTS)
def test_what_the_test_knows_lets_more_rules_speak(mocks: Serving, client: str) -> None:
    served = mocks("state/found-again")
    ask(client, served, pool="living")
    ask(client, served)
    with pytest.raises(Violation, match="success-for-deleted-pool"):
        ask(client, served, pool="deleted")


@pytest.mark.parametrize("client", CLIENTS)
def test_what_says_nothing_is_not_green(mocks: Serving, client: str) -> None:
    url = f"{mocks().url}/v2/p/pools/pool-1"
    with pytest.raises(Undecided) as caught:
        STRICT.check(CLIENTS[client](url, {}), **lacking(client, url))
    assert str(caught.value) == "DELETE /v2/p/pools/pool-1 -> 401 says nothing about the contract (auth)"
    STRICT.check(CLIENTS[client](url, {}), refusal="no token", **lacking(client, url))


def of(status: int, body: Any = b"", target: str = "/v2/p/pools/pool-1", **more: Any) -> Exchange:
    return Exchange.of(f"DELETE {target}", status, body, **more)


def test_all_that_is_grave_enough_is_told_the_worst_first() -> None:
    body = {**POOL, "metadata": {"name": "other", "creationTimestamp": "yesterday"}, "kynd": 1}
    lenient = Conformance(JUDGE, Severity.WARNING)
    with pytest.raises(Violation) as caught:
        lenient.check(of(200, body))
    assert str(caught.value) == (
        "DELETE /v2/p/pools/pool-1 -> 200 breaks the contract: 1 error, 2 warnings, and 3 below warning\n"
        "error  answered-pool  /response/body/metadata/name\n"
        '    the answer names the pool "other"; "pool-1" was asked for (Table 4, name)\n'
        "warning  misspelt-member  /response/body/kynd\n"
        '    "kynd" is not among the members that the page lists; did you mean "kind"? (Table 3)\n'
        "warning  creation-timestamp  /response/body/metadata/creationTimestamp\n"
        '    "yesterday" is no timestamp such as 2021-11-01T03:49:41Z (Table 4, creationTimestamp)'
    )


def test_lesser_findings_leave_a_pass() -> None:
    body = {**POOL, "metadata": {"name": "pool-1", "creationTimestamp": "yesterday"}}
    exchange = of(200, body)
    assert STRICT.check(exchange) == exchange
    with pytest.raises(Violation, match="creation-timestamp"):
        Conformance(JUDGE, Severity.WARNING).check(exchange)


def test_deviations_have_their_say() -> None:
    accepted = Deviation(rule="undocumented-status", severity=None, reason="known")
    assert Conformance(JUDGE, deviations=(accepted,)).check(of(202, POOL)).response is not None
    with pytest.raises(Violation):
        STRICT.check(of(202, POOL))
    assert load_profile("observed") != load_profile("documented")


@pytest.mark.parametrize("base", ["", "/base", "/a/b/c"])
def test_a_base_path_is_no_part_of_the_contract(base: str) -> None:
    exchange = STRICT.check(
        of(404, {"error_code": "ModelArts.50015001", "error_msg": "x"}, f"{base}/v2/p/pools/a?b")
    )
    assert exchange.request.target == "/v2/p/pools/a?b"
    with pytest.raises(Violation, match=r"\nerror  answered-pool"):
        STRICT.check(of(200, POOL, f"{base}/v2/p/pools/other"))


@pytest.mark.parametrize("target", ["/", "/v2/p/jobs/a", "/v2/p/pools", "/v2/p/pools/a/b", "/?/v2/p/pools/a"])
def test_a_call_of_somebody_elses_is_refused(target: str) -> None:
    with pytest.raises(UsageError) as caught:
        STRICT.check(of(200, POOL, target))
    assert str(caught.value) == (
        f"DELETE {target} is no call of the contract, which has DELETE /v2/{{project_id}}/pools/{{pool_name}}"
    )


def test_a_redirect_is_a_violation_wherever_it_led() -> None:
    steps = iter(
        [answered("Location: /elsewhere", "Content-Length: 0", status="307 Elsewhere"), sized(b"{}")]
    )
    with RawServer(lambda connection: connection.sendall(next(steps))) as server:
        answer = by_requests(f"{server.url}/v2/p/pools/pool-1", {})
    assert (answer.status_code, answer.request.path_url) == (200, "/elsewhere")
    with pytest.raises(Violation) as caught:
        STRICT.check(answer)
    assert str(caught.value) == (
        "DELETE /v2/p/pools/pool-1 -> 307 breaks the contract: 1 error\n"
        "error  redirect  /response/status\n"
        "    status 307 is a redirect; the page lists none, and none is followed (Status Codes)"
    )


@pytest.mark.parametrize("name", ["X-Auth-Token", "Authorization", "X-Security-Token", "Cookie"])
def test_no_secret_is_told(name: str) -> None:
    headers = (*JSON, ("Set-Cookie", f"session={TOKEN}2"), (f"X-{TOKEN}", "1"))
    body = {**POOL, "kind": TOKEN, TOKEN: TOKEN, "metadata": {"name": TOKEN, TOKEN: {"password": TOKEN}}}
    exchange = of(200, body, f"/v2/{TOKEN}/pools/{TOKEN}", headers=headers, request_headers=((name, TOKEN),))
    with pytest.raises(Violation) as caught:
        Conformance(JUDGE, Severity.INFO).check(exchange)
    assert "***" in str(caught.value)
    assert TOKEN not in str(caught.value)


def test_nothing_that_is_told_steers_a_terminal() -> None:
    body = {**POOL, "\x1b[2J": 1, "kind": "\x1b[31m"}
    with pytest.raises(Violation) as caught:
        Conformance(JUDGE, Severity.INFO).check(of(200, body, "/v2/\x1b[1m/pools/pool-1"))
    assert "\\u001b[1m" in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_an_answer_that_is_no_message_says_nothing() -> None:
    broken = Exchange(request=of(200).request, fault="framing", flaw="framing/content-encoding")
    with pytest.raises(Undecided, match=r"pool-1 -> framing says nothing about the contract \(framing\)"):
        STRICT.check(broken)


def test_a_judged_answer_is_given_back() -> None:
    response = STRICT.check(of(200, POOL)).response
    assert response == Response(
        status=200, headers=JSON, body=b'{"kind": "Pool", "metadata": {"name": "pool-1"}}'
    )
