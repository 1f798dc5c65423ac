"""The calls around the deletion, one pool and all of them: read only, valid by schemas of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

import poolcontract.mock
from poolcontract.mock import Mock

from .grown_bodies import CONTRACT, SERIES
from .raw_calls import Answer, called

FOLDER = Path(poolcontract.mock.__file__).with_name("schemas")
SCHEMAS = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in FOLDER.glob("*.json")}
REGISTRY: Registry[Any] = Registry().with_resources(
    (f"{name}.json", Resource.from_contents(schema)) for name, schema in SCHEMAS.items()
)
VALIDATORS = {
    name: jsonschema.Draft202012Validator(schema, registry=REGISTRY) for name, schema in SCHEMAS.items()
}


def pool(name: str, phase: str = "Running", **labels: str) -> dict[str, Any]:
    told = {key.replace("__", "/").replace("_", "."): value for key, value in labels.items()}
    return {"kind": "Pool", "metadata": {"name": name, "labels": told}, "status": {"phase": phase}}


POOLS = [
    pool("a", os_modelarts__workspace_id="0", team="x"),
    pool("b", "Creating", os_modelarts__workspace_id="7"),
    pool("c", "CreationFailed", team="y"),
    {**pool("d", "Error", team="x"), "status": {"phase": "Error", "parent": "a"}},
    pool("e", "Waiting", team=""),
    {"kind": "Pool", "metadata": {"name": "f"}},
]


@pytest.fixture(scope="module")
def mock() -> Iterator[Mock]:
    with Mock(POOLS, project_id="p", projects={"q": ["pool-q"]}, contract=CONTRACT) as running:
        yield running


def listed(mock: Mock, query: str = "", project: str = "p", **more: Any) -> Answer:
    return called(mock, "", method="GET", target=f"/v2/{project}/pools{query}", **more)


def test_there_are_schemas_and_they_are_schemas() -> None:
    assert set(SCHEMAS) == {"PoolList", "ShownPool"}
    for validator in VALIDATORS.values():
        validator.check_schema(validator.schema)


def test_a_pool_is_shown_as_its_schema_has_it_and_as_the_deletion_answers_it() -> None:
    with Mock([None] * SERIES, contract=CONTRACT, deletion_time=60) as mock:
        for name in mock.pools:
            for _ in ("living", "being deleted"):
                shown = called(mock, name, method="GET")
                VALIDATORS["ShownPool"].validate(shown.value)
                answered = called(mock, name).value
                answered["metadata"].pop("deletionTimestamp", None)
                assert (shown.status, shown.value) == (200, answered)


def test_the_list_is_as_its_schema_has_it(mock: Mock) -> None:
    VALIDATORS["PoolList"].validate(listed(mock).value)
    with Mock([None] * SERIES, contract=CONTRACT) as many:
        answer = listed(many, project=many.project_id)
        VALIDATORS["PoolList"].validate(answer.value)
        assert [each["metadata"]["name"] for each in answer.value["items"]] == list(many.pools)
        assert answer.headers["content-type"] == "application/json"


WRONG: dict[str, tuple[str, Any]] = {
    "another kind": ("PoolList", {"kind": "Pool", "apiVersion": "v2", "items": []}),
    "items that are none": ("PoolList", {"kind": "PoolList", "apiVersion": "v2", "items": {}}),
    "an item without a name": (
        "PoolList",
        {"kind": "PoolList", "apiVersion": "v2", "items": [{"metadata": {}}]},
    ),
    "a pool that says when it was deleted": (
        "ShownPool",
        {"metadata": {"name": "a", "deletionTimestamp": "x"}},
    ),
    "a label that is a number": ("ShownPool", {"metadata": {"name": "a", "labels": {"b": 1}}}),
    "a list": ("ShownPool", []),
}


@pytest.mark.parametrize("case", WRONG)
def test_the_schemas_can_tell_what_is_wrong(case: str) -> None:
    name, value = WRONG[case]
    assert not VALIDATORS[name].is_valid(value)


FILTERED = {
    "": "abcdef",
    "?": "abcdef",
    "?workspaceId=0": "a",
    "?workspaceId=7": "b",
    "?workspaceId=": "",
    "?workspaceId=9": "",
    "?status=created": "adf",
    "?status=creating": "be",
    "?status=failed": "c",
    "?parent=a": "d",
    "?labelSelector=team": "acde",
    "?labelSelector=team=x": "ad",
    "?labelSelector=team==x": "ad",
    "?labelSelector=team%3Dx": "ad",
    "?labelSelector=team=": "e",
    "?labelSelector=os.modelarts/workspace.id=0,team=x": "a",
    "?labelSelector=team=x,team=y": "",
    "?labelSelector=team=x&status=created&parent=a": "d",
    "?limit=1&offset=2": "abcdef",
    "?WORKSPACEID=0": "abcdef",
}


@pytest.mark.parametrize("query", FILTERED)
def test_a_filter_leaves_what_fits(mock: Mock, query: str) -> None:
    answer = listed(mock, query)
    assert answer.status == 200
    assert "".join(each["metadata"]["name"] for each in answer.value["items"]) == FILTERED[query]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?status=gone", "status: one of created, failed, creating is expected"),
        ("?status=", "status: one of created, failed, creating is expected"),
        ("?labelSelector=", "labelSelector: KEY=VALUE or KEY is expected, with commas between"),
        ("?labelSelector=a=b,,c", "labelSelector: KEY=VALUE or KEY is expected, with commas between"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(mock: Mock, query: str, message: str) -> None:
    answer = listed(mock, query)
    assert (answer.status, answer.value) == (400, {"error_code": "ModelArts.50004000", "error_msg": message})


def test_each_project_lists_its_own(mock: Mock) -> None:
    assert [each["metadata"]["name"] for each in listed(mock, project="q").value["items"]] == ["pool-q"]
    assert listed(mock, project="nobody").value == {"kind": "PoolList", "apiVersion": "v2", "items": []}


@pytest.mark.parametrize("method", ["DELETE", "POST", "PUT", "PATCH", "OPTIONS"])
def test_the_list_can_only_be_read(mock: Mock, method: str) -> None:
    answer = called(mock, "", method=method, target="/v2/p/pools")
    assert (answer.status, answer.headers["allow"]) == (405, "GET")
    assert answer.value["error_code"] == "APIGW.0101"
    assert mock.pools == tuple("abcdef")


@pytest.mark.parametrize("target", ["/v2/p/pools", "/v2/p/pools/a"])
def test_reading_needs_credentials_too_and_changes_nothing(mock: Mock, target: str) -> None:
    assert called(mock, "", method="GET", target=target, token=None).status == 401
    assert called(mock, "", method="GET", target=target, token="wrong").status == 401  # noqa: S106  a mock's
    assert [called(mock, "", method="GET", target=target).status for _ in range(3)] == [200] * 3
    assert called(mock, "", method="HEAD", target=target).status == 405
    assert mock.pools == tuple("abcdef")
