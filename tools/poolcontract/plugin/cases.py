"""Requests drawn from the document in a user's own tests: one test a request, sent by the user's client."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from poolcontract.plugin.options import RUN_OPTIONS

if TYPE_CHECKING:
    from poolcontract.exchange import Headers
    from poolcontract.operations import Operation

MARKER = "pool_cases(count, seed): as many requests drawn from the document as values of pool_case"
ARGUMENT = "pool_case"


@dataclass(frozen=True, slots=True)
class Case:
    """One drawn request but for its project, its pool and its credentials, which are the user's.

    `refusal` says why the request deserves to be refused, for `pool_contract.check`; None when it does not.
    """

    operation: Operation = field(repr=False)
    description: str
    method: str
    headers: Headers
    body: bytes
    refusal: str | None

    def target(self, project_id: str, pool: str) -> str:
        """The path of the request for a project and a pool, percent-encoded."""
        from poolcontract.calls import target_in  # noqa: PLC0415  the plugin is loaded in every pytest run

        return target_in(self.operation, project_id, quote(pool, safe=""))


def cases(count: int = 50, *, seed: int | None = None) -> pytest.MarkDecorator:
    """Run a test once for each of about `count` drawn requests, given as its argument `pool_case`.

    They are the same for a `seed`, by default the one of the command line (`--poolcontract-seed`).
    """
    return pytest.mark.pool_cases(count=count, seed=seed)


def parametrize(metafunc: pytest.Metafunc) -> None:
    """Draw the cases of a test that is marked; nothing is imported for others."""
    marker = metafunc.definition.get_closest_marker("pool_cases")
    if marker is None:
        return
    from poolcontract.generate import draw  # noqa: PLC0415  see above

    options = metafunc.config.stash[RUN_OPTIONS]
    contract, seed = options.contract(), marker.kwargs["seed"]
    drawn = draw(contract, seed=options.seed if seed is None else seed, count=marker.kwargs["count"])
    values = [
        Case(
            contract.operations[0],
            each.description,
            each.method,
            each.headers,
            each.body,
            each.refusal,
        )
        for each in drawn
    ]
    metafunc.parametrize(
        ARGUMENT, values, ids=[f"{each.phase}-{number}" for number, each in enumerate(drawn)]
    )
