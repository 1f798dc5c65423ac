"""The service as it should be. Every method is a place where a fault can come in: a fault overrides one."""

# ruff: noqa: ARG002  a method has the parameters that others of its kind need

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from .bodies import Pool
from .messages import Answer, Request

ALLOWED = "DELETE, GET, HEAD, OPTIONS"
NOT_FOUND = "ModelArts.50015001"


class RefusedError(Exception):
    """Raised where a request goes no further, with the answer that it gets."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.status)
        self.answer = answer


class Service:
    """One project, one token, some pools. With `revives` a deleted pool is back after one 404."""

    longest = 1000
    """Characters of a target."""

    def __init__(self, pools: list[Pool], project: str, token: str, *, revives: bool = False) -> None:
        self.pools = {each.name: each for each in pools}
        self.project, self.token, self.revives = project, token, revives
        self.calls = 0
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Answer:
        """The answer to a request, whatever it is."""
        with self.alone():
            self.calls += 1
            try:
                answer = self.routed(request)
            except RefusedError as refused:
                answer = refused.answer
            return self.finished(request, answer)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """One request at a time."""
        with self._lock:
            yield

    def routed(self, request: Request) -> Answer:
        """Who calls, what for, and what with: looked at in this order."""
        self.check_caller(request)
        project, name = self.path_of(request)
        handlers = {"DELETE": self.delete, "GET": self.show, "HEAD": self.show, "OPTIONS": self.options}
        handler = handlers.get(request.method, self.other_method)
        if not self.is_ours(project):
            raise RefusedError(self.missing(name))
        return handler(request, name)

    def check_caller(self, request: Request) -> None:
        """Refuse who has no token, or another one."""
        token = request.headers.get("x-auth-token")
        if not self.is_valid(token):
            raise RefusedError(self.refusal(401, "APIGW.0301", "who are you?"))

    def is_valid(self, token: str | None) -> bool:
        """True for the one token."""
        return token == self.token

    def path_of(self, request: Request) -> tuple[str, str]:
        """Project and pool of a target; refuses a path of another form."""
        if len(request.target) > self.longest:
            raise RefusedError(self.refusal(414, "ModelArts.50004140", "this is too long a path"))
        parts = self.path_in(request.target).split("/")
        is_known = len(parts) == len(("", "v2", "project", "pools", "name"))
        if not is_known or (*parts[:2], parts[3]) != ("", "v2", "pools"):
            raise RefusedError(self.refusal(404, "ModelArts.50000404", "no such path"))
        return parts[2], self.name_in(parts[4])

    def path_in(self, target: str) -> str:
        """The path of a target, as it came."""
        return target.partition("?")[0]

    def name_in(self, segment: str) -> str:
        """The name that a segment spells, decoded once; refuses what is no percent-encoding of UTF-8."""
        try:
            return self.decoded(segment)
        except ValueError:
            raise RefusedError(self.refusal(400, "ModelArts.50004000", "the path cannot be read")) from None

    def decoded(self, segment: str) -> str:
        """A segment without its percent-encoding; raises `ValueError`."""
        first, *others = segment.split("%")
        if any(len(each) < len("2F") or not each[:2].isalnum() for each in others):
            raise ValueError(segment)
        parts = (bytes([int(each[:2], 16)]) + each[2:].encode("latin-1") for each in others)
        return (first.encode("latin-1") + b"".join(parts)).decode("utf-8")

    def is_ours(self, project: str) -> bool:
        """True for the one project."""
        return project == self.project

    def living(self, name: str) -> Pool | None:
        """The living pool of a name."""
        pool = self.pools.get(name)
        return pool if pool is not None and pool.lives else None

    def delete(self, request: Request, name: str) -> Answer:
        """The documented call."""
        self.check_body(request)
        pool = self.living(name)
        if pool is None:
            self.note_missing(name)
            return self.missing(name)
        self.remove(pool)
        return self.deleted(pool)

    def check_body(self, request: Request) -> None:
        """Refuse a media type that is not JSON, and all bodies but the empty object."""
        given = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
        if given != "application/json":
            raise RefusedError(self.refusal(415, "ModelArts.50004150", "only JSON is read"))
        if not request.body:
            return
        try:
            value = json.loads(request.body)
        except ValueError:
            raise RefusedError(self.refusal(400, "ModelArts.50004001", "this is no JSON")) from None
        if value != {} or isinstance(value, list):
            raise RefusedError(self.refusal(400, "ModelArts.50004002", "nothing is to be said"))

    def note_missing(self, name: str) -> None:
        """A pool that was deleted, and missed once, may be back."""
        if self.revives and name in self.pools:
            self.pools[name].lives = True

    def remove(self, pool: Pool) -> None:
        """What a deletion does."""
        pool.lives = False

    def deleted(self, pool: Pool) -> Answer:
        """The answer to a deletion."""
        value = pool.described()
        if "status" in value:
            value["status"]["phase"] = "Deleting"
        if pool.kind != "minimal":
            value["metadata"]["deletionTimestamp"] = self.now()
        return self.in_json(200, self.seen(value), in_chunks=pool.kind == "full")

    def seen(self, value: dict[str, Any]) -> Any:
        """What is shown of a pool that was deleted."""
        return value

    def now(self) -> str:
        """The time as it is written."""
        return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def show(self, request: Request, name: str) -> Answer:
        """The sibling call that shows a pool."""
        pool = self.living(name)
        return self.missing(name) if pool is None else self.in_json(200, pool.described())

    def options(self, request: Request, name: str) -> Answer:
        """What can be called here."""
        return Answer(204, [("Allow", ALLOWED)])

    def other_method(self, request: Request, name: str) -> Answer:
        """What cannot."""
        return self.refusal(405, "ModelArts.50004050", "not this way", ("Allow", ALLOWED))

    def missing(self, name: str) -> Answer:
        """The answer where there is no pool of a name."""
        return self.refusal(404, NOT_FOUND, "we have no such pool")

    def refusal(self, status: int, code: str, message: str, *headers: tuple[str, str]) -> Answer:
        """An answer that says why not."""
        answer = self.in_json(status, {"error_code": code, "error_msg": message})
        answer.headers.extend(headers)
        return answer

    def in_json(self, status: int, value: Any, *, in_chunks: bool = False) -> Answer:
        """An answer with a value for its body."""
        headers = [("Content-Type", "application/json; charset=UTF-8"), ("X-Request-Id", f"{self.calls:08x}")]
        return Answer(status, headers, self.text_of(value), in_chunks)

    def text_of(self, value: Any) -> bytes:
        """A value in JSON."""
        return json.dumps(value, ensure_ascii=False, indent=1).encode()

    def finished(self, request: Request, answer: Answer) -> Answer:
        """The last look at an answer."""
        return answer
