"""A service that is on belongs to a job type that was asked for.

The page lists the job types of the pool in the spec and their services in the status. That a service is on,
or being switched on, for a job type that the spec does not name, is implied to be wrong, not said: a
warning.

Compare spec.scope with status.scope.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import ABSENT, items, member, pointer
from poolcontract.masking import shown
from poolcontract.rules._pool import physical_pool

_ON = ("Enabled", "Enabling")


def _pool(service: str, state: str) -> dict[str, Any]:
    services = [{"scopeType": service, "state": state}]
    return physical_pool(spec={"scope": ["Train"]}, status={"scope": services})


RULE = Rule(
    severity=Severity.WARNING,
    source=Source(17, "scopeType"),
    schema="Pool",
    good=(
        _pool("Train", "Enabled"),
        _pool("Infer", "Disabled"),
    ),
    bad=(
        _pool("Infer", "Enabled"),
        _pool("Infer", "Enabling"),
    ),
)


def applies(pool: Any) -> bool:
    """The spec names job types, and the status services."""
    return bool(items(member(pool, "spec", "scope")) and items(member(pool, "status", "scope")))


def check(pool: Any) -> Iterator[tuple[str, str]]:
    """The place of each service that is on without having been asked for."""
    wanted = {kind for kind in pool["spec"]["scope"] if isinstance(kind, str)}
    for index, service in enumerate(pool["status"]["scope"]):
        kind, state = member(service, "scopeType"), member(service, "state")
        if wanted and isinstance(kind, str) and state in _ON and kind not in wanted:
            place = pointer("status", "scope", index, "scopeType")
            yield place, f"the service {shown(kind)} is {state}, but spec.scope does not name it"


def silent(pool: Any) -> bool:
    """True where the spec names no job types, or each service that is on."""
    return not items(member(pool, "spec", "scope")) or all(
        member(service, "scopeType") in items(member(pool, "spec", "scope"))
        or member(service, "state") not in _ON
        or member(service, "scopeType") is ABSENT
        for service in items(member(pool, "status", "scope"))
    )
