"""A pool that was deleted is gone: at once, or when the time is over that a deletion may take."""

from poolcontract.scenario import Scenario, Step

SCENARIOS = (
    Scenario(
        id="deleted-again",
        proves="a second deletion of the same pool answers 404, or 200 while the deletion may go on",
        source="Status Codes, 404",
        steps=(Step(expects=(200,)), *(Step(pool="same", expects=(404,)),) * 2),
    ),
    Scenario(
        id="deleted-for-good",
        proves="once the time for the deletion is over the pool is gone, and stays so",
        source="Status Codes, 404",
        steps=(Step(expects=(200,)), *(Step(pool="same", after_grace=True, expects=(404,)),) * 2),
    ),
)
