"""The calls around the deletion, read only: one pool, and the list of a project's pools.

The contract does not describe them; what they answer is held by the schemas in the folder `schemas`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from poolcontract.instance import member

METHOD = "GET"
_API_VERSION = "v2"
_CREATING, _FAILED = ("Creating", "Waiting"), ("CreationFailed",)
"""The phases of a pool that is not there yet, and of one that never will be."""


class QueryError(ValueError):
    """A query that the list does not understand; the message is one sentence."""


def shown_pool(body: Any) -> Any:
    """A pool as GET answers it: what a deletion answers, without the time of the deletion."""
    metadata = member(body, "metadata")
    if not isinstance(metadata, dict) or "deletionTimestamp" not in metadata:
        return body
    kept = {key: value for key, value in metadata.items() if key != "deletionTimestamp"}
    return {**body, "metadata": kept}


def pool_list(bodies: list[Any], query: str) -> dict[str, Any]:
    """The list of the pools that fit every filter of a query, on one page; raises `QueryError`.

    A parameter that is no filter is passed over, as by the deletion.
    """
    wanted = parse_qsl(query, keep_blank_values=True, errors="replace")
    filters = [_FILTERS[name](value) for name, value in wanted if name in _FILTERS]
    items = [shown_pool(body) for body in bodies if all(fits(body) for fits in filters)]
    return {"kind": "PoolList", "apiVersion": _API_VERSION, "items": items}


Fits = Callable[[Any], bool]


def _of_workspace(wanted: str) -> Fits:
    return lambda body: member(body, "metadata", "labels", "os.modelarts/workspace.id") == wanted


def _with_labels(selector: str) -> Fits:
    """`KEY=VALUE` or `KEY`, several with commas between: all of them have to fit."""
    parts = [part.strip().partition("=") for part in selector.split(",")]
    if not all(key for key, _, _ in parts):
        raise QueryError("labelSelector: KEY=VALUE or KEY is expected, with commas between")

    def fits(body: Any) -> bool:
        labels = member(body, "metadata", "labels")
        return isinstance(labels, dict) and all(
            key in labels and (not sign or labels[key] == value.removeprefix("="))
            for key, sign, value in parts
        )

    return fits


def _in_status(status: str) -> Fits:
    """What became of the creation; a pool that went wrong later was created all the same."""
    if status not in _STATUSES:
        raise QueryError(f"status: one of {', '.join(_STATUSES)} is expected")
    return lambda body: _STATUSES[status](member(body, "status", "phase"))


_STATUSES: Mapping[str, Fits] = {
    "created": lambda phase: phase not in _CREATING + _FAILED,
    "failed": lambda phase: phase in _FAILED,
    "creating": lambda phase: phase in _CREATING,
}


def _below(parent: str) -> Fits:
    return lambda body: member(body, "status", "parent") == parent


_FILTERS: Mapping[str, Callable[[str], Fits]] = {
    "workspaceId": _of_workspace,
    "labelSelector": _with_labels,
    "status": _in_status,
    "parent": _below,
}
