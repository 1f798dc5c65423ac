"""Two calls at the same moment: one deletes the pool, the other finds that it is gone."""

from poolcontract.scenario import Scenario, Step

SCENARIOS = (
    Scenario(
        id="two-at-once",
        proves="of two deletions at the same moment one succeeds, and the pool is gone",
        source="Status Codes, 404",
        steps=(Step(times=2, expects=(200, 404)), Step(pool="same", after_grace=True, expects=(404,))),
    ),
    Scenario(
        id="two-absent-at-once",
        proves="two calls at the same moment for a pool that is not there find none",
        source="Status Codes, 404",
        steps=(Step(pool="absent", times=2, expects=(404,)),),
    ),
)
