"""Faults of the answers that refuse: what is accepted that should not be, and refusals badly told."""

# ruff: noqa: ARG002  a method has the parameters that others of its kind need

from __future__ import annotations

from .fault import fault
from .messages import Answer, Request
from .service import RefusedError, Service


class _Unread(Service):
    """Overlooks refusals of some status."""

    overlooked = 0

    def check_body(self, request: Request) -> None:
        try:
            super().check_body(request)
        except RefusedError as refused:
            if refused.answer.status != self.overlooked:
                raise


@fault("refusal/bodies-are-not-read")
class _BadBodies(_Unread):
    overlooked = 400


@fault("refusal/media-types-are-not-read")
class _BadTypes(_Unread):
    overlooked = 415


@fault("refusal/any-object-will-do")
class _AnyObject(Service):
    def check_body(self, request: Request) -> None:
        try:
            super().check_body(request)
        except RefusedError as refused:
            if b"nothing is to be said" not in refused.answer.body:
                raise


class _Told(Service):
    """Tells the refusals of a status in another way."""

    status = 400

    def finished(self, request: Request, answer: Answer) -> Answer:
        return self.told(answer) if answer.status == self.status else answer

    def told(self, answer: Answer) -> Answer:
        return answer


@fault("refusal/text-for-a-bad-body")
class _Text(_Told):
    def told(self, answer: Answer) -> Answer:
        return Answer(answer.status, [("Content-Type", "text/plain")], b"bad request")


@fault("refusal/list-of-errors-for-a-bad-body")
class _ListOfErrors(_Told):
    def told(self, answer: Answer) -> Answer:
        return self.in_json(answer.status, {"errors": [{"code": "ModelArts.50004001"}]})


@fault("refusal/number-for-a-code")
class _Number(_Told):
    def told(self, answer: Answer) -> Answer:
        return self.in_json(answer.status, {"error_code": 50004001, "error_msg": "this is no JSON"})


@fault("refusal/key-twice-for-a-bad-body")
class _Twice(_Told):
    def told(self, answer: Answer) -> Answer:
        answer.body = b'{"error_code": "x",' + answer.body[1:]
        return answer


@fault("refusal/unusual-for-a-media-type")
class _Unusual(_Told):
    status = 415

    def told(self, answer: Answer) -> Answer:
        answer.status = 422
        return answer


@fault("refusal/page-for-a-method")
class _Page(_Told):
    status = 405

    def told(self, answer: Answer) -> Answer:
        allow = next(each for each in answer.headers if each[0] == "Allow")
        return Answer(405, [allow, ("Content-Type", "text/html")], b"<h1>405</h1>")


@fault("refusal/message-a-list-for-a-method")
class _MessageList(_Told):
    status = 405

    def told(self, answer: Answer) -> Answer:
        answer.body = answer.body.replace(b'"not this way"', b'["not this way"]')
        return answer


@fault("refusal/not-implemented-for-a-method")
class _NotImplemented(_Told):
    status = 405

    def told(self, answer: Answer) -> Answer:
        answer.status = 501
        return answer


@fault("refusal/methods-do-nothing-and-say-fine")
class _Fine(Service):
    def other_method(self, request: Request, name: str) -> Answer:
        return self.in_json(200, {})


@fault("refusal/fails-for-a-method")
class _Fails(Service):
    def other_method(self, request: Request, name: str) -> Answer:
        return self.refusal(500, "ModelArts.50005000", "it went wrong")
