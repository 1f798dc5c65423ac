"""Faults of access: who may call, and what a refused call does."""

from __future__ import annotations

from collections.abc import Callable

from .fault import fault
from .messages import Answer, Request
from .service import NOT_FOUND, RefusedError, Service


def _valid_if(name: str, is_valid: Callable[[str | None, str], bool]) -> None:
    """Register a fault by which a token (first) passes for the right one (second)."""

    class Lax(Service):
        def is_valid(self, token: str | None) -> bool:
            return is_valid(token, self.token)

    fault(name)(Lax)


for _name, _is_valid in {
    "access/nobody-is-asked": lambda _, __: True,
    "access/no-token-passes": lambda token, right: token in (None, right),
    "access/empty-token-passes": lambda token, right: token in ("", right),
    "access/any-token-passes": lambda token, _: bool(token),
    "access/any-header-passes": lambda token, _: token is not None,
    "access/first-letters-are-compared": lambda token, right: (token or "-")[:4] == right[:4],
    "access/case-is-ignored": lambda token, right: (token or "").lower() == right.lower(),
    "access/token-without-its-end": lambda token, right: bool(token) and right.startswith(token or "-"),
}.items():
    _valid_if(_name, _is_valid)


@fault("access/remembered-from-the-last-call")
class _Remembered(Service):
    known = 0

    def is_valid(self, token: str | None) -> bool:
        right = super().is_valid(token)
        self.known = 3 if right else self.known - 1
        return right or self.known == 2


@fault("access/asked-after-the-deed")
class _AfterTheDeed(Service):
    def check_caller(self, request: Request) -> None:
        try:
            super().check_caller(request)
        except RefusedError:
            pool = self.living(self.path_of(request)[1]) if request.method == "DELETE" else None
            if pool is not None:
                self.remove(pool)
            raise


@fault("access/wrong-token-refused-but-deleted")
class _WrongDeletes(Service):
    def check_caller(self, request: Request) -> None:
        try:
            super().check_caller(request)
        except RefusedError:
            pool = self.living(self.path_of(request)[1])
            if pool is not None and request.headers.get("x-auth-token"):
                self.remove(pool)
            raise


def _refused_by(name: str, answer: Callable[[Service], Answer]) -> None:
    """Register a fault by which a caller is refused in another way."""

    class Refused(Service):
        def check_caller(self, request: Request) -> None:
            if not self.is_valid(request.headers.get("x-auth-token")):
                raise RefusedError(answer(self))

    fault(name)(Refused)


for _name, _answer in {
    "access/forbidden-without-a-word": lambda _: Answer(403),
    "access/refused-with-a-page": lambda _: Answer(401, [("Content-Type", "text/html")], b"<h1>Login</h1>"),
    "access/refused-by-success": lambda server: server.in_json(
        200, {"error_code": NOT_FOUND, "error_msg": "who are you?"}
    ),
    "access/sent-to-the-login": lambda _: Answer(302, [("Location", "https://login.example.org/")]),
    "access/fails-without-a-token": lambda server: server.refusal(500, "ModelArts.50005000", "no user"),
    "access/no-content-without-a-token": lambda _: Answer(204),
    "access/refused-as-a-teapot": lambda server: server.refusal(418, "ModelArts.50004180", "no user"),
    "access/refused-with-a-number-for-a-code": lambda server: server.in_json(
        401, {"error_code": 401, "error_msg": "who are you?"}
    ),
    "access/refused-in-other-words": lambda server: server.in_json(
        401, {"code": "Unauthorized", "message": "who are you?"}
    ),
}.items():
    _refused_by(_name, _answer)


@fault("access/other-methods-are-open")
class _OpenMethods(Service):
    def check_caller(self, request: Request) -> None:
        if request.method == "DELETE":
            super().check_caller(request)


@fault("access/open-to-the-console")
class _OpenToConsole(Service):
    def check_caller(self, request: Request) -> None:
        if request.headers.get("request-type") != "console":
            super().check_caller(request)
