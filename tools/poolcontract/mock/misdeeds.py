"""Faults of names and of state: the answer looks right, and the wrong pool is gone, or one too many."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from urllib.parse import unquote

from poolcontract.exchange import Exchange, Request, Response
from poolcontract.finding import Source
from poolcontract.mock.fault import Fault, Meant
from poolcontract.mock.service import Service, success
from poolcontract.sample import with_value

_SUCCESS, _NOT_FOUND = Source("Status Codes", "200"), Source("Status Codes", "404")
_LONGEST = 40
"""Shorter than the names that the mock makes up, so that it shows."""


def _read_as(reading: Callable[[str], str]) -> Meant:
    """Takes a name for the living pool that has the same reading."""

    def meant(request: Request, service: Service) -> str | None:
        asked = service.asked(request)
        found = (pool for pool in service.living if asked and reading(pool) == reading(asked))
        return next(found, None)

    return meant


def _by_prefix(request: Request, service: Service) -> str | None:
    asked = service.asked(request)
    return next((pool for pool in service.living if asked and pool.startswith(asked)), None)


def _in_any_project(request: Request, service: Service) -> str | None:
    name = (service.operation.path_values(request.target) or {}).get("pool_name")
    return name if name in service.living else None


def _last_segment(name: str) -> str:
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2]


_NAMES: dict[str, tuple[str, Meant]] = {
    "name/any-case": ("case is ignored in names", _read_as(str.lower)),
    "name/prefix": ("the beginning of a name stands for the whole", _by_prefix),
    "name/trimmed": ("white space around a name is dropped", _read_as(str.strip)),
    "name/decoded-twice": ("a name is percent-decoded twice", _read_as(unquote)),
    "name/last-segment": ("what stands before a slash in a name is dropped", _read_as(_last_segment)),
    "name/cut": (f"names are cut to {_LONGEST} characters", _read_as(lambda name: name[:_LONGEST])),
    "name/quotes": ("quotation marks around a name are dropped", _read_as(lambda name: name.strip("\"'"))),
    "name/other-project": ("pools are looked for in every project", _in_any_project),
    "name/nul": ("a name ends at a NUL", _read_as(lambda name: name.partition("\0")[0])),
}


def _delete_another(exchange: Exchange, service: Service) -> None:
    if service.is_served(exchange) and service.living:
        service.delete(service.living[0])


def _delete_though_refused(exchange: Exchange, service: Service) -> None:
    name = service.asked(exchange.request)
    if exchange.known.refusal is not None and name:
        service.delete(name)


def _found_again(exchange: Exchange, service: Service, phase: str) -> Response | None:
    """A deleted pool once more, in a phase."""
    name = service.asked(exchange.request)
    if exchange.known.pool != "deleted" or exchange.known.refusal is not None or name is None:
        return None
    body = service.body_of(name)
    return success(with_value(body, "/status/phase", phase))


FAULTS = (
    *(
        Fault(id=identifier, title=title, rule="success-for-absent-pool", source=_NOT_FOUND, meant=meant)
        for identifier, (title, meant) in _NAMES.items()
    ),
    Fault(
        id="state/another-deleted",
        title="another pool is deleted beside the one asked for",
        rule="living-pool-not-found",
        source=_SUCCESS,
        after=_delete_another,
    ),
    Fault(
        id="state/refused-but-deleted",
        title="a refused call deletes the pool all the same",
        rule="living-pool-not-found",
        source=_SUCCESS,
        after=_delete_though_refused,
    ),
    Fault(
        id="state/found-again",
        title="a deleted pool is still answered with 200",
        rule="success-for-deleted-pool",
        source=_NOT_FOUND,
        changed=partial(_found_again, phase="Running"),
    ),
    Fault(
        id="state/still-deleting",
        title="a deleted pool is answered as Deleting for ever",
        rule="deletion-still-running",
        source=_NOT_FOUND,
        changed=partial(_found_again, phase="Deleting"),
    ),
)
