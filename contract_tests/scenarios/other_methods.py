"""Methods that the page does not document for this path do not delete a living pool."""

from poolcontract.scenario import Scenario, Step

_METHODS = ("POST", "PUT", "TRACE", "GET", "HEAD", "PATCH", "OPTIONS")

SCENARIOS = tuple(
    Scenario(
        id=f"method-{method.lower()}",
        proves=f"a {method} on a living pool leaves it there",
        steps=(
            Step(method=method, refusal="method", expects=(405, 501, 400)),
            Step(pool="same", expects=(200,)),
        ),
    )
    for method in _METHODS
)
