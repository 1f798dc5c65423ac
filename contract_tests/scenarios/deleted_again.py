"""A pool that was deleted is gone."""

from poolcontract.scenario import Scenario, Step

SCENARIOS = (
    Scenario(
        id="deleted-again",
        proves="a second deletion of the same pool answers 404",
        steps=(Step(expects=(200,)), Step(pool="same", expects=(404,)), Step(pool="same", expects=(404,))),
    ),
)
