"""What an OpenAPI document reads out of a request: parameters, credentials, and whether it conforms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from jsonschema import Draft202012Validator

from poolcontract.contract import Contract
from poolcontract.exchange import Request, parsed


class Reading(NamedTuple):
    """A request as the document sees it."""

    conforms: bool
    parameters: dict[str, str]
    credentials: tuple[str, ...]


def reading(contract: Contract, request: Request) -> Reading:
    """Read a request by the one operation of a contract; nothing is read where the path is another."""
    operation = contract.operations[0]
    node = contract.document["paths"][operation.path][operation.method.lower()]
    in_path = operation.path_values(request.target)
    if in_path is None:
        return Reading(conforms=False, parameters={}, credentials=_credentials(contract, request))
    values, fitting = {}, [request.method == operation.method, _fits_body(node.get("requestBody"), request)]
    for each in node["parameters"]:
        value = _value(each, in_path, request)
        if value is None:
            fitting.append(not each["required"])
        else:
            values[each["name"]] = value
            fitting.append(Draft202012Validator(each["schema"]).is_valid(value))
    return Reading(all(fitting), values, _credentials(contract, request))


def _value(parameter: Mapping[str, Any], in_path: dict[str, str], request: Request) -> str | None:
    if parameter["in"] == "path":
        return in_path.get(parameter["name"])
    if parameter["in"] == "query":
        return dict(parse_qsl(urlsplit(request.target).query)).get(parameter["name"])
    return request.header(parameter["name"])


def _fits_body(declared: Mapping[str, Any] | None, request: Request) -> bool:
    if not request.body:
        return declared is None or not declared["required"]
    media = (request.header("content-type") or "").partition(";")[0]
    if declared is None or media not in declared["content"]:
        return False
    schema = declared["content"][media].get("schema", {})
    return bool(Draft202012Validator(schema).is_valid(parsed(request.body)))


def _credentials(contract: Contract, request: Request) -> tuple[str, ...]:
    """The names of the security requirements that a request meets."""
    schemes = contract.document["components"]["securitySchemes"]
    return tuple(
        name
        for requirement in contract.document["security"]
        for name in requirement
        if schemes[name]["in"] == "header" and request.header(schemes[name]["name"]) is not None
    )
