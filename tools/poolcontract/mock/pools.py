"""The pools of one project: which there are, what they look like, and how they pass away."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from threading import Lock
from typing import Any, Literal, NamedTuple

from poolcontract.contract import Contract
from poolcontract.errors import UsageError
from poolcontract.instance import ABSENT, resolve
from poolcontract.masking import shown
from poolcontract.sample import Sampler, can_hold, renamed, with_value
from poolcontract.textformats import parse_timestamp

NAME = "/metadata/name"
_CREATED, _DELETED, _PHASE = "/metadata/creationTimestamp", "/metadata/deletionTimestamp", "/status/phase"
BODIES_AT_MOST = 63
"""So many different bodies are grown, then they come again; growing one takes some 30 ms."""

Clock = Callable[[], float]
ComeBack = Literal["never", "after-404"]
"""When a pool that was deleted lives again: never, or once a deletion of it was answered with 404."""

State = Literal["living", "deleting", "deleted", "absent"]


class Bodies:
    """What pools look like, one after another; each is grown when it is first wanted, from any thread."""

    def __init__(self, contract: Contract, seed: int) -> None:
        self._schema, self._sampler = contract.bodies[0], Sampler(contract, seed)
        self._grown: list[Any] = []
        self._lock = Lock()

    def __getitem__(self, turn: int) -> Any:
        at = turn % BODIES_AT_MOST
        with self._lock:
            while len(self._grown) <= at:
                self._grown.append(self._sampler.grow(self._schema, {NAME: "pool"}))
            return self._grown[at]

    def named(self, name: str) -> Iterator[Any]:
        """Every one of them, as the body of one pool."""
        for turn in range(BODIES_AT_MOST):
            yield renamed(self[turn], NAME, name)


bodies_of = lru_cache(maxsize=4)(Bodies)
"""The bodies by one contract and seed: services that share both share them, and none grows them again."""


class Seen(NamedTuple):
    """A pool at one moment; the body of one that was deleted is its last, of one that never was `ABSENT`."""

    state: State
    body: Any


@dataclass(frozen=True, slots=True)
class _Pool:
    """`gone_at` is when the deletion that has begun is over, by the clock; None while none has.

    `before` is the body that it had until then.
    """

    body: Any
    gone_at: float | None = None
    before: Any = None


class Pools:
    """The pools of one project by name; every method may be called from any thread.

    A deletion takes `deletion_time` seconds of `clock`; until it is over the pool is there, and says so.
    """

    def __init__(self, bodies: Bodies, *, deletion_time: float = 0.0, clock: Clock = time.monotonic) -> None:
        self.bodies = bodies
        self._deletion_time, self._clock = deletion_time, clock
        self._pools: dict[str, _Pool] = {}
        self._turn = 0
        self._kept: tuple[dict[str, _Pool], int] = {}, 0
        self._lock = Lock()

    @property
    def living(self) -> tuple[str, ...]:
        """The names of the pools that no deletion has been begun of, oldest first."""
        with self._lock:
            return tuple(name for name, pool in self._pools.items() if pool.gone_at is None)

    def listed(self) -> list[Any]:
        """The bodies of all pools that are there, oldest first; those too that are being deleted."""
        with self._lock:
            return [pool.body for pool in self._pools.values() if self._state(pool) in ("living", "deleting")]

    def state(self) -> dict[str, Any]:
        """The names by the state of their pools, and as `items` the bodies of those that are there."""
        with self._lock:
            states = {name: self._state(pool) for name, pool in self._pools.items()}
            told: dict[str, Any] = {
                state: [name for name in states if states[name] == state]
                for state in ("living", "deleting", "deleted")
            }
            there = (*told["living"], *told["deleting"])
            return told | {"items": [self._pools[name].body for name in there]}

    def look(self, name: str | None) -> Seen:
        """A pool as it is now."""
        with self._lock:
            pool = self._pools.get(name) if name is not None else None
            return Seen("absent", ABSENT) if pool is None else Seen(self._state(pool), pool.body)

    def create(self, given: str | dict[str, Any] | None = None) -> str:
        """Bring a pool to life, by its body or by its name (then a body is made up), and give its name.

        Without either a name in the vendor's form is made up. Raises `UsageError` for a body that names no
        pool, and for a name that is taken.
        """
        return self.create_all([given])[0]

    def create_all(self, given: Iterable[str | dict[str, Any] | None]) -> list[str]:
        """Bring pools to life, all or none of them; see `create`."""
        named = [(_name_of(each), each) for each in given]
        with self._lock:
            taken = {name for name, pool in self._pools.items() if self._state(pool) != "deleted"}
            for name, _ in named:
                if name in taken:
                    raise UsageError(f"there is a pool {shown(name)} already")
                taken.add(name)
            for name, each in named:
                self._pools.pop(name, None)  # one that was deleted: the new one is the youngest
                self._pools[name] = _Pool(each if isinstance(each, dict) else self._made_up(name))
        return [name for name, _ in named]

    def delete(self, name: str) -> bool:
        """Begin the deletion of a pool; False, and nothing happens, unless it is living."""
        with self._lock:
            pool = self._pools.get(name)
            if pool is None or self._state(pool) != "living":
                return False
            body = pool.body if self._deletion_time == 0 else as_deleting(pool.body, datetime.now(UTC))
            self._pools[name] = _Pool(body, self._clock() + self._deletion_time, before=pool.body)
            return True

    def revive(self, name: str) -> None:
        """Bring a pool that was deleted back to life as it was; nothing happens to any other."""
        with self._lock:
            pool = self._pools.get(name)
            if pool is not None and self._state(pool) == "deleted":
                del self._pools[name]  # the youngest comes last
                self._pools[name] = _Pool(pool.before)

    def keep(self) -> None:
        """Remember the pools that there are: `reset` comes back to them."""
        with self._lock:
            self._kept = dict(self._pools), self._turn

    def reset(self) -> None:
        """Back to the pools that were kept, as if no call had ever come."""
        with self._lock:
            pools, self._turn = self._kept
            self._pools = dict(pools)

    def _made_up(self, name: str) -> Any:
        self._turn += 1
        return renamed(self.bodies[self._turn - 1], NAME, name)

    def _state(self, pool: _Pool | None) -> State:
        if pool is None:
            return "absent"
        if pool.gone_at is None:
            return "living"
        return "deleting" if self._clock() < pool.gone_at else "deleted"


def pools_in(value: Any) -> list[str | dict[str, Any]]:
    """The pools that a value holds: one (its name or its body), a list of them, or a list under `items`.

    Raises `UsageError` for what is none.
    """
    held = value["items"] if isinstance(value, dict) and "items" in value else value
    given = held if isinstance(held, list) else [held]
    for each in given:
        if not isinstance(each, str | dict):
            raise UsageError(f"a pool is a JSON object, not {shown(each)}")
        _name_of(each)
    return given


def _name_of(given: str | dict[str, Any] | None) -> str:
    """The name that was given, or that a body gives, or one in the vendor's form; raises `UsageError`."""
    if given is None:
        return f"mock-pool-{secrets.token_hex(16)}"
    name = given if isinstance(given, str) else resolve(given, NAME)
    if not isinstance(name, str) or not name:
        raise UsageError(f"a pool has no name: a text is expected at {NAME}")
    return name


def as_deleting(body: Any, now: datetime) -> Any:
    """The body of a pool whose deletion has begun: its phase, and since when unless it says so already.

    What a strange body has no room for is left out.
    """
    if can_hold(body, _PHASE):
        body = with_value(body, _PHASE, "Deleting")
    if can_hold(body, _DELETED) and resolve(body, _DELETED) is ABSENT:
        created, moment = resolve(body, _CREATED), now.replace(microsecond=0)
        begun = parse_timestamp(created) if isinstance(created, str) else None
        late = begun is not None and begun > moment  # clocks differ; no pool is deleted before it was created
        body = with_value(body, _DELETED, created if late else moment.strftime("%Y-%m-%dT%H:%M:%SZ"))
    return body
