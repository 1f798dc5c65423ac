"""The fixture `pool_contract`: a user's own tests hold the answers of their client against the contract."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from poolcontract.errors import PoolcontractError, UsageError
from poolcontract.plugin.marks import marked
from poolcontract.plugin.options import RUN_OPTIONS
from poolcontract.settings import SEVERITIES

if TYPE_CHECKING:
    from poolcontract.conformance import Conformance
    from poolcontract.deviations import Deviation
    from poolcontract.judge import Judge

MARKER = "pool_contract(fail_on=, profile=, deviations=): options of the fixture pool_contract in this test"
_OPTIONS = ("fail_on", "profile", "deviations")


@dataclass
class Contracts:
    """What the tests of a session share: the judge, and where files of deviations are looked for."""

    judge: Judge
    folder: Path
    defaults: dict[str, Any]

    def with_options(self, options: dict[str, Any]) -> Conformance:
        """The contract as one test wants it held; raises `UsageError`."""
        from poolcontract.conformance import Conformance  # noqa: PLC0415  the plugin is loaded everywhere
        from poolcontract.deviations import load_profile  # noqa: PLC0415
        from poolcontract.finding import Severity  # noqa: PLC0415

        unknown = sorted(options.keys() - set(_OPTIONS))
        if unknown:
            raise UsageError(f"no option {unknown[0]}: there are {', '.join(_OPTIONS)}")
        wanted = {**self.defaults, **options}
        if wanted["fail_on"] not in SEVERITIES:
            raise UsageError(f"fail_on {wanted['fail_on']} is none of {', '.join(SEVERITIES)}")
        own = self._own(wanted.get("deviations"))
        return Conformance(
            self.judge, Severity[wanted["fail_on"].upper()], (*own, *load_profile(wanted["profile"]))
        )

    def _own(self, file: str | Path | None) -> tuple[Deviation, ...]:
        """The deviations of the user's file; one that is over is looked at before it goes on."""
        from poolcontract.deviations import expired, read_deviations  # noqa: PLC0415  see above

        own = read_deviations(self.folder / file) if file else ()
        for each in expired(own, datetime.now(UTC).date()):
            raise UsageError(f"{file}: deviation of {each.rule} expired on {each.expires}: {each.reason}")
        return own


@pytest.fixture(scope="session")
def pool_contract_options() -> dict[str, Any]:
    """The options that every `pool_contract` is made with; override it to set your own."""
    return {}


@pytest.fixture(scope="session")
def _pool_contracts(pytestconfig: pytest.Config) -> Contracts:
    from poolcontract.judge import Judge  # noqa: PLC0415  see above

    options = pytestconfig.stash[RUN_OPTIONS]
    defaults = {"fail_on": options.fail_on, "profile": options.profile}
    return Contracts(Judge(options.contract()), pytestconfig.rootpath, defaults)


@pytest.fixture
def pool_contract(request: pytest.FixtureRequest, pool_contract_options: dict[str, Any]) -> Conformance:
    """The contract, to hold an answer of requests, httpx, aiohttp, urllib3 or http.client against.

    `pool_contract.check(answer)` raises one `AssertionError` with all that is found. Its options are those of
    the command line, then those of the fixture `pool_contract_options`, then those of the markers
    `pool_contract`, the test's own last.
    """
    try:
        contracts: Contracts = request.getfixturevalue("_pool_contracts")
        own = marked(request.node, "pool_contract", "fail_on='warning'")
        return contracts.with_options({**pool_contract_options, **own})
    except PoolcontractError as error:
        pytest.fail(f"pool_contract: {error}", pytrace=False)
