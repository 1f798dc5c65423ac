"""Faults by which an answer tells what nobody should read in it."""

# ruff: noqa: ARG002  a method has the parameters that others of its kind need

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from .fault import fault, of_bodies, put
from .messages import Answer, Request
from .service import RefusedError, Service

_PYTHON = (
    "Traceback (most recent call last):\n"
    '  File "/srv/pools/api.py", line 81, in delete\n    row = rows[0]\nIndexError: list index out of range'
)
_JAVA = (
    "java.lang.NullPointerException: pool\n\tat com.example.pools.Dao.find(Dao.java:81)\n"
    "\tat com.example.pools.Api.delete(Api.java:17)"
)
_GO = "panic: runtime error: index out of range\n\ngoroutine 81 [running]:\nmain.find(0x0)\n\t/src/main.go:17"
_INSIDE = "connect to 10.81.3.4:5432 refused"
_SERVICE = "no endpoints for pools-store.prod.svc.cluster.local"


def _explained(name: str, message: str) -> None:
    """Register a fault by which a 404 explains itself too well."""

    class Explains(Service):
        def missing(self, name: str) -> Answer:
            return self.refusal(404, "ModelArts.50015001", message)

    fault(name)(Explains)


for _name, _message in {
    "leak/trace-of-python": _PYTHON,
    "leak/trace-of-java": _JAVA,
    "leak/trace-of-go": _GO,
    "leak/address-of-the-store": _INSIDE,
    "leak/name-of-the-store": _SERVICE,
}.items():
    _explained(_name, _message)


class _Echo(Service):
    """Knows the token of the call under way."""

    def finished(self, request: Request, answer: Answer) -> Answer:
        token = request.headers.get("x-auth-token", "")
        return self.echoed(super().finished(request, answer), token) if token else answer

    def echoed(self, answer: Answer, token: str) -> Answer:
        return answer


@fault("leak/token-in-a-header")
class _EchoHeader(_Echo):
    def echoed(self, answer: Answer, token: str) -> Answer:
        answer.headers.append(("X-Debug-Caller", f"token={token}"))
        return answer


@fault("leak/token-in-a-cookie")
class _EchoCookie(_Echo):
    def echoed(self, answer: Answer, token: str) -> Answer:
        answer.headers.append(("Set-Cookie", f"session={quote(token, safe='')}; Path=/"))
        return answer


@fault("leak/token-in-the-new-token")
class _EchoSubject(_Echo):
    def echoed(self, answer: Answer, token: str) -> Answer:
        answer.headers.append(("X-Subject-Token", token))
        return answer


@fault("leak/token-in-the-pool")
class _EchoBody(_Echo):
    def echoed(self, answer: Answer, token: str) -> Answer:
        if answer.status == 200:
            answer.body = answer.body.replace(b'"metadata": {', f'"metadata": {{"by": "{token}",'.encode())
        return answer


@fault("leak/wrong-token-in-the-refusal")
class _EchoRefusal(Service):
    def check_caller(self, request: Request) -> None:
        token = request.headers.get("x-auth-token")
        if not self.is_valid(token):
            raise RefusedError(self.refusal(401, "APIGW.0301", f"token {token} has no user"))


@fault("leak/token-when-missing")
class _EchoMissing(_Echo):
    def echoed(self, answer: Answer, token: str) -> Answer:
        if answer.status == 404:
            answer.body = answer.body.replace(b"we have no such pool", f"curl -H {token} failed".encode())
        return answer


for _name, _pointer, _value in (
    ("leak/key-of-the-account", "/metadata/secretAccessKey", "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY"),
    ("leak/password-of-the-store", "/spec/dbPassword", "hunter2hunter2"),
    (
        "leak/private-key",
        "/spec/userLogin/sshKey",
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----",
    ),
    ("leak/trace-in-the-message", "/status/message", _PYTHON),
):
    of_bodies(_name, put(_pointer, _value))


@fault("leak/trace-of-a-bad-body")
class _TraceOfBadBody(Service):
    def check_body(self, request: Request) -> None:
        try:
            super().check_body(request)
        except RefusedError:
            raise RefusedError(self.refusal(400, "ModelArts.50004001", _JAVA)) from None


@fault("leak/debug-page-for-methods")
class _DebugPage(Service):
    def other_method(self, request: Request, name: str) -> Answer:
        answer: Any = super().other_method(request, name)
        answer.header("Content-Type", "text/plain")
        answer.body = _PYTHON.encode()
        return answer
