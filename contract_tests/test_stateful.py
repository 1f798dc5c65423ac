"""A random walk over pools: whatever the order of calls, a pool is deleted once and then gone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from poolcontract.plugin import RUN_OPTIONS
from poolcontract.record import Result
from poolcontract.run import Run
from poolcontract.scenario import Step
from poolcontract.shrinking import with_smallest

_DELETE = Step(expects=(200,))
_AGAIN = Step(pool="same", expects=(404,))
_REFUSED = (
    Step(credentials="none", refusal="no token", expects=(401, 403)),
    Step(method="PUT", refusal="method", expects=(405,)),
    Step(body=b"{", refusal="malformed body", expects=(400,)),
)


def machine(run: Run, results: list[Result]) -> type[RuleBasedStateMachine]:
    """A state machine whose model is the run's ledger and the names it deleted; it only records."""

    class Pools(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.deleted: list[str] = []

        def perform(self, step: Step, name: str) -> None:
            results.append(run.perform(step, name, "stateful"))

        @precondition(lambda _: run.has_pools)
        @rule()
        def delete_living(self) -> None:
            name = run.take(_DELETE)
            self.perform(_DELETE, name)
            self.deleted.append(name)

        @precondition(lambda self: bool(self.deleted))
        @rule(data=st.data())
        def delete_again(self, data: st.DataObject) -> None:
            self.perform(_AGAIN, data.draw(st.sampled_from(self.deleted)))

        @rule()
        def delete_absent(self) -> None:
            self.perform(_AGAIN, run.ledger.absent_name())

        @precondition(lambda _: run.has_pools)
        @rule(step=st.sampled_from([step for step in _REFUSED if run.may_perform(step)]))
        def refused(self, step: Step) -> None:
            self.perform(step, run.take(step))

    return Pools


def test_stateful(pool_run: Run, request: pytest.FixtureRequest) -> None:
    if pool_run.record.stopped:
        pytest.skip(pool_run.record.stopped)  # no walk where nothing may be sent
    options = request.config.stash[RUN_OPTIONS]
    chosen = settings(
        max_examples=options.walks if pool_run.has_pools else 1,  # without pools one walk is like another
        stateful_step_count=12,
        deadline=None,
        database=None,
        derandomize=False,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    results: list[Result] = []
    walk: Any = run_state_machine_as_test
    walk(seed(options.seed)(machine(pool_run, results)), settings=chosen)
    pool_run.require(with_smallest(pool_run, results))
