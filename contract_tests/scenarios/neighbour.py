"""Deleting one pool leaves the others alone."""

from poolcontract.scenario import Scenario, Step

SCENARIOS = (
    Scenario(
        id="neighbour",
        proves="after one pool was deleted another one is still there to be deleted",
        steps=(Step(expects=(200,)), Step(expects=(200,))),
    ),
)
