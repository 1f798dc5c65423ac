"""The body of the request: the page shows `{ }` and documents none; both are served, all else is refused."""

from poolcontract.exchange import JSON
from poolcontract.scenario import Scenario, Step

_SERVED = {"no-body": b"", "empty-object": b"{}", "spaced-empty-object": b"{ }"}
_REFUSED = {
    "cut-body": (b"{", JSON, "malformed body"),
    "body-of-text": (b"delete it", JSON, "malformed body"),
    "body-of-an-array": (b"[]", JSON, "foreign body"),
    "body-of-other-members": (b'{"force": true}', JSON, "foreign body"),
    "body-in-xml": (b"<pool/>", (("content-type", "application/xml"),), "media type"),
}

SCENARIOS = (
    *(
        Scenario(
            id=name,
            proves=f"a request with the body {body.decode() or '(none)'} is served",
            source="decision A8",
            steps=(Step(body=body, headers=JSON if body else (), expects=(200,)),),
        )
        for name, body in _SERVED.items()
    ),
    *(
        Scenario(
            id=name,
            proves=f"a request is refused for its body ({refusal}), and the pool is still there",
            source="decision A8",
            steps=(
                Step(body=body, headers=headers, refusal=refusal, expects=(400, 415)),
                Step(pool="same", expects=(200,)),
            ),
        )
        for name, (body, headers, refusal) in _REFUSED.items()
    ),
)
