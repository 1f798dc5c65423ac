"""Careful runs in this process: a plan by hand, and a run that sends it through the one gate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from poolcontract.caution import Caution
from poolcontract.contract import load
from poolcontract.exchange import Request
from poolcontract.run import Run
from poolcontract.target import Client, Guard, Journal, Ledger, Permits, Plan, Planned, Target

CONTRACT = load()
PROJECT = "0123456789abcdef0123456789abcdef"
PATH = CONTRACT.operations[0].path
LISTING = f"/v2/{PROJECT}/pools"
TOKEN = "sesame-sesame-sesame"  # noqa: S105  of a mock
AT_ONCE = 1e6
"""Requests a second where a test need not wait."""


def planned(name: str, *, state: Any = "absent", **more: Any) -> Planned:
    """A request for a pool, good but for what is given."""
    request = Request(method="DELETE", target=f"/v2/{PROJECT}/pools/{name}")
    given = {"scenario": "s", "credentials": "valid", "refusal": None, "expects": (404,), **more}
    return Planned(request=request, pool=name, state=state, **given)


def plan_of(*entries: Planned, url: str = "http://localhost:1", **more: Any) -> Plan:
    """A plan of these requests."""
    given: dict[str, Any] = {
        "made": datetime.now(UTC).replace(microsecond=0),
        "version": "1",
        "contract": "c",
        "project_id": PROJECT,
        "method": "DELETE",
        "path": PATH,
        "listing": LISTING,
        "rate": 1.0,
        "seed": 1,
        **more,
    }
    return Plan(url=url, entries=entries, **given)


def absent(count: int) -> list[Planned]:
    """Requests for so many pools that cannot exist."""
    ledger = Ledger()
    return [planned(ledger.absent_name()) for _ in range(count)]


def opened(permits: Permits, base: str = "") -> Permits:
    """Permits for which the list of pools was read, as it must be, before anything is sent."""
    permits.spend(f"GET {base}{LISTING} HTTP/1.1".encode(), b"")
    permits.open()
    return permits


@contextmanager
def careful_run(
    url: str, plan: Plan, log: Path, *, destroyable: tuple[str, ...] = (), is_open: bool = True, **more: Any
) -> Iterator[Run]:
    """A run that may send the plan and nothing else; where it `is_open` the list of pools was read before."""
    target = Target.parse(url) if isinstance(url, str) else url
    client_options = {key: more.pop(key) for key in ("timeout", "limits", "tls") if key in more}
    caution_options = {
        "rate": AT_ONCE,
        **{key: more.pop(key) for key in ("rate", "stop_file", "tell") if key in more},
    }
    with Journal(log) as journal:
        permits = Permits(plan, destroyable=destroyable, base=target.base)
        guard = Guard(target, plan.requests, permits=permits, journal=journal)
        if is_open:
            opened(permits, target.base)
        run = Run(
            contract=CONTRACT,
            client=Client(target, guard=guard, **client_options),
            ledger=Ledger(destroyable),
            project_id=PROJECT,
            **{"token": TOKEN, **more},
            caution=Caution(target=target, **caution_options),
        )
        journal.mask = run.mask.text
        journal.begin(
            plan=plan.digest(),
            url=plan.url,
            project_id=PROJECT,
            requests=plan.requests,
            destroys=plan.destroys,
            version="1",
        )
        yield run
