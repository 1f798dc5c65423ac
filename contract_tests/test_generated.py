"""Requests that Schemathesis drew from the document, all of them before the first byte was sent."""

from __future__ import annotations

from functools import partial

import pytest

from poolcontract.generate import Drawn, draw
from poolcontract.plugin import RUN_OPTIONS
from poolcontract.run import Run
from poolcontract.scenario import Scenario, Step

_REFUSALS = {"method": "method", "header": "media type", "body": "malformed body"}
"""The reason for a refusal by the part that was drawn wrong: the one header that can be is Content-Type."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test a drawn request."""
    options = metafunc.config.stash[RUN_OPTIONS]
    drawn = draw(options.contract(), seed=options.seed, count=options.examples)
    ids = [f"{each.phase}-{number}" for number, each in enumerate(drawn)]
    metafunc.parametrize("drawn", drawn, ids=ids)


def test_generated(drawn: Drawn, pool_run: Run) -> None:
    pool_run.require(pool_run.play(_scenario(drawn)))


def _scenario(drawn: Drawn) -> Scenario:
    """A drawn request on a living pool; one that deserves a refusal is followed by the proof of no effect."""
    request = partial(Step, method=drawn.method, headers=drawn.headers, body=drawn.body)
    if not drawn.wrong:
        steps = (request(expects=(200,)), request(pool="same", expects=(404,)))
    else:
        refused = request(refusal=_REFUSALS[drawn.wrong[0]], expects=(400, 405, 415))
        steps = (refused, Step(pool="same", expects=(200,)))
    return Scenario(id=f"generated-{drawn.phase}", proves=drawn.description, steps=steps)
