"""In what order scenarios are played, and which of them spare a pool, so that few pools show the most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from poolcontract.scenario import Scenario


class Turn(NamedTuple):
    """A scenario as it is played: a sparing one leaves its proof to the next turn that spends a pool."""

    scenario: Scenario
    is_sparing: bool = False


def turns(scenarios: Sequence[Scenario], pools: int | None) -> list[Turn]:
    """The scenarios in their order of play, where so many pools may be spent; None where that is no concern.

    Where there are enough, or none, the order is as it was. Where they are few, those are spent first that
    show most, one of each kind; all that must not harm a pool is tried on one before it is spent, and proved
    by that. What is left over comes last: it is played where spent pools turn out to come back to life.
    """
    needy = [each for each in scenarios if each.living_needed]
    if not pools or sum(each.living_needed for each in needy) <= pools:
        return [Turn(each) for each in scenarios]
    spending = _spending(needy, pools)
    sparing = [each for each in needy if each not in spending and _is_harmless_first(each)]
    rest = [each for each in needy if each not in spending and each not in sparing]
    free = [each for each in scenarios if not each.living_needed]
    return [*map(Turn, free), *_mixed(spending, sparing), *map(Turn, rest)]


def _spending(needy: Iterable[Scenario], pools: int) -> list[Scenario]:
    """Those that are given a pool of their own: such as need one to show anything, one of each kind first."""
    ranked = sorted(needy, key=_is_harmless_first)
    kinds: set[object] = set()
    first: list[Scenario] = []
    more: list[Scenario] = []
    for each in ranked:
        kind = _kind(each)
        (more if kind in kinds or each.living_needed > 1 else first).append(each)
        kinds.add(kind)
    given: list[Scenario] = []
    for each in (*sorted(first, key=_shows_most), *more):
        if each.living_needed <= pools:
            given.append(each)
            pools -= each.living_needed
    return given


def _mixed(spending: Sequence[Scenario], sparing: Sequence[Scenario]) -> Iterable[Turn]:
    """Some that spare a pool before each that spends one, but none before the first, where there are more.

    The first shows whether spent pools come back, and the sooner that is known the better.
    """
    first, others = (spending[:1], spending[1:]) if len(spending) > 1 else ((), spending)
    yield from map(Turn, first)
    share = -(-len(sparing) // len(others)) if others else 0
    spared = iter(sparing)
    for each in others:
        yield from (Turn(one, is_sparing=True) for one in islice(spared, share))
        yield Turn(each)
    yield from (Turn(one, is_sparing=True) for one in spared)


def _is_harmless_first(scenario: Scenario) -> bool:
    """True where the first call must leave the pool alone."""
    return scenario.steps[0].refusal is not None


def _shows_most(scenario: Scenario) -> tuple[bool, bool, int]:
    """By how many answers differ, the most first; what is sent at one moment proves less of the past."""
    at_once = any(each.times > 1 for each in scenario.steps)
    return _is_harmless_first(scenario), at_once, -len({each.expects for each in scenario.steps})


def _kind(scenario: Scenario) -> object:
    """What two scenarios share that show much the same."""
    return tuple(
        (
            each.method,
            each.refusal,
            each.times,
            bool(each.body),
            frozenset(name.lower() for name, _ in each.headers),
            each.expects,
        )
        for each in scenario.steps
    )
