"""The pytest plugin: options, and the fixtures that the contract tests and a user's own tests take.

It is loaded in every pytest run of an environment that has poolcontract: nothing heavy is imported before a
fixture is used.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from poolcontract.errors import PoolcontractError
from poolcontract.plugin import cases, checking, mocks
from poolcontract.plugin.checking import _pool_contracts, pool_contract, pool_contract_options
from poolcontract.plugin.freshpools import fresh_pools
from poolcontract.plugin.hiding import Hiding
from poolcontract.plugin.mocks import _pool_mocks, pool_mock, pool_mock_options
from poolcontract.plugin.opening import opened
from poolcontract.plugin.options import RUN_OPTIONS
from poolcontract.plugin.reporting import REPORT, write
from poolcontract.settings import OPTIONS, OPTIONS_OF_PYTEST, RunOptions

if TYPE_CHECKING:
    from poolcontract.judge import Judge
    from poolcontract.record import FailureKind, Record
    from poolcontract.run import Run

    _Failure = tuple[str, str, FailureKind]

__all__ = [
    "REPORT",
    "RUN_OPTIONS",
    "_pool_contracts",
    "_pool_mocks",
    "pool_contract",
    "pool_contract_options",
    "pool_judge",
    "pool_mock",
    "pool_mock_options",
    "pool_run",
]

_REFUSED = 2


@dataclass(slots=True)
class _Story:
    """What report.json will tell: `record` is None until a run is open; `url` is that of its target.

    `failures` are test, message and kind; `hopeless` says that it was not a person who ended the session.
    """

    record: Record | None = None
    url: str = ""
    failures: list[_Failure] = field(default_factory=list)
    hopeless: bool = False


_STORY: pytest.StashKey[_Story] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Every option begins with --poolcontract-, so that no other plugin's can collide."""
    group = parser.getgroup("poolcontract", "contract tests of one vendor operation")
    for name, settings in {**OPTIONS, **OPTIONS_OF_PYTEST}.items():
        group.addoption(f"--poolcontract-{name}", dest=f"poolcontract_{name}", **settings)


def pytest_configure(config: pytest.Config) -> None:
    """Keep the options in one plain object, and tell of our markers."""
    for marker in (cases.MARKER, checking.MARKER, mocks.MARKER):
        config.addinivalue_line("markers", marker)
    names = (*OPTIONS, *OPTIONS_OF_PYTEST)
    config.stash[RUN_OPTIONS] = RunOptions.of(
        {name: config.getoption(f"poolcontract_{name}") for name in names}
    )
    config.stash[_STORY] = _Story()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Draw requests for tests that `poolcontract.cases` decorates."""
    cases.parametrize(metafunc)


@pytest.fixture(scope="session")
def pool_judge(request: pytest.FixtureRequest) -> Judge:
    """The judge of the chosen contract."""
    from poolcontract.judge import Judge  # noqa: PLC0415  see the module's docstring

    try:
        return Judge(request.config.stash[RUN_OPTIONS].contract())
    except PoolcontractError as error:
        _refuse(request.config, error)


@pytest.fixture(scope="session")
def pool_run(request: pytest.FixtureRequest) -> Iterator[Run]:
    """A run against the chosen target, or against the built-in mock."""
    with ExitStack() as stack:
        try:
            options = request.config.stash[RUN_OPTIONS]
            run = opened(options, stack, fresh_pools(options, request, os.environ))
        except PoolcontractError as error:
            _refuse(request.config, error)
        story = request.config.stash[_STORY]
        story.record, story.url = run.record, run.client.target.url
        request.config.pluginmanager.register(Hiding(run.mask))
        yield run


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember tests that fail for another reason than a verdict: report.json tells them too."""
    report = yield
    if report.failed and call.excinfo is not None and _report_dir(item.config) is not None:
        from poolcontract.run import Run  # noqa: PLC0415  see the module's docstring

        claims = report.when == "call" and call.excinfo.errisinstance((AssertionError, pytest.fail.Exception))
        if not Run.explains(call.excinfo.value):
            kind: FailureKind = "failed" if claims else "error"
            item.config.stash[_STORY].failures.append((item.name, call.excinfo.exconly(), kind))
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Remember files that could not be collected."""
    report = yield
    if report.failed:
        last_line = str(report.longrepr).strip().rpartition("\n")[2]
        _despair(collector.config, (collector.name, last_line.lstrip("E "), "error"))
    return report


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write report.json and the recording, whatever became of the tests."""
    folder = _report_dir(session.config)
    if folder is None:
        return
    from poolcontract.record import Failure, Record  # noqa: PLC0415  see the module's docstring

    story = session.config.stash[_STORY]
    try:
        record = story.record or Record(contract=session.config.stash[RUN_OPTIONS].contract())
    except PoolcontractError:
        return  # without a contract there is nothing to report on; the session has told why
    record.failures += [Failure(*each) for each in story.failures]
    record.partial = exitstatus == pytest.ExitCode.INTERRUPTED and not story.hopeless
    write(folder, record, story.url)


def _report_dir(config: pytest.Config) -> Path | None:
    return config.stash[RUN_OPTIONS].report_dir


def _despair(config: pytest.Config, failure: _Failure) -> None:
    story = config.stash[_STORY]
    story.failures.append(failure)
    story.hopeless = True


def _refuse(config: pytest.Config, error: PoolcontractError) -> NoReturn:
    """End the session: it was asked for something that cannot be done, and nothing was sent."""
    _despair(config, ("pool_run", str(error), "refused"))
    pytest.exit(str(error), returncode=_REFUSED)
