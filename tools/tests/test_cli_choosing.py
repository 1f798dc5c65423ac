"""`poolcontract test` as a person chooses it: a list, some scenarios, no requests, other meanings."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from poolcontract.childrun import ChildRun, run_contract_tests
from poolcontract.cli import dryrun, main
from poolcontract.cli import test as command
from poolcontract.mock import Mock

DOWN = "http://localhost:9"
TOKEN = "sesame-sesame"  # noqa: S105  of a mock
FEW = ("--poolcontract-examples=1", "--poolcontract-walks=5")


class Result(NamedTuple):
    """What came of a command line."""

    status: int
    out: str
    err: str


def ran(*words: str) -> Result:
    out, err = io.StringIO(), io.StringIO()
    status = main(("test", *words), out, err)
    assert "Traceback" not in out.getvalue() + err.getvalue()
    return Result(status, out.getvalue(), err.getvalue())


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a token; few requests are drawn, so that these tests are soon done."""

    def run_few(options: list[str], *args: Any, **given: Any) -> ChildRun:
        return run_contract_tests([*options, *FEW], *args, **given)

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POOLCONTRACT_TOKEN", raising=False)
    (tmp_path / "token").write_text(f"{TOKEN}\n", encoding="utf-8")
    for module in (command, dryrun):
        monkeypatch.setattr(module, "run_contract_tests", run_few)


def given(mock: Mock) -> tuple[str, ...]:
    return "-q", "--url", mock.url, "--project-id", "p", "--token-file", "token"


def report() -> Any:
    return json.loads(Path("r/report.json").read_text(encoding="utf-8"))


def test_the_list_of_scenarios(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "run_contract_tests", lambda *_, **__: pytest.fail("it was started"))
    status, out, err = ran("--list")
    assert (status, err) == (0, "")
    ids = [each.split()[0] for each in out.splitlines()]
    assert (ids[:3], ids[-2:]) == (
        ["scenario", "absent-pool", "absent-pool-again"],
        ["generated", "stateful"],
    )
    some = ran("--list", "--only", "stateful", "--only", "absent-pool").out.splitlines()
    assert [each.split()[0] for each in some] == ["scenario", "stateful", "absent-pool"]


def test_some_scenarios_alone() -> None:
    with Mock(pools=["pool-1"], project_id="p", token=TOKEN) as mock:
        only = ("--only", "deleted-again", "--only", "absent-pool")
        status, out, err = ran(*given(mock), *only, "--destroy-pool", "pool-1", "--report-dir", "r")
        assert mock.pools == ()
    assert (status, err) == (0, "")
    assert out.splitlines()[:2] == [
        "only run         deleted-again, absent-pool (--only)",
        "answers judged   200: 1   404: 4   refused as expected: 0   inconclusive: 0",
    ]
    told = report()
    assert [each["scenario"] for each in told["verdicts"]] == [
        "absent-pool",
        *["deleted-again"] * 3,
        "come-back",  # the only pool there was: whether it stays away
    ]
    assert (told["only"], told["minimum"]) == (["deleted-again", "absent-pool"], {"200": 1, "404": 1})


@pytest.mark.parametrize(
    ("only", "minimum", "phases"),
    [
        ("absent-pool", {"200": 0, "404": 1}, {"absent-pool"}),
        ("living-pool", {"200": 1, "404": 0}, {"living-pool"}),
        ("stateful", {"200": 1, "404": 1}, {"stateful"}),
        (
            "generated",
            {"200": 1, "404": 1},
            {"generated-examples", "generated-coverage", "generated-fuzzing"},
        ),
    ],
)
def test_no_status_is_due_that_is_out_of_reach(only: str, minimum: dict[str, int], phases: set[str]) -> None:
    assert ran("-q", "--only", only, "--report-dir", "r").status == 0
    told = report()
    assert told["minimum"] == minimum
    assert {each["scenario"] for each in told["verdicts"]} == phases


def test_what_was_chosen_and_needs_a_pool_is_not_checked_without() -> None:
    with Mock(pools=["pool-1"], project_id="p", token=TOKEN) as mock:
        status, out, _ = ran(*given(mock), "--only", "deleted-again", "--min-judged", "404=0")
    assert status == 5
    assert "not run          1 scenario: no living pool was left to spend" in out


MEANINGS: list[tuple[tuple[str, ...], int, str]] = [
    ((), 3, "warning  undocumented-refusal  /response/status\n"),
    (("--status", "409=error"), 1, "error  undocumented-refusal  /response/status\n"),
    (("--status", "409=info", "--status", "409=error"), 1, "error  undocumented-refusal  /response/status\n"),
    (("--status", "409=info"), 3, "only run         absent-pool-again (--only)\n"),
    (("--status", "409=inconclusive"), 3, "only run         absent-pool-again (--only)\n"),
]


@pytest.mark.parametrize(("words", "status", "beginning"), MEANINGS)
def test_a_status_has_the_meaning_that_it_is_given(
    words: tuple[str, ...], status: int, beginning: str
) -> None:
    told = ran("-q", "--fault", "status/409", "--only", "absent-pool-again", *words)
    assert told.status == status
    assert told.out.startswith(beginning)
    assert ("requests: their status says nothing, as --status has it\n" in told.out) == (
        "409=inconclusive" in words
    )


def test_a_deletion_has_its_time() -> None:
    with Mock(pools=["pool-1"], project_id="p", token=TOKEN, deletion_time=1) as mock:
        only = ("--only", "deleted-for-good", "--deletion-grace", "1.5")
        told = ran(*given(mock), *only, "--destroy-pool", "pool-1")
    assert (told.status, told.out.splitlines()[1]) == (
        0,
        "answers judged   200: 1   404: 3   refused as expected: 0   inconclusive: 0",
    )


def test_a_dry_run_sends_nothing() -> None:
    with Mock(pools=["pool-1"], project_id="p", token=TOKEN) as mock:
        only = ("--only", "deleted-again", "--only", "neighbour")
        told = ran("--dry-run", *given(mock), *only, "--destroy-pool", "pool-1")
        assert mock.pools == ("pool-1",)
    assert (told.status, told.err) == (0, "")
    *lines, lacking, last = told.out.splitlines()
    assert lines == [
        "    1  DELETE /v2/p/pools/pool-1  200  deleted-again",
        "    2  DELETE /v2/p/pools/pool-1  404  deleted-again",
        "    3  DELETE /v2/p/pools/pool-1  404  deleted-again",
        "3 requests",
    ]
    assert lacking.startswith("1 scenario would not be run: ")
    assert last == f"nothing was sent to {mock.url}"


def test_a_dry_run_needs_nobody_there() -> None:
    status, out, err = ran("--dry-run", "--url", DOWN, "--only", "absent-pool")
    assert (status, err) == (0, "")
    assert out.splitlines()[1:] == ["1 request", f"nothing was sent to {DOWN}"]


def test_a_dry_run_of_all() -> None:
    status, out, _ = ran("--dry-run", "--destroy-pool", "x", "--url", DOWN)
    assert status == 0
    assert {"generated-fuzzing", "stateful"} <= {word.strip(":") for word in out.split()}
