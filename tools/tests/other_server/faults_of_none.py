"""No faults: other ways in which a service may be right. Nothing may be found."""

# ruff: noqa: ARG002  a method has the parameters that others of its kind need

from __future__ import annotations

import json
import re
from typing import Any

from .fault import fault, of_bodies, of_deletions, of_missing, put, put_over
from .messages import Answer, Request, head_of, written
from .service import ALLOWED, RefusedError, Service
from .wire import Wire

_PLAIN_NAME = re.compile(r"[A-Za-z0-9._-]{1,128}")


@fault("lawful/forbidden-for-whom-it-does-not-know")
class _Forbidden(Service):
    def check_caller(self, request: Request) -> None:
        if not self.is_valid(request.headers.get("x-auth-token")):
            raise RefusedError(self.refusal(403, "APIGW.0302", "not for you"))


@fault("lawful/hidden-from-whom-it-does-not-know")
class _Hidden(Service):
    def check_caller(self, request: Request) -> None:
        if not self.is_valid(request.headers.get("x-auth-token")):
            raise RefusedError(self.missing(""))


@fault("lawful/forbidden-in-other-projects")
class _ForbiddenElsewhere(Service):
    def is_ours(self, project: str) -> bool:
        if not super().is_ours(project):
            raise RefusedError(self.refusal(403, "ModelArts.50004030", "not your project"))
        return True


@fault("lawful/odd-names-are-bad-requests")
class _BadNames(Service):
    def name_in(self, segment: str) -> str:
        name = super().name_in(segment)
        if not _PLAIN_NAME.fullmatch(name):
            raise RefusedError(self.refusal(400, "ModelArts.50004004", "this is no name"))
        return name


@fault("lawful/the-path-before-the-caller")
class _PathFirst(Service):
    def routed(self, request: Request) -> Answer:
        self.path_of(request)
        return super().routed(request)


@fault("lawful/the-pool-before-the-body")
class _PoolFirst(Service):
    def delete(self, request: Request, name: str) -> Answer:
        return super().delete(request, name) if self.living(name) else self.missing(name)


@fault("lawful/one-method-alone")
class _OneMethod(Service):
    def show(self, request: Request, name: str) -> Answer:
        return self.other_method(request, name)

    def options(self, request: Request, name: str) -> Answer:
        return self.other_method(request, name)

    def other_method(self, request: Request, name: str) -> Answer:
        return self.refusal(405, "ModelArts.50004050", "not this way", ("allow", "DELETE"))


@fault("lawful/options-with-a-body")
class _Options(Service):
    def options(self, request: Request, name: str) -> Answer:
        answer = self.in_json(200, {"methods": ALLOWED.split(", ")})
        answer.headers.append(("Allow", ALLOWED))
        return answer


@fault("lawful/json-in-ascii")
class _Ascii(Service):
    def text_of(self, value: Any) -> bytes:
        return json.dumps(value, separators=(",", ":")).encode()


@fault("lawful/much-white-space")
class _WhiteSpace(Service):
    def text_of(self, value: Any) -> bytes:
        return b"\r\n\t " + json.dumps(value, ensure_ascii=False, indent=8).encode() + b"\n\n"


for _name, _value in {
    "lawful/type-in-capitals": "Application/JSON",
    "lawful/charset-in-quotes": 'application/json; charset="utf-8"',
    "lawful/another-parameter": "application/json; v=2;charset=utf-8",
}.items():
    of_deletions(_name, lambda answer, value=_value: answer.header("Content-Type", value))
    of_missing(_name + "-when-absent", lambda answer, value=_value: answer.header("Content-Type", value))

of_missing(
    "lawful/more-of-an-error",
    lambda answer: setattr(answer, "body", answer.body.replace(b"{", b'{"request_id": "81",', 1)),
)

for _name, _change in {
    "lawful/members-of-later-editions": put("/spec/clusterFlavor", "modelarts.cce.large"),
    "lawful/members-of-nobody": put("/status/mood", {"is": ["fine", 3, None, True]}),
    "lawful/labels-of-others": put("/metadata/labels/example.org~1team", "a"),
    "lawful/time-with-an-offset": put_over("/metadata/creationTimestamp", "2025-02-03t05:05:06.7+01:00"),
    "lawful/nothing-available": put_over("/status/resources/available", []),
    "lawful/one-range-more": put_over("/spec/containerNetwork/cidr", "172.20.0.0/16,fd00:20::/64"),
    "lawful/count-as-a-float": put_over("/spec/resources/0/azs/0/count", 3.0),
    "lawful/long-message": put("/status/message", "é" * 100_000),
    "lawful/still-running": put_over("/status/phase", "Running"),
}.items():
    of_bodies(_name, _change)


def _written(answer: Answer, method: str) -> bytes:
    """The bytes of an answer whose body is to be sent by the letter."""
    return b"" if method == "HEAD" else answer.body


@fault("lawful/ends-with-the-connection")
class _NoLength(Wire):
    def on_the_wire(self, request: Request, answer: Answer) -> bytes:
        answer.header("Connection", "close")
        return head_of(answer) + _written(answer, request.method)


@fault("lawful/all-in-chunks")
class _AllInChunks(Wire):
    def on_the_wire(self, request: Request, answer: Answer) -> bytes:
        answer.in_chunks = answer.status != 204
        return written(answer, request.method)


@fault("lawful/no-reason-in-words")
class _NoReason(Wire):
    def on_the_wire(self, request: Request, answer: Answer) -> bytes:
        line, _, rest = written(answer, request.method).partition(b"\r\n")
        return line[: len("HTTP/1.1 200 ")] + b"\r\n" + rest


@fault("lawful/headers-in-other-letters")
class _Letters(Wire):
    def on_the_wire(self, request: Request, answer: Answer) -> bytes:
        answer.headers = [(name.upper(), f" {value}\t") for name, value in answer.headers]
        return written(answer, request.method)


@fault("lawful/headers-of-a-gateway")
class _Gateway(Wire):
    def on_the_wire(self, request: Request, answer: Answer) -> bytes:
        answer.headers += [("Via", "1.1 a"), ("Via", "1.1 b"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")]
        answer.headers += [("Server", ""), ("Vary", "Accept"), ("Strict-Transport-Security", "max-age=1")]
        return written(answer, request.method)


@fault("lawful/unknown-paths-in-words-of-the-framework")
class _Framework(Service):
    def path_of(self, request: Request) -> tuple[str, str]:
        try:
            project, name = super().path_of(request)
        except RefusedError as refused:
            headers = [("Content-Type", "text/html")]
            raise RefusedError(Answer(refused.answer.status, headers, b"<h1>No such page</h1>")) from None
        if name in ("", ".", ".."):
            raise RefusedError(Answer(404, [("Content-Type", "text/plain")], b"no such page"))
        return project, name
