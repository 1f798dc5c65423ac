"""How a run takes care of a service that is real: its pace, and what ends it at once.

A sign of damage ends a run whatever else was seen; a service that throttles, refuses the credentials or is in
trouble is left alone sooner than one of one's own.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urljoin

from poolcontract.exchange import Exchange, Response
from poolcontract.statuses import UNDECIDED
from poolcontract.target import Target
from poolcontract.verdict import Verdict

SAFETY = {
    "safety-2xx": "a pool that cannot exist was deleted, it is said",
    "safety-name": "another pool than the one that was named was deleted, it is said",
    "safety-redirect": "the service led elsewhere",
    "safety-prefix": "a pool has a name of the form that no pool can have",
    "safety-missing": "a pool is gone that nobody named",
}
"""Signs of damage by their reason codes."""

_RULE_OF_ANOTHER_NAME = "answered-pool"
_SUCCESS, _REDIRECT = 2, 3
_ENOUGH = {"auth": 2, "throttled": 2, "nothing": 3}
_BUSY = (429, 503)
_AUTH = ("auth", "proxy-auth")
LONGEST_RUN = 600.0
"""Seconds from the first request to the last, at most."""

_LONGEST_PAUSE = 60
_SKEW = timedelta(minutes=5)


@dataclass(kw_only=True)
class Caution:
    """`rate` is in requests a second; a run ends when there is a file at `stop_file`.

    `tell` is for sentences that somebody should read while the run lasts.
    """

    target: Target
    rate: float
    stop_file: Path | None = None
    tell: Callable[[str], None] = lambda _: None
    _end: float | None = field(default=None, init=False)
    _next: float = field(default=0.0, init=False)
    _counts: Counter[str] = field(default_factory=Counter, init=False)
    _parent: int = field(default_factory=os.getppid, init=False)

    def wait(self) -> str | None:
        """Wait until the next request may be sent; where none may be, the sentence that says why."""
        time.sleep(max(0.0, self._next - time.monotonic()))
        now = time.monotonic()
        self._next = now + 1 / self.rate
        self._end = self._end or now + LONGEST_RUN
        if now > self._end:
            return f"the run has lasted for {LONGEST_RUN / 60:.0f} minutes, and none lasts longer"
        if self.stop_file is not None and os.path.lexists(self.stop_file):
            return f"there is a stop file, {self.stop_file}"
        if os.getppid() != self._parent:
            return "the process that began this run is gone"
        return None

    def alarm(self, exchange: Exchange, rules: Collection[str]) -> Verdict | None:
        """A sign of damage in an answer; `rules` are those that found something, before any was accepted."""
        response = exchange.response
        if response is None:
            return None
        success = response.status // 100 == _SUCCESS
        if success and exchange.known.pool == "absent":
            return Verdict("stop", "safety-2xx")
        if success and _RULE_OF_ANOTHER_NAME in rules:
            return Verdict("stop", "safety-name")
        if response.status // 100 == _REDIRECT and self._leads_elsewhere(exchange.request.target, response):
            return Verdict("stop", "safety-redirect")
        return None

    def sentence(self, exchange: Exchange, verdict: Verdict) -> str | None:
        """Count a verdict; where the service should be left alone now, the sentence that says why."""
        if verdict.kind == "stop":
            return f"{self.target.url}: {SAFETY[verdict.reason or '']}"
        response = exchange.response
        busy = response is not None and response.status in _BUSY
        status = response.status if response is not None and exchange.known.refusal is None else None
        silent = verdict.kind == "inconclusive" or status in UNDECIDED  # whatever a person has it mean
        refused = silent and (verdict.reason in _AUTH or UNDECIDED.get(status or 0) in _AUTH)
        self._counts["throttled"] += busy
        self._counts["auth"] += refused
        self._counts["nothing"] = self._counts["nothing"] + 1 if silent else 0
        words = {
            "throttled": "throttles, or is unavailable (429, 503)",
            "auth": "refuses the credentials (401, 403, 407)",
            "nothing": "gives no answer that can be judged",
        }
        for kind, enough in _ENOUGH.items():
            if self._counts[kind] >= enough:
                return f"{self.target.url} {words[kind]}; stopped after {enough} requests"
        return self._of_headers(response) if response is not None else None

    def _of_headers(self, response: Response) -> str | None:
        pause = (response.header("retry-after") or "").strip()
        if pause.isascii() and pause.isdigit() and int(pause[:9]) > _LONGEST_PAUSE:
            return f"{self.target.url} wants a pause of more than {_LONGEST_PAUSE} s (Retry-After)"
        try:
            told = parsedate_to_datetime(response.header("date") or "")
        except ValueError:
            return None
        difference = datetime.now(UTC) - (told if told.tzinfo else told.replace(tzinfo=UTC))
        if abs(difference) > _SKEW:
            return f"the clock of {self.target.url} and this one differ by more than 5 minutes"
        return None

    def _leads_elsewhere(self, target: str, response: Response) -> bool:
        location = response.header("location")
        asked = f"{self.target.url}{target}"
        return location is not None and urljoin(asked, location) != asked
