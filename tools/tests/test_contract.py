"""Contracts from files: the bundled one, small ones of a user's, and ones that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from poolcontract.contract import Contract, load
from poolcontract.errors import ContractError
from poolcontract.finding import Source
from poolcontract.instance import resolve, tokens_of
from poolcontract.operations import Operation

BUNDLED = load()
OPERATION = BUNDLED.operations[0]


def document(schema: Any, **more: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    responses = {"200": {"description": "fine", "content": content}}
    return {"openapi": "3.1.0", "paths": {"/things/{id}": {"get": {"responses": responses}}}, **more}


def loaded(folder: Path, files: dict[str, Any]) -> Contract:
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return load(folder / next(iter(files)))


def test_the_bundled_contract_has_one_operation() -> None:
    assert [(each.id, each.method) for each in BUNDLED.operations] == [("DeletePool", "DELETE")]
    assert OPERATION.path == "/v2/{project_id}/pools/{pool_name}"
    assert BUNDLED.bodies == ("Pool", "Error")
    assert len(BUNDLED.schemas) == 19
    assert OPERATION.responses[404].media_types == ("application/json",)


@pytest.mark.parametrize(
    ("target", "values"),
    [
        ("/v2/p/pools/a", {"project_id": "p", "pool_name": "a"}),
        ("/v2/p/pools/a%2Fb?x=1", {"project_id": "p", "pool_name": "a/b"}),
        ("/v2/p/pools/a#f", {"project_id": "p", "pool_name": "a"}),
        ("http://host/v2/p/pools/a", {"project_id": "p", "pool_name": "a"}),
        ("/v2/p/pools/..", {"project_id": "p", "pool_name": ".."}),
        ("/v2/p/pools/", None),
        ("/v2/p/pools", None),
        ("/v2/p/pools/a/", None),
        ("/v2//pools/a", None),
        ("/v1/p/pools/a", None),
        ("/v2/p/Pools/a", None),
        ("http://[::1/v2/p/pools/a", None),
        ("", None),
    ],
)
def test_path_values_of_a_raw_target(target: str, values: dict[str, str] | None) -> None:
    assert OPERATION.path_values(target) == values
    assert (BUNDLED.operation_at(target) is OPERATION) == (values is not None)


@given(st.text())
def test_path_values_never_raise(target: str) -> None:
    OPERATION.path_values(target)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({}, "Pool"),
        ({"kind": "Pool"}, "Pool"),
        ({"metadata": {}}, "Pool"),
        ({"kind": "PoolList", "apiVersion": "v2"}, "Pool"),
        ({"kind": "Deployment", "apiVersion": "apps/v1", "metadata": {}, "spec": {}}, None),
        ({"error_code": "x"}, "Error"),
        ({"error_msg": None}, "Error"),
        ({"name": "left-pad", "version": "1.0.0"}, None),
        ([], None),
        ("text", None),
        (None, None),
    ],
)
def test_a_body_is_recognised_by_its_members(body: Any, name: str | None) -> None:
    assert BUNDLED.recognise(body) == name


def test_walking_tells_row_and_owner() -> None:
    body = {"status": {"phase": "Running", "resources": {"available": [{"azs": [{"count": 0}]}]}}}
    places = {place.pointer: place for place in BUNDLED.walk(body, "Pool")}
    assert places["/status"].source == Source(3, "status")
    assert places["/status"].name == "PoolStatus"
    assert places["/status/phase"].source == Source(14, "phase")
    assert places["/status/phase"].owner == "PoolStatus"
    deep = places["/status/resources/available/0/azs/0/count"]
    assert (deep.source, deep.owner, deep.value) == (Source(16, "count"), "PoolNodeAz", 0)
    assert all(resolve(body, pointer) is place.value for pointer, place in places.items())


def test_one_place_is_found_as_the_walk_finds_it() -> None:
    resources = {
        "creating": {"count": 1},
        "available": [{"flavor": "a", "azs": [{"count": 0}], "extendParams": {"x": 1}}],
    }
    body = {"metadata": {"labels": {"os.modelarts/name": "x"}}, "status": {"resources": resources}}
    for place in BUNDLED.walk(body, "Pool"):
        tokens = [int(each) if each.isdigit() else each for each in tokens_of(place.pointer)]
        assert BUNDLED.place(body, "Pool", tokens) == place
    assert BUNDLED.place({"spec": {"x": [1]}}, "Pool", ["spec", "x", 0]).pointer == "/spec"


@pytest.mark.parametrize("name", sorted(BUNDLED.schemas))
def test_a_bundle_is_a_schema_of_its_own(name: str) -> None:
    bundle = BUNDLED.bundle(name)
    Draft202012Validator.check_schema(bundle)
    assert Draft202012Validator(bundle).is_valid({})
    assert not Draft202012Validator(bundle).is_valid([])


def test_a_bundle_of_nothing_is_refused() -> None:
    with pytest.raises(ContractError, match="no schema Pol"):
        BUNDLED.bundle("Pol")


def test_references_are_followed_in_files_and_components(tmp_path: Path) -> None:
    files = {
        "api.json": document(
            {"$ref": "#/components/schemas/Thing"},
            components={"schemas": {"Thing": {"properties": {"part": {"$ref": "parts/Part.json"}}}}},
        ),
        "parts/Part.json": {"$id": "x", "type": "object", "properties": {"size": {"$ref": "#/$defs/size"}},
                            "$defs": {"size": {"type": "integer"}}},
    }  # fmt: skip
    contract = loaded(tmp_path, files)
    assert set(contract.schemas) == {"Thing", "Part", "size"}
    places = [(place.pointer, place.name) for place in contract.walk({"part": {"size": 1}}, "Thing")]
    assert places == [("", "Thing"), ("/part", "Part"), ("/part/size", "size")]


def test_a_schema_may_hold_itself(tmp_path: Path) -> None:
    tree = {"type": "object", "properties": {"left": {"$ref": "Tree.json"}}}
    contract = loaded(tmp_path, {"api.json": document({"$ref": "Tree.json"}), "Tree.json": tree})
    assert len(list(contract.walk({"left": {"left": {}}}, "Tree"))) == 3
    assert Draft202012Validator(contract.bundle("Tree")).is_valid({"left": {"left": {}}})


def test_a_schema_that_is_only_a_reference_to_itself_is_refused(tmp_path: Path) -> None:
    files = {"api.json": document({"$ref": "Loop.json"}), "Loop.json": {"$ref": "Loop.json"}}
    with pytest.raises(ContractError, match="schema Loop refers to itself"):
        loaded(tmp_path, files)


UNUSABLE = {
    "no paths": ({"api.json": {"openapi": "3.1.0"}}, "no paths"),
    "no object": ({"api.json": [1]}, "holds no object"),
    "no JSON": ({"api.json": "{"}, "the text ends"),
    "no YAML": ({"api.yaml": "a: [1"}, "line"),
    "key twice": ({"api.yaml": "a: 1\na: 2"}, "stands twice"),
    "no operation": ({"api.json": {"paths": {}}}, "no operation"),
    "path is no object": ({"api.json": {"paths": {"/a": 1}}}, "wrongly built"),
    "no responses": ({"api.json": {"paths": {"/a": {"get": {}}}}}, "wrongly built"),
    "missing file": ({"api.json": document({"$ref": "None.json"})}, "cannot be read"),
    "missing place": ({"api.json": document({"$ref": "#/components/x"})}, "no object at"),
    "remote": ({"api.json": document({"$ref": "https://example.com/x.json"})}, "only files of the contract"),
    "file url": ({"api.json": document({"$ref": "file:///etc/passwd"})}, "only files of the contract"),
    "outside": ({"api.json": document({"$ref": "../../etc/hosts.json"})}, "leads out"),
    "no text": ({"api.json": document({"$ref": 5})}, "no text"),
}


@pytest.mark.parametrize("case", sorted(UNUSABLE))
def test_what_cannot_be_used_gets_a_sentence(case: str, tmp_path: Path) -> None:
    files, words = UNUSABLE[case]
    with pytest.raises(ContractError, match=words):
        loaded(tmp_path, files)


def test_a_contract_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="cannot be read"):
        load(tmp_path / "none")


def test_an_operation_knows_any_template() -> None:
    operation = Operation("x", "GET", "/a/{b}/c", (), {})
    assert operation.path_values("/a/%41/c") == {"b": "A"}
