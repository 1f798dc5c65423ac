"""The list of a project's pools: read before anything is deleted on a real service, and once more behind.

Nothing is deleted before it was read in full: so project and credentials are known to be good, no pool has a
name of the form that is taken for names that cannot exist, and what looks odd about a pool that will be spent
is told. Afterwards nothing may be gone but what was named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from poolcontract.caution import SAFETY, Caution
from poolcontract.errors import AuditLogError
from poolcontract.exchange import Exchange, Request, Response
from poolcontract.instance import items, member, text_of
from poolcontract.masking import clip, printable
from poolcontract.record import Result
from poolcontract.run import Run
from poolcontract.target import ABSENT_PREFIX, Permits, Plan
from poolcontract.verdict import Verdict, verdict

BEFORE, AFTER = "list-before", "list-after"
UNREADABLE = "listing"
_NAMES_TOLD = 3
_LONGEST_TEXT = 180


class _UnreadableError(Exception):
    """A list that cannot be read in full; the message says why."""


@dataclass(kw_only=True)
class Inventory:
    """Reads the list around a plan.

    Of a pool as the list shows it `doubts` are sentences that make one think again before it is spent, and
    `is_leaving` is true when it will soon be gone by itself.
    """

    run: Run
    plan: Plan
    doubts: Callable[[Any], Iterable[str]]
    is_leaving: Callable[[Any], bool]
    _pools: Mapping[str, Any] = field(default_factory=dict, init=False)

    def before(self) -> Result:
        """Read the list, and let the plan be sent when it is as it must be; tell what is odd about pools."""
        result = self._read(BEFORE, self._decided_before)
        if result.verdict.kind == "pass" and not self.run.record.stopped:
            self._warn()
            if not self.run.record.stopped:
                self._permits.open()
        return result

    def after(self) -> Result | None:
        """Read the list once more, unless the run was stopped: no pool may be gone that nobody named."""
        return None if self.run.record.stopped else self._read(AFTER, self._decided_after)

    @property
    def _caution(self) -> Caution:
        assert self.run.caution is not None
        return self.run.caution

    @property
    def _permits(self) -> Permits:
        assert self.run.client.guard.permits is not None
        return self.run.client.guard.permits

    def _read(self, scenario: str, decide: Callable[[Exchange], tuple[Verdict, str | None]]) -> Result:
        request = Request(method="GET", target=self.plan.listing, headers=(("Accept", "application/json"),))
        return self.run.ask(request, scenario, decide)

    def _decided_before(self, exchange: Exchange) -> tuple[Verdict, str | None]:
        reached, sentence, pools = self._pools_in(exchange, "nothing is deleted without it")
        reserved = [name for name in pools if name.startswith(ABSENT_PREFIX)]
        if reserved:
            return self._damage("safety-prefix", reserved)
        self._pools = pools
        return reached, sentence

    def _decided_after(self, exchange: Exchange) -> tuple[Verdict, str | None]:
        reached, sentence, pools = self._pools_in(exchange, "nobody can tell whether a pool is missing")
        gone = [name for name, pool in self._pools.items() if name not in pools and not self.is_leaving(pool)]
        missing = [name for name in gone if name not in self.plan.destroys]
        if missing and reached.kind == "pass":
            return self._damage("safety-missing", missing)
        return reached, sentence

    def _pools_in(self, exchange: Exchange, so: str) -> tuple[Verdict, str | None, Mapping[str, Any]]:
        """The pools of an answer by their names, with its verdict and why it stops the run, if so.

        `so` says what follows from a list that cannot be read.
        """
        reached = self._caution.alarm(exchange, ()) or verdict(exchange, ())
        if reached.kind == "stop":
            return reached, self._caution.sentence(exchange, reached), {}
        asked = f"{self._caution.target.url}: the list of pools (GET {self.plan.listing})"
        unread = f"{asked} cannot be read, and {so}"
        response = exchange.response
        if reached.kind == "inconclusive" or response is None:
            answer = response.status if response else reached.reason
            right = "; the credentials must allow to list pools" if answer == HTTPStatus.FORBIDDEN else ""
            return reached, f"{unread}: {answer}{right}", {}
        try:
            pools = dict(_listed(response))
        except _UnreadableError as error:
            return Verdict("inconclusive", UNREADABLE), f"{unread}: {error}", {}
        return reached, self._caution.sentence(exchange, reached) or self._unwritten(), pools

    def _unwritten(self) -> str | None:
        """Why the audit log cannot be kept any more, if so."""
        journal = self.run.client.guard.journal
        return (journal.failure or None) if journal is not None else None

    def _damage(self, sign: str, names: list[str]) -> tuple[Verdict, str]:
        told = ", ".join(self._shown(name) for name in names[:_NAMES_TOLD])
        more = f" and {len(names) - _NAMES_TOLD} more" if len(names) > _NAMES_TOLD else ""
        return Verdict("stop", sign), f"{self._caution.target.url}: {SAFETY[sign]}: {told}{more}"

    def _warn(self) -> None:
        """Tell a person now, and for good in the audit log, what is odd about the pools to be spent."""
        warnings = [
            f"{name} will be deleted: {each}" for name in self.plan.destroys for each in self._doubts_of(name)
        ]
        journal = self.run.client.guard.journal
        for sentence in map(self._shown, warnings):
            self._caution.tell(f"warning: {sentence}")
            try:
                if journal is not None:
                    journal.note(sentence)
            except AuditLogError as error:
                self.run.record.stopped = str(error)

    def _doubts_of(self, name: str) -> Iterable[str]:
        if name not in self._pools:
            return ["it is not in the list of the project's pools"]
        return self.doubts(self._pools[name])

    def _shown(self, text: str) -> str:
        return clip(printable(self.run.mask.text(text)), _LONGEST_TEXT)


def _listed(response: Response) -> Iterator[tuple[str, Any]]:
    """The pools of a list by name; raises `_UnreadableError` for what is no whole list."""
    if response.status != HTTPStatus.OK:
        raise _UnreadableError(str(response.status))
    body = response.value
    if not isinstance(member(body, "items"), list):
        raise _UnreadableError("no list under items")
    if member(body, "metadata", "continue"):
        raise _UnreadableError("a list of more than one page")
    for item in items(body["items"]):
        name = text_of(item, "metadata", "name")
        if not name:
            raise _UnreadableError("a pool without a name")
        yield name, item
