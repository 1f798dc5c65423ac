"""Pools of some kinds by name, as a test server might hold them, and what a run finds that may spend them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import cycle
from typing import Any

from poolcontract.mock import Mock
from poolcontract.mock.pools import NAME, ComeBack
from poolcontract.ordering import turns
from poolcontract.rules._pool import is_logical, is_physical, is_privileged
from poolcontract.run import NotSent, Run
from poolcontract.sample import renamed
from poolcontract.target import Client, Ledger, Target

from .fault_trials import Trial, scenarios
from .grown_bodies import CONTRACT, SUCCESS, grown

_LARGE = 2500
"""Characters of a physical pool that has nearly everything that it may have."""

_GROWN: dict[str, Callable[[Any], bool]] = {
    "logical": is_logical,
    "privileged": is_privileged,
    "full": lambda pool: is_physical(pool) and len(json.dumps(pool)) > _LARGE,
}
KINDS = (*_GROWN, "minimal")


def pools_of(kind: str, seed: int, count: int) -> list[Any]:
    """So many bodies of a kind, each with a name of its own, where few were grown alike but for it."""
    minimal = [{"kind": "Pool", "apiVersion": "v2", "metadata": {"name": "pool"}}]
    chosen = [each for each in grown(SUCCESS, seed) if kind in _GROWN and _GROWN[kind](each)] or minimal
    return [renamed(each, NAME, name) for each, name in zip(cycle(chosen), names(count), strict=False)]


def names(count: int) -> list[str]:
    """So many names in the vendor's form."""
    return [f"mock-pool-{number}-{number:032x}" for number in range(count)]


def trial_of(count: int, come_back: ComeBack, faults: Iterable[str] = ()) -> Trial:
    """The scenarios in this process, against a mock of which so many pools may be spent."""
    with Mock(names(count), contract=CONTRACT, faults=faults, come_back=come_back) as mock:
        run = Run(
            contract=CONTRACT,
            client=Client(Target.parse(mock.url)),
            ledger=Ledger(names(count), may_come_back=True),
            project_id=mock.project_id,
            token=mock.token,
        )
        for turn in turns(scenarios(), count):
            with suppress(NotSent):
                for _ in run.play(turn.scenario, is_sparing=turn.is_sparing):
                    pass
        return Trial(run.report())
