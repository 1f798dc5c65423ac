"""What a test may ask of the mock itself, beside the service: add pools, see what there is, start anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from poolcontract.errors import UsageError
from poolcontract.exchange import JSON, Request, Response, parsed
from poolcontract.instance import ABSENT
from poolcontract.masking import shown
from poolcontract.mock.answers import encoded
from poolcontract.mock.pools import pools_in
from poolcontract.mock.projects import Projects
from poolcontract.mock.service import Service

PREFIX = "/__mock__/"


@dataclass(frozen=True, slots=True)
class Admin:
    """Answers the calls below `PREFIX`, which need no credentials and know no faults; JSON in and out.

    `GET state`, `POST reset`, and `POST pools` with the pools to add: a body, a name, a list of these, or an
    object that holds such a list as `items`. `?project=ID` names another project than the first.
    """

    projects: Projects

    def answer(self, request: Request) -> Response | None:
        """The answer to a call that is meant for the mock itself; None for any other."""
        path, _, query = request.target.partition("?")
        if not path.startswith(PREFIX):
            return None
        call = {"state": ("GET", self._state), "reset": ("POST", self._reset), "pools": ("POST", self._add)}
        method, answered = call.get(path.removeprefix(PREFIX), (None, None))
        if method is None or answered is None:
            return _said(HTTPStatus.NOT_FOUND, error=f"there are {', '.join(PREFIX + each for each in call)}")
        if request.method != method:
            answer = _said(HTTPStatus.METHOD_NOT_ALLOWED, error=f"{method} is expected")
            return Response(status=answer.status, headers=(*JSON, ("allow", method)), body=answer.body)
        try:
            return _on(answered, request, self._meant(query))
        except UsageError as error:
            return _said(HTTPStatus.BAD_REQUEST, error=str(error))

    def _meant(self, query: str) -> Service:
        wanted = dict(parse_qsl(query, errors="replace")).get("project", self.projects.first.project_id)
        if wanted not in self.projects.services:
            raise UsageError(f"there is no project {shown(wanted)}")
        return self.projects.services[wanted]

    def _state(self, _body: Any, _service: Service) -> Response:
        projects = {key: service.pools.state() for key, service in self.projects.services.items()}
        return _said(HTTPStatus.OK, projects=projects)

    def _reset(self, body: Any, service: Service) -> Response:
        self.projects.reset()
        return self._state(body, service)

    def _add(self, body: Any, service: Service) -> Response:
        return _said(HTTPStatus.CREATED, created=service.pools.create_all(pools_in(body)))


def _on(answered: Callable[[Any, Service], Response], request: Request, service: Service) -> Response:
    """The call with its body as a value; raises `UsageError` where it has one that is no JSON."""
    body = parsed(request.body) if request.body.strip() else {}
    if body is ABSENT:
        raise UsageError("the body is no JSON")
    if request.body.strip() and not (request.header("content-type") or "").startswith("application/json"):
        raise UsageError("Content-Type: application/json is expected")  # what no foreign web page can send
    return answered(body, service)


def _said(status: HTTPStatus, **members: Any) -> Response:
    return Response(status=status, headers=JSON, body=encoded(members))
