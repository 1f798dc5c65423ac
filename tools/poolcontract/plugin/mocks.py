"""The fixture `pool_mock`: the mock in the process of a user's own tests, as good as new for every test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from poolcontract.errors import PoolcontractError
from poolcontract.plugin.marks import marked
from poolcontract.plugin.options import RUN_OPTIONS

if TYPE_CHECKING:
    from poolcontract.contract import Contract
    from poolcontract.mock import Mock

MARKER = "pool_mock(**options): options of poolcontract.mock.Mock for the fixture pool_mock in this test"


class Mocks:
    """The mocks of a session, one for each set of options that tests ask for; they run until its end."""

    def __init__(self, contract: Contract, stack: ExitStack) -> None:
        self._contract, self._stack = contract, stack
        self._running: list[tuple[dict[str, Any], Mock]] = []

    def with_options(self, options: dict[str, Any]) -> Mock:
        """A mock with these options of `Mock`, as if no call had ever come; raises `UsageError`."""
        from poolcontract.mock import Mock  # noqa: PLC0415  the server's libraries are heavy

        for given, mock in self._running:
            if given == options:
                mock.reset()
                return mock
        mock = self._stack.enter_context(Mock(**{"contract": self._contract, **options}))
        self._running.append((options, mock))
        return mock


@pytest.fixture(scope="session")
def pool_mock_options() -> dict[str, Any]:
    """The options that every `pool_mock` is made with; override it to set your own."""
    return {}


@pytest.fixture(scope="session")
def _pool_mocks(pytestconfig: pytest.Config) -> Iterator[Mocks]:
    with ExitStack() as stack:
        yield Mocks(pytestconfig.stash[RUN_OPTIONS].contract(), stack)


@pytest.fixture
def pool_mock(request: pytest.FixtureRequest, pool_mock_options: dict[str, Any]) -> Mock:
    """The mock on a free port of this machine, in the state of its beginning.

    Its options are those of the fixture `pool_mock_options`, then those of the markers `pool_mock`, the
    test's own last.
    """
    try:
        mocks: Mocks = request.getfixturevalue("_pool_mocks")
        own = marked(request.node, "pool_mock", "pools=['pool-1']")
        return mocks.with_options({**pool_mock_options, **own})
    except PoolcontractError as error:
        pytest.fail(f"pool_mock: {error}", pytrace=False)
