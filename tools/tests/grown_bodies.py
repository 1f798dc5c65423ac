"""Bodies as the sampler grows them, each series grown once for all tests of a process."""

from __future__ import annotations

from functools import cache
from typing import Any

from poolcontract.contract import load
from poolcontract.mock.pools import bodies_of
from poolcontract.sample import Sampler

CONTRACT = load()
SUCCESS, FAILURE = CONTRACT.bodies
FIXED = {"/metadata/name": "pool"}
"""What the mock fixes in each of its bodies."""

SERIES = 63
"""So many bodies the mock grows before they come again."""


@cache
def grown(schema: str, seed: int) -> tuple[Any, ...]:
    """The first bodies of a seed; those of pools are shared with every mock by this contract."""
    if schema == SUCCESS:
        return tuple(bodies_of(CONTRACT, seed)[turn] for turn in range(SERIES))
    sampler = Sampler(CONTRACT, seed)
    return tuple(sampler.grow(schema) for _ in range(SERIES))
