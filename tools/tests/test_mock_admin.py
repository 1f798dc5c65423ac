"""What a test may ask of the mock itself: add pools, see what there is, start anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from poolcontract.errors import UsageError
from poolcontract.mock import Mock

from .grown_bodies import CONTRACT
from .raw_calls import Answer, called

BODY = {"kind": "Pool", "metadata": {"name": "given"}, "status": {"phase": "Abnormal"}}
JSON_TYPE = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def shared() -> Iterator[Mock]:
    given = {"project_id": "p", "projects": {"q": []}, "deletion_time": 60, "admin": True}
    with Mock(["a", "b"], contract=CONTRACT, **given) as running:  # type: ignore[arg-type]
        yield running


@pytest.fixture
def mock(shared: Mock) -> Mock:
    shared.reset()
    return shared


def asked(mock: Mock, method: str, path: str, value: Any = None, **more: Any) -> Answer:
    body = b"" if value is None else json.dumps(value).encode()
    given: dict[str, Any] = {"token": None, "body": body, "headers": JSON_TYPE, **more}
    return called(mock, "", method=method, target=f"/__mock__/{path}", **given)


ADDED: dict[str, tuple[Any, list[str]]] = {
    "a name": ("c", ["c"]),
    "a body": (BODY, ["given"]),
    "some of both": (["c", BODY, "d/e"], ["c", "given", "d/e"]),
    "an answer with items": ({"kind": "PoolList", "items": [BODY]}, ["given"]),
    "none": ([], []),
}


@pytest.mark.parametrize("case", ADDED)
def test_pools_are_added(mock: Mock, case: str) -> None:
    value, names = ADDED[case]
    answer = asked(mock, "POST", "pools", value)
    assert (answer.status, answer.value) == (201, {"created": names})
    assert answer.headers["content-type"] == "application/json"
    assert mock.pools == ("a", "b", *names)
    if "given" in names:
        assert called(mock, "given").value == BODY


def test_pools_are_added_to_another_project(mock: Mock) -> None:
    assert asked(mock, "POST", "pools?project=q", ["a", "c"]).status == 201
    assert mock.pools_by_project == {"p": ("a", "b"), "q": ("a", "c")}
    assert called(mock, "c").status == 404
    assert called(mock, "c", project="q").status == 200
    assert mock.create("d", project="q") == "d"
    assert mock.pools_by_project["q"] == ("a", "d")


REFUSED: dict[str, tuple[str, str, dict[str, Any], int, str]] = {
    "a name that is taken": ("POST", "pools", {"value": "a"}, 400, 'there is a pool "a" already'),
    "a name twice": ("POST", "pools", {"value": ["c", "c"]}, 400, 'there is a pool "c" already'),
    "one of many": ("POST", "pools", {"value": ["c", "d", "b"]}, 400, 'there is a pool "b" already'),
    "no name": (
        "POST",
        "pools",
        {"value": {}},
        400,
        "a pool has no name: a text is expected at /metadata/name",
    ),
    "an empty name": ("POST", "pools", {"value": ""}, 400, "a pool has no name"),
    "a name that is no text": ("POST", "pools", {"value": {"metadata": {"name": 1}}}, 400, "has no name"),
    "no object": ("POST", "pools", {"value": [["c"]]}, 400, 'a pool is a JSON object, not ["c"]'),
    "nothing": ("POST", "pools", {}, 400, "a pool has no name"),
    "no JSON": ("POST", "pools", {"body": b"{"}, 400, "the body is no JSON"),
    "deep": ("POST", "pools", {"body": b"[" * 100_000}, 400, "the body is no JSON"),
    "no media type": ("POST", "pools", {"value": "c", "headers": {}}, 400, "application/json is expected"),
    "a form": (
        "POST",
        "pools",
        {"value": "c", "headers": {"Content-Type": "text/plain"}},
        400,
        "is expected",
    ),
    "another project": ("POST", "pools?project=r", {"value": "c"}, 400, 'there is no project "r"'),
    "another call": ("POST", "frob", {"value": "c"}, 404, "there are /__mock__/state, /__mock__/reset"),
    "no call": ("GET", "", {}, 404, "there are /__mock__/state"),
    "reading what adds": ("GET", "pools", {}, 405, "POST is expected"),
    "posting what tells": ("POST", "state", {}, 405, "GET is expected"),
    "deleting": ("DELETE", "reset", {}, 405, "POST is expected"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_makes_no_sense_is_refused_and_does_nothing(mock: Mock, case: str) -> None:
    method, path, more, status, sentence = REFUSED[case]
    called(mock, "b")
    before = asked(mock, "GET", "state").value
    answer = asked(mock, method, path, **more)
    assert (answer.status, list(answer.value)) == (status, ["error"])
    assert sentence in answer.value["error"]
    assert ("allow" in answer.headers) == (status == 405)
    assert asked(mock, "GET", "state").value == before


def test_the_state_is_told_and_reset(mock: Mock) -> None:
    begun = asked(mock, "GET", "state").value
    (first, second) = begun["projects"]["p"].pop("items")
    assert (first["metadata"]["name"], second["metadata"]["name"]) == ("a", "b")
    empty: dict[str, list[str]] = {"living": [], "deleting": [], "deleted": [], "items": []}
    assert begun == {"projects": {"p": {"living": ["a", "b"], "deleting": [], "deleted": []}, "q": empty}}
    asked(mock, "POST", "pools", BODY)
    called(mock, "b")
    told = asked(mock, "GET", "state").value["projects"]["p"]
    (*_, deleting) = told.pop("items")
    assert deleting["status"]["phase"] == "Deleting"
    assert told == {"living": ["a", "given"], "deleting": ["b"], "deleted": []}
    reset = asked(mock, "POST", "reset").value["projects"]["p"]
    assert reset.pop("items") == [first, second]
    assert reset == {"living": ["a", "b"], "deleting": [], "deleted": []}


def test_a_pool_that_is_gone_may_come_again() -> None:
    with Mock(["a", "b"], contract=CONTRACT, admin=True) as mock:
        called(mock, "a")
        assert asked(mock, "POST", "pools", "a").status == 201
        assert mock.pools == ("b", "a")
        assert called(mock, "a").status == 200
        mock.reset()
        assert mock.pools == ("a", "b")


def test_one_that_is_being_deleted_may_not() -> None:
    with Mock(["a"], contract=CONTRACT, deletion_time=60) as mock:
        called(mock, "a")
        with pytest.raises(UsageError, match='there is a pool "a" already'):
            mock.create("a")


def test_after_a_reset_new_pools_look_as_they_did() -> None:
    with Mock([], contract=CONTRACT) as mock:
        first = called(mock, mock.create("c")).body
        mock.reset()
        assert called(mock, mock.create("c")).body == first


@pytest.mark.parametrize("call", ["GET state", "POST reset", "POST pools", "GET ", "DELETE pools"])
def test_unless_asked_for_there_is_nothing_of_the_kind(call: str) -> None:
    method, path = call.split(" ")
    with Mock(["a"], contract=CONTRACT) as mock:
        answer = asked(mock, method, path, "c", token="")
        unknown = called(mock, "", method=method, target="/elsewhere")
        assert (answer.status, answer.body) == (404, unknown.body)
        assert mock.pools == ("a",)


def test_faults_leave_it_alone() -> None:
    faults = ["json/bom", "undocumented-status", "state/another-deleted"]
    with Mock(["a", "b"], contract=CONTRACT, admin=True, faults=faults) as mock:
        assert asked(mock, "GET", "state").value["projects"][mock.project_id]["living"] == ["a", "b"]
