"""A pool that cannot exist is not found."""

from poolcontract.scenario import Scenario, Step

SCENARIOS = (
    Scenario(
        id="absent-pool",
        proves="deleting a pool that is not there answers 404 with an error object",
        steps=(Step(pool="absent", expects=(404,)),),
    ),
)
