"""openapi.yaml and schemas/ as others read them, and the manners of what stands in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from referencing import Registry, Resource
from referencing.exceptions import NoSuchResource

from poolcontract.contract import load
from poolcontract.exchange import Exchange, Request, Response
from poolcontract.finding import Severity
from poolcontract.judge import Judge
from poolcontract.operations import source_of

from .document_files import OPENAPI, SCHEMAS, extensions, keywords, read
from .mutation import nodes

DIALECT = "https://json-schema.org/draft/2020-12/schema"
EXTENSIONS = ["x-contradiction", "x-flags", "x-known-members", "x-source", "x-source-edition"]
CONTRACT = load()
DOCUMENT = read(OPENAPI)
OPERATION = CONTRACT.operations[0]
NODE = DOCUMENT["paths"][OPERATION.path][OPERATION.method.lower()]
BY_NAME = {file.stem: read(file) for file in SCHEMAS}


def test_openapi_is_valid() -> None:
    validate(DOCUMENT, cls=OpenAPIV31SpecValidator, base_uri=OPENAPI.as_uri())


def test_schemathesis_loads_openapi_and_finds_its_operation() -> None:
    schema = schemathesis.openapi.from_path(str(OPENAPI))
    found = [each.ok() for each in schema.get_all_operations()]
    assert [(each.method.upper(), each.path) for each in found] == [(OPERATION.method, OPERATION.path)]
    assert sorted(found[0].responses.status_codes) == ["200", "404"]


def test_every_schema_file_is_reached_from_openapi() -> None:
    assert sorted(CONTRACT.schemas) == sorted(BY_NAME)


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.name)
def test_a_schema_has_its_manners(file: Path) -> None:
    schema = BY_NAME[file.stem]
    assert (schema["$schema"], schema["$id"]) == (DIALECT, file.name)
    assert schema["title"]
    assert schema["description"]
    assert source_of(schema)
    Draft202012Validator.check_schema(schema)
    for member, node in schema["properties"].items():
        source = source_of(node)
        assert node["description"], member
        assert source, member
        assert (source.table, source.row) == (schema["x-source"]["table"], member)


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.name)
def test_no_list_has_a_value_twice(file: Path) -> None:
    for place, node in nodes(BY_NAME[file.stem]):
        for keyword in ("enum", "x-flags", "examples", "x-known-members", "required"):
            values = [repr(each) for each in node.get(keyword, ())]
            assert len(values) == len(set(values)), f"{place}/{keyword}"


@pytest.mark.parametrize("file", SCHEMAS, ids=lambda file: file.name)
def test_the_examples_of_a_schema_are_valid(file: Path) -> None:
    for place, node in nodes(BY_NAME[file.stem]):
        judge = validator({"$id": file.name, **node})
        assert not [each for each in node.get("examples", ()) if not judge.is_valid(each)], place


def test_every_property_that_needs_an_example_has_one() -> None:
    """What neither a list, nor a schema of its own, nor its type alone gives values to."""
    lacking = [
        f"{name}.{member}"
        for name, schema in BY_NAME.items()
        for member, node in schema["properties"].items()
        if not node.keys() & {"examples", "enum", "$ref", "items", "anyOf"}
    ]
    assert not lacking


def validator(schema: Any) -> Draft202012Validator:
    """A validator that finds the sibling files and fetches nothing."""

    def retrieve(uri: str) -> Resource[Any]:
        if uri.removesuffix(".json") not in BY_NAME:
            raise NoSuchResource(ref=uri)
        return Resource.from_contents(BY_NAME[uri.removesuffix(".json")])

    return Draft202012Validator(schema, registry=Registry(retrieve=retrieve))


@pytest.mark.parametrize("status", NODE["responses"])
def test_the_example_of_an_answer_is_judged_clean(status: str) -> None:
    body = NODE["responses"][status]["content"]["application/json"]["example"]
    found = Judge(CONTRACT).check(body, OPERATION.responses[int(status)].schema)
    assert [each for each in found if each.severity > Severity.INFO] == []


@pytest.mark.parametrize("status", NODE["responses"])
def test_the_examples_make_a_clean_exchange(status: str) -> None:
    values = {each["name"]: each["example"] for each in NODE["parameters"]}
    headers = tuple((each["name"], each["example"]) for each in NODE["parameters"] if each["in"] == "header")
    sent = Request(method=OPERATION.method, target=OPERATION.path.format(**values), headers=headers)
    media_type, media = next(iter(NODE["responses"][status]["content"].items()))
    body = json.dumps(media["example"]).encode()
    came = Response(status=int(status), headers=(("content-type", media_type),), body=body)
    found = list(Judge(CONTRACT).check_exchange(Exchange(request=sent, response=came)))
    assert [each for each in found if each.severity > Severity.INFO] == []


@pytest.mark.parametrize("parameter", NODE["parameters"], ids=lambda each: each["name"])
def test_a_parameter_has_its_manners(parameter: dict[str, Any]) -> None:
    assert source_of(parameter)
    assert parameter["description"]
    assert Draft202012Validator(parameter["schema"]).is_valid(parameter["example"])


def test_every_extension_is_one_of_ours() -> None:
    assert extensions() == EXTENSIONS


def test_a_contradiction_has_both_sides_and_a_decision() -> None:
    found = [node.value for node in keywords() if node.keyword == "x-contradiction"]
    assert len(found) == 10
    for each in found:
        assert list(each) == ["id", "table", "example", "accepted"]
        assert all(each.values())
