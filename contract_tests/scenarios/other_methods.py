"""Methods that the page does not document for this path do not delete a living pool."""

from poolcontract.scenario import Scenario, Step

_REFUSED = (405, 400)
_METHODS = {
    **dict.fromkeys(("POST", "PUT", "TRACE"), _REFUSED),
    **dict.fromkeys(("GET", "HEAD", "PATCH", "OPTIONS"), (200, *_REFUSED)),  # siblings document some of them
}

SCENARIOS = tuple(
    Scenario(
        id=f"method-{method.lower()}",
        proves=f"{method} on a living pool leaves it there",
        source="RFC 9110, 15.5.6" if expects is _REFUSED else "operations of the sibling pages",
        steps=(
            Step(method=method, refusal="method", expects=expects),
            Step(pool="same", method=method, refusal="method", expects=expects),
            Step(pool="same", expects=(200,)),
        ),
    )
    for method, expects in _METHODS.items()
)
