"""Faults of the answer's head: status, media type, headers, redirects."""

# ruff: noqa: ARG002  a method has the parameters that others of its kind need

from __future__ import annotations

from .fault import fault, of_deletions, of_missing
from .messages import Answer, Request
from .service import NOT_FOUND, RefusedError, Service


def _status(status: int, *, body: bool = True) -> object:
    def change(answer: Answer) -> None:
        answer.status = status
        if not body:
            answer.body, answer.in_chunks = b"", False

    return change


def _type(value: str | None, name: str = "Content-Type") -> object:
    return lambda answer: answer.header(name, value)


def _also(name: str, value: str) -> object:
    return lambda answer: answer.headers.append((name, value))


def _away(status: int, where: str) -> object:
    def change(answer: Answer) -> None:
        answer.status, answer.body, answer.in_chunks = status, b"", False
        answer.headers = [("Location", where)]

    return change


for _name, _change in {
    "status/accepted": _status(202),
    "status/created": _status(201),
    "status/no-content": _status(204, body=False),
    "status/multi": _status(207),
    "status/not-there-for-all": _status(404),
    "status/conflict-always": _status(409),
    "status/beyond-all-numbers": _status(599),
    "media/html": _type("text/html"),
    "media/text": _type("text/plain; charset=utf-8"),
    "media/none": _type(None),
    "media/bytes": _type("application/octet-stream"),
    "media/vendor": _type("application/vnd.pools.v2+json"),
    "media/mistyped": _type("application-json"),
    "media/a-list-of-them": _type("text/html, application/json"),
    "media/latin-1-charset": _type("application/json; charset=ISO-8859-1"),
    "media/charset-of-another-service": _type('application/json; charset="GBK"'),
    "header/second-type": _also("content-type", "text/html"),
    "header/second-type-alike": _also("content-type", "application/json;charset=UTF-8"),
    "redirect/of-every-deletion": _away(307, "/v2/elsewhere/pools/another"),
    "redirect/to-a-task": _away(303, "/v2/tasks/81"),
    "redirect/to-a-page": _away(302, "https://login.example.org/?back=pools"),
    "redirect/not-modified": _status(304, body=False),
}.items():
    of_deletions(_name, _change)

for _name, _change in {
    "status/gone": _status(410),
    "status/bad-request-when-absent": _status(400),
    "status/fails-when-absent": _status(500),
    "status/fine-when-absent": _status(200),
    "status/forbidden-when-absent": _status(403),
    "status/nothing-when-absent": _status(204, body=False),
    "media/problem-when-absent": _type("application/problem+json"),
    "redirect/to-a-list-when-absent": _away(301, "/v2/pools"),
}.items():
    of_missing(_name, _change)


@fault("status/unavailable-always")
class _Unavailable(Service):
    def delete(self, request: Request, name: str) -> Answer:
        return self.refusal(503, "ModelArts.50005030", "not now", ("Retry-After", "60"))


@fault("status/fails-on-a-bad-body")
class _FailsOnBadBody(Service):
    def check_body(self, request: Request) -> None:
        try:
            super().check_body(request)
        except RefusedError:
            raise RefusedError(self.refusal(500, "ModelArts.50005000", "it went wrong")) from None


@fault("status/bad-request-with-the-empty-object")
class _RefusesEmptyObject(Service):
    def check_body(self, request: Request) -> None:
        super().check_body(request)
        if request.body:
            raise RefusedError(self.refusal(400, "ModelArts.50004002", "nothing is to be said"))


@fault("status/refuses-the-documented-header")
class _RefusesHeader(Service):
    def check_body(self, request: Request) -> None:
        super().check_body(request)
        if "request-type" in request.headers:
            raise RefusedError(self.refusal(400, "ModelArts.50004003", "what header is this?"))


@fault("status/success-with-an-error-inside")
class _SuccessWithError(Service):
    def missing(self, name: str) -> Answer:
        return self.in_json(200, {"error_code": NOT_FOUND, "error_msg": "we have no such pool"})


@fault("header/no-allow")
class _NoAllow(Service):
    def other_method(self, request: Request, name: str) -> Answer:
        return self.refusal(405, "ModelArts.50004050", "not this way")


@fault("redirect/of-other-methods")
class _RedirectsMethods(Service):
    def other_method(self, request: Request, name: str) -> Answer:
        return Answer(308, [("Location", "/v1/" + name)])
