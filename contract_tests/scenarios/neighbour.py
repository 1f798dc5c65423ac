"""Deleting one pool leaves the others alone."""

from poolcontract.scenario import Scenario, Step

SCENARIOS = (
    Scenario(
        id="neighbour",
        proves="after one pool was deleted another one is still there to be deleted",
        source="Status Codes, 200",
        steps=(Step(expects=(200,)), Step(expects=(200,))),
    ),
    Scenario(
        id="gone-after-another",
        proves="a pool that was deleted does not come back when another one is deleted",
        source="Status Codes, 404",
        steps=(Step(expects=(200,)), Step(expects=(200,)), Step(pool="first", expects=(404,))),
    ),
)
