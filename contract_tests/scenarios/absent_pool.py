"""A pool that cannot exist is not found, however often it is asked for."""

from poolcontract.scenario import Scenario, Step

_OFTEN = 5

SCENARIOS = (
    Scenario(
        id="absent-pool",
        proves="deleting a pool that is not there answers 404 with an error object",
        source="Status Codes, 404",
        steps=(Step(pool="absent", expects=(404,)),),
    ),
    Scenario(
        id="absent-pool-again",
        proves=f"the same request is answered in the same way {_OFTEN} times",
        source="Status Codes, 404",
        steps=(Step(pool="absent", expects=(404,)), *(Step(pool="same", expects=(404,)),) * (_OFTEN - 1)),
    ),
)
