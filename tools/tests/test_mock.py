"""The mock answers as the service would: each call by a table, over real sockets."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from poolcontract.errors import UsageError
from poolcontract.finding import Severity
from poolcontract.instance import member
from poolcontract.judge import Judge
from poolcontract.mock import Mock

from .grown_bodies import CONTRACT
from .raw_calls import called, exchanged

JUDGE = Judge(CONTRACT)
JSON_TYPE = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def mock() -> Iterator[Mock]:
    with Mock(contract=CONTRACT) as running:
        yield running


def test_a_pool_is_deleted_once(mock: Mock) -> None:
    name = mock.create()
    first, second, third = (called(mock, name) for _ in range(3))
    assert (first.status, second.status, third.status) == (200, 404, 404)
    assert first.value["metadata"]["name"] == name
    assert second.value["error_code"].startswith("ModelArts.")
    assert name not in mock.pools


def test_a_pool_that_never_was_is_not_found(mock: Mock) -> None:
    assert called(mock, "nobody").status == 404


REFUSED: dict[str, tuple[dict[str, Any], int]] = {
    "no token": ({"token": None}, 401),
    "empty token": ({"token": None, "headers": {"X-Auth-Token": ""}}, 401),
    "wrong token": ({"token": "wrong"}, 401),
    "right token and more": ({"token": None, "headers": {"X-Auth-Token": "{token}x"}}, 401),
    "token in another header": ({"token": None, "headers": {"Authorization": "Bearer {token}"}}, 401),
    **{method: ({"method": method}, 405) for method in ("POST", "PUT", "PATCH", "OPTIONS", "TRACE")},
    "lower-case method": ({"method": "delete"}, 405),
    "array": ({"body": b"[]", "headers": JSON_TYPE}, 400),
    "null": ({"body": b"null", "headers": JSON_TYPE}, 400),
    "number": ({"body": b"0", "headers": JSON_TYPE}, 400),
    "object with a member": ({"body": b'{"force": true}', "headers": JSON_TYPE}, 400),
    "text": ({"body": b"delete it", "headers": JSON_TYPE}, 400),
    "cut": ({"body": b"{", "headers": JSON_TYPE}, 400),
    "no UTF-8": ({"body": b'{"\xff": 1}', "headers": JSON_TYPE}, 400),
    "deep": ({"body": b"[" * 100_000, "headers": JSON_TYPE}, 400),
    "xml": ({"body": b"<a/>", "headers": {"Content-Type": "application/xml"}}, 415),
    "json said to be text": ({"body": b"{}", "headers": {"Content-Type": "text/plain"}}, 415),
    "form": ({"body": b"a=1", "headers": {"Content-Type": "application/x-www-form-urlencoded"}}, 415),
    "another project": ({"project": "0" * 32}, 404),
    "another path": ({"target": "/v2/pools/{name}"}, 404),
    "nothing but the root": ({"target": "/"}, 404),
    "the server itself": ({"target": "*"}, 404),
}


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_a_bad_call_is_refused_and_does_nothing(mock: Mock, case: str) -> None:
    name = mock.create()
    call, status = REFUSED[case]
    filled = {
        **call,
        "headers": {key: text.format(token=mock.token) for key, text in call.get("headers", {}).items()},
        "target": call["target"].format(name=name) if "target" in call else None,
    }
    answer = called(mock, name, **filled)
    assert answer.status == status
    assert set(answer.value) == {"error_code", "error_msg"}
    assert answer.headers["content-type"] == "application/json;charset=utf-8"
    assert (answer.headers.get("allow") == "DELETE, GET") == (status == 405)
    assert called(mock, name).status == 200, "the pool is still there"


def test_a_head_is_refused_without_a_body(mock: Mock) -> None:
    name = mock.create()
    answer = called(mock, name, method="HEAD")
    assert (answer.status, answer.body, answer.headers["allow"]) == (405, b"", "DELETE, GET")
    assert called(mock, name).status == 200


SERVED: dict[str, dict[str, Any]] = {
    "no body": {},
    "empty object": {"body": b"{}", "headers": JSON_TYPE},
    "spaced object": {"body": b"{ }", "headers": JSON_TYPE},
    "white space": {"body": b" \r\n ", "headers": JSON_TYPE},
    "charset": {"body": b"{}", "headers": {"Content-Type": "application/json; charset=utf-8"}},
    "no media type": {"body": b"{}"},
    "request-type": {"headers": {"request-type": "console"}},
    "lower-case header": {"token": None, "headers": {"x-auth-token": "{token}"}},
    "query": {"target": "/v2/{project}/pools/{name}?force=true&name=other"},
    "absolute form": {"target": "http://anybody.example/v2/{project}/pools/{name}"},
}


@pytest.mark.parametrize("case", sorted(SERVED))
def test_a_good_call_is_served(mock: Mock, case: str) -> None:
    name = mock.create()
    words = {"token": mock.token, "project": mock.project_id, "name": name}
    call = dict(SERVED[case])
    call["headers"] = {key: text.format(**words) for key, text in call.get("headers", {}).items()}
    call["target"] = call["target"].format(**words) if "target" in call else None
    answer = called(mock, name, **call)
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/json"
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert called(mock, name).status == 404


def test_a_body_in_chunks_is_read(mock: Mock) -> None:
    head = f"DELETE /v2/{mock.project_id}/pools/{mock.create()} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    head += f"X-Auth-Token: {mock.token}\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = exchanged(mock, head.encode() + b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n")
    assert answer is not None
    assert answer.status == 200


MEANT_FOR_NOBODY = {
    "upper case": str.upper,
    "one character less": lambda name: name[:-1],
    "one more": lambda name: name + "0",
    "encoded slash behind": lambda name: name + "%2F",
    "a way through another": lambda name: "other%2F" + name,
    "two dots": lambda _: "..",
    "encoded dots": lambda _: "%2e%2e",
    "dots before": lambda name: "..%2f" + name,
    "NUL": lambda name: name + "%00",
    "blank": lambda name: name + "%20",
    "plus": lambda name: name + "+",
    "a kilobyte": lambda name: name + "0" * 1024,
    "bad encoding": lambda name: name + "%zz",
    "half an encoding": lambda name: name + "%",
    "no UTF-8": lambda name: name + "%ff",
    "encoded twice": lambda name: name.replace("-", "%252D"),
    "matrix parameter": lambda name: name + ";v=1",
    "slash": lambda name: name + "/",
    "longer path": lambda name: name + "/x",
    "empty": lambda _: "",
}


@pytest.mark.parametrize("case", sorted(MEANT_FOR_NOBODY))
def test_an_odd_name_means_no_pool(mock: Mock, case: str) -> None:
    name = mock.create()
    assert called(mock, MEANT_FOR_NOBODY[case](name)).status == 404
    assert called(mock, name).status == 200, "the pool is still there"


@pytest.mark.parametrize(
    "name", ["a/b", "..", ".", "pool a", "Pool", "pöl", "a%2Fb", "a\0b", "x" * 1024, "?", "#", "{}", "+"]
)
def test_an_odd_name_is_a_name(mock: Mock, name: str) -> None:
    mock.create(name)
    answer = called(mock, quote(name, safe=""))
    assert (answer.status, answer.value["metadata"]["name"]) == (200, name)
    assert called(mock, quote(name, safe="")).status == 404


def test_every_body_conforms_and_names_its_pool(mock: Mock) -> None:
    names = [mock.create() for _ in range(20)]
    bodies = [called(mock, name).value for name in names]
    assert [body["metadata"]["name"] for body in bodies] == names
    assert len({repr(body | {"metadata": None}) for body in bodies}) > 15, "no two pools are alike"
    told = [each for body in bodies for each in JUDGE.check(body) if each.severity > Severity.INFO]
    assert told == []


def test_a_seed_stands_for_the_bodies_and_nothing_is_shared() -> None:
    with Mock(["a"], seed=5, contract=CONTRACT) as one, Mock(["a"], seed=5, contract=CONTRACT) as two:
        assert one.port != two.port
        assert (one.token, one.project_id) != (two.token, two.project_id)
        first = called(one, "a")
        assert called(one, "a").status == 404
        assert called(two, "a").body == first.body
        assert called(two, "a", token=one.token).status == 401


def test_the_pools_are_those_that_were_asked_for() -> None:
    with Mock(["a", "b"], project_id="p", token="t", contract=CONTRACT) as mock:  # noqa: S106  a mock's
        assert mock.pools == ("a", "b")
        assert called(mock, "b", project="p", token="t").status == 200  # noqa: S106
        assert mock.create("c") == "c"
        assert mock.pools == ("a", "c")
    with Mock([], contract=CONTRACT) as empty:
        assert empty.pools == ()


def test_a_port_that_is_taken_is_told() -> None:
    with Mock(contract=CONTRACT) as mock, pytest.raises(UsageError, match=f"cannot listen on .*{mock.port}"):
        Mock(contract=CONTRACT, port=mock.port).__enter__()
    for port in (-1, 65536):
        with pytest.raises(UsageError, match="cannot listen on"):
            Mock(contract=CONTRACT, port=port).__enter__()


def test_the_port_is_free_after_the_block_whoever_still_listens() -> None:
    with Mock(contract=CONTRACT) as mock:
        waiting = http.client.HTTPConnection(mock.host, mock.port)
        waiting.request("GET", "/")
        waiting.getresponse().read()  # the connection stays open
        port = mock.port
        began = time.monotonic()
    assert time.monotonic() - began < 2
    waiting.close()
    with Mock(["a"], contract=CONTRACT, port=port) as again:
        assert called(again, "a").status == 200


def test_a_client_that_never_finishes_keeps_nobody_waiting() -> None:
    with Mock(contract=CONTRACT) as mock:
        stuck = socket.create_connection((mock.host, mock.port))
        stuck.sendall(b"DELETE / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{")
        assert called(mock, mock.pools[0]).status == 200
        began = time.monotonic()
    assert time.monotonic() - began < 4
    stuck.close()


def test_it_listens_on_ipv6() -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("no IPv6 here")
    with Mock(["a"], contract=CONTRACT, host="::1") as mock:
        assert mock.url == f"http://[::1]:{mock.port}"
        assert called(mock, "a").status == 200


def test_of_many_deletions_at_once_one_succeeds(mock: Mock) -> None:
    names, many = [mock.create() for _ in range(5)], 12
    found: dict[str, Counter[int]] = {name: Counter() for name in names}
    start = threading.Barrier(many)

    def delete_all() -> None:
        start.wait()
        for name in names:
            found[name][called(mock, name).status] += 1

    threads = [threading.Thread(target=delete_all) for _ in range(many)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        mock.create()  # pools come to life meanwhile
        time.sleep(0.001)
    assert found == {name: Counter({404: many - 1, 200: 1}) for name in names}


KINDS_OF_POOLS = {
    "physical": lambda body: member(body, "spec", "type") == "Dedicate",
    "logical": lambda body: member(body, "spec", "type") == "Logical",
    "privileged": lambda body: "os.modelarts/privileged" in (member(body, "metadata", "labels") or {}),
    "minimal": lambda body: len(json.dumps(body)) < 150,
    "full": lambda body: len(json.dumps(body)) > 2000,
}


@pytest.mark.parametrize("kind", KINDS_OF_POOLS)
def test_there_are_pools_of_every_kind(kind: str) -> None:
    with Mock([None] * 20, contract=CONTRACT) as mock:
        assert any(KINDS_OF_POOLS[kind](called(mock, name, method="GET").value) for name in mock.pools)
