"""The pytest plugin: options, and the fixtures that the contract tests and a user's own tests take.

It is loaded in every pytest run of an environment that has poolcontract: nothing heavy is imported before a
fixture is used.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from poolcontract.contract import Contract
    from poolcontract.judge import Judge
    from poolcontract.run import Run

_ANY_PROJECT = "0" * 32
TOKEN_VARIABLE = "POOLCONTRACT_TOKEN"  # noqa: S105  the name of a variable


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """The options of a run: `url` None means the built-in mock."""

    url: str | None
    project_id: str | None
    token_file: Path | None
    destroy: tuple[str, ...]
    contract_path: Path | None
    profile: str
    fail_on: str
    seed: int
    timeout: float
    max_requests: int
    examples: int
    walks: int
    faults: tuple[str, ...]
    report_dir: Path | None

    def contract(self) -> Contract:
        """The contract that the run judges by; raises `ContractError`."""
        from poolcontract.contract import load  # noqa: PLC0415  see the module's docstring

        return load(self.contract_path)


RUN_OPTIONS: pytest.StashKey[RunOptions] = pytest.StashKey()
_RUN: pytest.StashKey[Run] = pytest.StashKey()

_OPTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("url", {"help": "endpoint to test (loopback only); without it the built-in mock is started"}),
    ("project-id", {"help": "the project that the calls name"}),
    ("token-file", {"type": Path, "help": f"file that holds the token (or the variable {TOKEN_VARIABLE})"}),
    ("destroy-pool", {"action": "append", "default": [], "help": "a pool that may be deleted (repeatable)"}),
    ("contract", {"type": Path, "help": "folder or OpenAPI file instead of the bundled contract"}),
    ("profile", {"default": "documented", "help": "documented (default) or observed"}),
    ("fail-on", {"default": "error", "help": "severity from which a finding is a violation (default error)"}),
    ("seed", {"type": int, "default": 1, "help": "seed of everything that is generated (default 1)"}),
    ("timeout", {"type": float, "default": 10.0, "help": "seconds for one exchange (default 10)"}),
    ("max-requests", {"type": int, "default": 5000, "help": "requests that may be sent (default 5000)"}),
    ("examples", {"type": int, "default": 120, "help": "requests drawn by Schemathesis (default 120)"}),
    ("walks", {"type": int, "default": 30, "help": "random walks of the state machine (default 30)"}),
    ("fault", {"action": "append", "default": [], "help": "fault of the built-in mock (repeatable)"}),
    ("report-dir", {"type": Path, "help": "folder that report.json is written to"}),
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Every option begins with --poolcontract-, so that no other plugin's can collide."""
    group = parser.getgroup("poolcontract", "contract tests of one vendor operation")
    for name, settings in _OPTIONS:
        group.addoption(f"--poolcontract-{name}", dest=f"poolcontract_{name.replace('-', '_')}", **settings)


def pytest_configure(config: pytest.Config) -> None:
    """Keep the options in one plain object."""
    given = {name: config.getoption(f"poolcontract_{name.replace('-', '_')}") for name, _ in _OPTIONS}
    config.stash[RUN_OPTIONS] = RunOptions(
        url=given["url"],
        project_id=given["project-id"],
        token_file=given["token-file"],
        destroy=tuple(given["destroy-pool"]),
        contract_path=given["contract"],
        profile=given["profile"],
        fail_on=given["fail-on"],
        seed=given["seed"],
        timeout=given["timeout"],
        max_requests=given["max-requests"],
        examples=given["examples"],
        walks=given["walks"],
        faults=tuple(given["fault"]),
        report_dir=given["report-dir"],
    )


@pytest.fixture(scope="session")
def pool_judge(request: pytest.FixtureRequest) -> Judge:
    """The judge of the chosen contract."""
    from poolcontract.judge import Judge  # noqa: PLC0415  see the module's docstring

    return Judge(request.config.stash[RUN_OPTIONS].contract())


@pytest.fixture(scope="session")
def pool_run(request: pytest.FixtureRequest) -> Iterator[Run]:
    """A run against the chosen target, or against the built-in mock."""
    options = request.config.stash[RUN_OPTIONS]
    with ExitStack() as stack:
        run = _opened(options, stack)
        request.config.stash[_RUN] = run
        yield run


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember tests that fail for another reason than a verdict: report.json tells them too."""
    report = yield
    if report.failed and _RUN in item.config.stash and call.excinfo is not None:
        run = item.config.stash[_RUN]
        if not run.explains(call.excinfo.value):
            run.failures.append({"test": item.name, "message": run.mask.text(call.excinfo.exconly())})
    return report


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write report.json, whatever became of the tests."""
    config = session.config
    folder = config.stash[RUN_OPTIONS].report_dir
    run = config.stash.get(_RUN, None)
    if folder is None or run is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(run.report(), indent=2, ensure_ascii=False)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")


def _opened(options: RunOptions, stack: ExitStack) -> Run:
    """Where target, ledger and mock meet: a run against the URL given, or against a mock of its own."""
    from poolcontract.deviations import load_profile  # noqa: PLC0415  see the module's docstring
    from poolcontract.finding import Severity  # noqa: PLC0415
    from poolcontract.mock import Mock  # noqa: PLC0415
    from poolcontract.run import Run  # noqa: PLC0415
    from poolcontract.target import Client, Ledger, Target  # noqa: PLC0415

    contract = options.contract()
    project_id, token, url = options.project_id, _token(options), options.url
    ledger = Ledger(options.destroy)
    if url is None:
        mock = stack.enter_context(Mock(contract=contract, seed=options.seed, faults=options.faults))
        project_id, token, url = mock.project_id, mock.token, mock.url
        ledger = Ledger(mock.pools, fresh=mock.create)
    client = Client(Target.parse(url), timeout=options.timeout, max_requests=options.max_requests)
    return Run(
        contract=contract,
        client=client,
        ledger=ledger,
        project_id=project_id or _ANY_PROJECT,
        token=token or "",
        deviations=load_profile(options.profile),
        fail_on=Severity[options.fail_on.upper()],
    )


def _token(options: RunOptions) -> str | None:
    if options.token_file is not None:
        return options.token_file.read_text(encoding="utf-8").strip()
    return os.environ.get(TOKEN_VARIABLE)
