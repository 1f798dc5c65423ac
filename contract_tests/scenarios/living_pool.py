"""A living pool is deleted and described in the answer."""

from poolcontract.scenario import Scenario, Step

SCENARIOS = (
    Scenario(
        id="living-pool",
        proves="deleting a pool that is there answers 200 with its description",
        source="Status Codes, 200",
        steps=(Step(expects=(200,)),),
    ),
)
