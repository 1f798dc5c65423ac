"""Faults of state: what a deletion does, to whom, and when."""

# ruff: noqa: ARG002  a method has the parameters that others of its kind need

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from .bodies import Pool
from .fault import fault
from .messages import Answer, Request
from .service import NOT_FOUND, RefusedError, Service


@fault("state/nothing-is-deleted")
class _NothingDeleted(Service):
    def remove(self, pool: Pool) -> None:
        """Forget to do it."""

    def seen(self, value: dict[str, Any]) -> Any:
        if "status" in value:
            value["status"]["phase"] = "Running"
        return value


@fault("state/deleting-for-ever")
class _DeletingForEver(Service):
    def remove(self, pool: Pool) -> None:
        """Begin, and never end."""


@fault("state/every-second-deletion-lost")
class _SecondLost(Service):
    deletions = 0

    def remove(self, pool: Pool) -> None:
        self.deletions += 1
        if self.deletions % 2:
            super().remove(pool)


@fault("state/deleted-at-the-second-call")
class _SecondCall(Service):
    marked: frozenset[str] = frozenset()

    def remove(self, pool: Pool) -> None:
        if pool.name in self.marked:
            super().remove(pool)
        self.marked |= {pool.name}


@fault("state/next-one-too")
class _NextToo(Service):
    def remove(self, pool: Pool) -> None:
        super().remove(pool)
        later = list(self.pools.values())
        for each in later[later.index(pool) + 1 :][:1]:
            each.lives = False


@fault("state/next-one-instead")
class _NextInstead(Service):
    def remove(self, pool: Pool) -> None:
        others = [each for each in self.pools.values() if each.lives and each is not pool]
        for each in others[:1]:
            each.lives = False


@fault("state/all-of-a-kind")
class _AllOfAKind(Service):
    def remove(self, pool: Pool) -> None:
        for each in self.pools.values():
            each.lives = each.lives and each.kind != pool.kind


@fault("state/everything")
class _Everything(Service):
    def remove(self, pool: Pool) -> None:
        for each in self.pools.values():
            each.lives = False


@fault("state/told-missing-but-deleted")
class _ToldMissing(Service):
    def deleted(self, pool: Pool) -> Answer:
        return self.missing(pool.name)


@fault("state/failed-but-deleted")
class _Failed(Service):
    def deleted(self, pool: Pool) -> Answer:
        return self.refusal(500, "ModelArts.50005000", "the audit trail is full")


@fault("state/body-refused-but-deleted")
class _BodyRefused(Service):
    def delete(self, request: Request, name: str) -> Answer:
        pool = self.living(name)
        if pool is not None:
            self.remove(pool)
        self.check_body(request)
        return self.deleted(pool) if pool is not None else self.missing(name)


@fault("state/media-type-refused-but-deleted")
class _TypeRefused(Service):
    def delete(self, request: Request, name: str) -> Answer:
        try:
            return super().delete(request, name)
        except RefusedError as refused:
            pool = self.living(name)
            if pool is not None and refused.answer.status == 415:
                self.remove(pool)
            raise


@fault("state/missing-twice-then-back")
class _BackAgain(Service):
    missed = 0

    def note_missing(self, name: str) -> None:
        if name in self.pools:
            self.missed += 1
            self.pools[name].lives = self.missed % 2 == 0


@fault("state/back-at-the-next-deletion")
class _Swapped(Service):
    last: Pool | None = None

    def remove(self, pool: Pool) -> None:
        if self.last is not None:
            self.last.lives = True
        super().remove(pool)
        self.last = pool


@fault("state/any-name-is-made")
class _Upsert(Service):
    def living(self, name: str) -> Pool | None:
        return super().living(name) or Pool(name, "minimal")


@fault("state/two-at-once-both-succeed")
class _Race(Service):
    @contextmanager
    def alone(self) -> Iterator[None]:
        yield

    def remove(self, pool: Pool) -> None:
        time.sleep(0.1)
        super().remove(pool)


@fault("state/done-a-little-later")
class _Later(Service):
    def remove(self, pool: Pool) -> None:
        threading.Timer(0.4, super().remove, (pool,)).start()

    def seen(self, value: dict[str, Any]) -> Any:
        if "status" in value:
            value["status"]["phase"] = "Running"
        return value


@fault("state/only-so-many-deletions")
class _OnlySoMany(Service):
    deletions = 0

    def remove(self, pool: Pool) -> None:
        self.deletions += 1
        if self.deletions <= 12:
            super().remove(pool)


@fault("state/conflict-after-another")
class _Conflict(Service):
    deletions = 0

    def delete(self, request: Request, name: str) -> Answer:
        self.deletions += self.living(name) is not None
        if self.deletions % 4 == 3 and self.living(name):
            return self.refusal(409, "ModelArts.50004090", "another deletion is under way")
        return super().delete(request, name)


@fault("state/status-after-deletion-differs")
class _OtherCode(Service):
    def missing(self, name: str) -> Answer:
        if name in self.pools:
            return self.refusal(410, NOT_FOUND, "it was here once")
        return super().missing(name)
