"""How a step becomes a request: its target, and the token that it carries or lacks."""

from __future__ import annotations

from dataclasses import replace
from secrets import token_hex
from urllib.parse import quote

from poolcontract.exchange import Headers, Request
from poolcontract.operations import Operation
from poolcontract.scenario import Credentials


def target_in(operation: Operation, project_id: str, segment: str) -> str:
    """The operation's path with a project and a pool's name, the name as it is spelled."""
    values = iter((quote(project_id, safe=""), segment))
    return "/".join(next(values) if part.startswith("{") else part for part in operation.path.split("/"))


def with_token(request: Request, which: Credentials, token: str) -> Request:
    """A request with a token, where there is one, with another, with an empty one or with none."""
    tokens = {"valid": token or None, "empty": "", "wrong": f"wrong-{token_hex(8)}", "none": None}
    value = tokens[which]
    header: Headers = () if value is None else (("X-Auth-Token", value),)
    return replace(request, headers=(*header, *request.headers))
