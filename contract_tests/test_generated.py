"""Requests that Schemathesis drew from the document, all of them before the first byte was sent."""

from __future__ import annotations

from typing import Any

import pytest

from poolcontract.generate import Drawn, draw
from poolcontract.plugin import RUN_OPTIONS
from poolcontract.run import Run
from poolcontract.scenario import Scenario, Step
from poolcontract.shrinking import with_smallest

_REFUSED = (400, 405, 415)
_SIBLINGS = ("GET", "HEAD", "PATCH", "OPTIONS")
"""Methods that sibling operations document on the same path: a faithful service may serve them."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test a drawn request."""
    options = metafunc.config.stash[RUN_OPTIONS]
    drawn = draw(options.contract(), seed=options.seed, count=options.examples)
    ids = [f"{each.phase}-{number}" for number, each in enumerate(drawn)]
    metafunc.parametrize("drawn", drawn, ids=ids)


def test_generated(drawn: Drawn, is_sparing: bool, pool_run: Run) -> None:  # noqa: FBT001  a fixture
    may_harm = pool_run.has_pools and not pool_run.is_planning
    steps = _on_living(drawn) if may_harm else _on_absent(drawn)
    scenario = Scenario(id=f"generated-{drawn.phase}", proves=drawn.description, steps=steps)
    pool_run.require(with_smallest(pool_run, pool_run.play(scenario, is_sparing=is_sparing)))


def _on_living(drawn: Drawn) -> tuple[Step, ...]:
    """A drawn request on a living pool; one that deserves a refusal is followed by the proof of no effect."""
    if drawn.wrong:
        served = (200,) if drawn.method in _SIBLINGS else ()
        return _request(drawn, expects=(*served, *_REFUSED)), Step(pool="same", expects=(200,))
    return _request(drawn, expects=(200,)), _request(drawn, pool="same", expects=(404,))


def _on_absent(drawn: Drawn) -> tuple[Step, ...]:
    """A drawn request for a pool that cannot exist: nothing is lost, whatever it does."""
    return (_request(drawn, pool="absent", expects=(404, *_REFUSED) if drawn.wrong else (404,)),)


def _request(drawn: Drawn, **more: Any) -> Step:
    return Step(method=drawn.method, headers=drawn.headers, body=drawn.body, refusal=drawn.refusal, **more)
