"""`poolcontract test` on a service that must not be harmed, typed as a person would; it is a stand-in."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from poolcontract.cli import careful
from poolcontract.cli import test as command
from poolcontract.cli.version import version
from poolcontract.mock import Mock
from poolcontract.planning import digest_of
from poolcontract.target import read_log

from .careful_runs import CONTRACT, absent, plan_of
from .command_lines import Result, ran
from .raw_server import sized
from .short_runs import SCENARIOS, shorten
from .stand_in import HOST, PROJECT, StandIn, authorities, forwarding, listing, resolving, with_list

TOKEN = "sesame-sesame-sesame"  # noqa: S105  of a mock
NOT_FOUND = sized(b'{"error_code": "ModelArts.50015001"}', "Content-Type: application/json", status="404 No")
DOUBTS = [
    "train-1 will be deleted: it was created on 2024-05-14, more than a day ago",
    "train-1 will be deleted: its name (os.modelarts/name) does not begin with zz-disposable-",
]
ABSENT = re.compile("zz-contract-absent-[0-9a-f]{8}-[0-9a-f]{32}")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder; the made-up name leads to this machine, and only scenarios are planned."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POOLCONTRACT_TOKEN", TOKEN)
    monkeypatch.setenv("PYTHONPATH", str(resolving(tmp_path / "path")))
    authorities(tmp_path)
    shorten(monkeypatch, careful, *SCENARIOS)
    return tmp_path


@pytest.fixture
def mock() -> Iterator[Mock]:
    with Mock(pools=["train-1", "train-2"], token=TOKEN, project_id=PROJECT) as mock:
        yield mock


def typed(server: StandIn, *more: str) -> tuple[str, ...]:
    """The options of a run against the stand-in."""
    where = ("--url", server.url, "--allow-host", HOST, "--ca-bundle", "authorities.pem")
    return ("test", *where, "--project-id", PROJECT, "--rate", "5", *more)


def by_plan(server: StandIn, deletions: int) -> tuple[str, ...]:
    """The options that send a plan of absent pools. It is written here: making one takes a process."""
    of_ours = {"version": version(), "contract": digest_of(CONTRACT), "rate": 5.0}
    plan_of(*absent(deletions), url=server.url, **of_ours).save(Path("plan.json"))
    return ("--execute", "plan.json")


def test_a_destructive_run(mock: Mock) -> None:
    with StandIn(forwarding(mock.port)) as server:
        spending = ("--destroy-pool", "train-1", "--max-requests", "8")
        status, out, err = ran(*typed(server, *spending))
        assert (status, err, server.requests) == (0, "", [])
        assert out.endswith("nothing was sent; --plan-out FILE keeps the plan, --execute FILE sends it\n")

        status, out, err = ran(*typed(server, *spending, "--plan-out", "plan.json"))
        assert (status, err, server.requests) == (0, "", [])
        shown = out.splitlines()
        assert shown[0] == f"plan for {server.url}: DELETE /v2/{PROJECT}/pools/NAME, NAME being"
        assert [line.split()[1] for line in shown if "SPENDS THE POOL" in line] == ["train-1"]
        assert shown[-1] == (
            "nothing was sent; the plan is in plan.json, "
            "and is sent by --execute plan.json --destroy-pool train-1"
        )
        names = [line.split()[1] for line in shown[1:7]]

        status, out, err = ran(*typed(server, *spending, "--execute", "plan.json", "--report-dir", "r"))
        assert status == 0, out
        assert err.splitlines() == [
            f"testing {server.url}, audit log {Path('r').absolute() / 'audit.ndjson'}",
            *(f"poolcontract: warning: {each}" for each in DOUBTS),
        ]
        assert server.names == names, "what was shown is what was sent, in that order"
        around = [each.split(b"\r\n")[0].decode() for each in (server.requests[0], server.requests[-1])]
        assert around == [f"GET /v2/{PROJECT}/pools HTTP/1.1"] * 2
        kept = json.loads(Path("r/executed-plan.json").read_text(encoding="utf-8"))
        assert kept.pop("executed").startswith("20")
        assert kept == json.loads(Path("plan.json").read_text(encoding="utf-8"))
        assert mock.pools == ("train-2",)
        assert "\nanswers judged   200: 1   404: " in out
        assert stat.S_IMODE(Path("r/audit.ndjson").stat().st_mode) == 0o600

        again = ran(*typed(server, *spending, "--execute", "plan.json"))
        assert again == Result(
            2,
            "",
            "poolcontract: plan.json was executed already (plan.json.executed says so); make a new plan\n",
        )
        shutil.copy("plan.json", "copy.json")
        log = str(Path("r").absolute() / "audit.ndjson")
        for file, more, words in (
            ("copy.json", ("--audit-log", log), f"the plan was executed already ({log} says so)"),
            ("r/executed-plan.json", (), "r/executed-plan.json: this plan was executed already"),
        ):
            again = ran(*typed(server, *spending, "--execute", file, *more))
            assert again == Result(2, "", f"poolcontract: {words}; make a new plan\n")
        assert len(server.requests) == 8
    status, out, err = ran("audit", "show", "r/audit.ndjson")
    assert (status, err) == (0, "")
    assert [line.split()[3].rpartition("/")[2] for line in out.splitlines() if " DELETE " in line] == names
    assert "8 requests planned, spending train-1" in out
    assert [line.split("  ")[-1] for line in out.splitlines() if "will be deleted" in line] == DOUBTS


def test_a_run_for_absent_pools_is_one_command(mock: Mock) -> None:
    with StandIn(forwarding(mock.port)) as server:
        status, out, err = ran(*typed(server, "--execute", "--max-requests", "6"))
        assert (status, len(server.requests), len(server.names)) == (0, 6, 4), out
    assert all(ABSENT.fullmatch(name) for name in server.names)
    assert mock.pools == ("train-1", "train-2")
    assert err == f"testing {server.url}, audit log poolcontract-audit.ndjson\n"
    shown = [line.split()[1] for line in out.splitlines()[1:5]]
    assert server.names == shown


def test_a_rehearsal_is_held_to_the_same_rules(mock: Mock) -> None:
    given = (
        "test",
        "--url",
        mock.url,
        "--rehearse",
        "--project-id",
        PROJECT,
        "--max-requests",
        "5",
        "--rate",
        "5",
    )
    few = ran(*given, "--destroy-pool", "train-1")
    assert "\nunspent   train-1: nothing is planned for it (--max-requests)\n" in few.out
    given = (*given, "--max-requests", "8")
    status, out, _ = ran(*given, "--destroy-pool", "train-1", "--plan-out", "plan.json")
    assert (status, mock.pools) == (0, ("train-1", "train-2"))
    assert ran(*given, "--execute", "plan.json").status == 2
    assert mock.pools == ("train-1", "train-2")
    status, out, _ = ran(*given, "--execute", "plan.json", "--destroy-pool", "train-1")
    assert (status, mock.pools) == (0, ("train-2",)), out


FORBIDDEN = sized(b"{}", "Content-Type: application/json", status="403 Forbidden")
RESERVED = "zz-contract-absent-mine"
NO_LIST: list[tuple[bytes, int, str]] = [
    (FORBIDDEN, 3, "and nothing is deleted without it: 403; the credentials must allow to list pools\n"),
    (listing("train-1", RESERVED), 4, f": a pool has a name of the form that no pool can have: {RESERVED}\n"),
]


@pytest.mark.parametrize(("answer", "expected", "words"), NO_LIST, ids=["not allowed", "a reserved name"])
def test_nothing_is_deleted_without_the_list_of_pools(answer: bytes, expected: int, words: str) -> None:
    with StandIn(lambda _: answer) as server:
        status, out, err = ran(*typed(server, *by_plan(server, 2), "--report-dir", "r"))
    assert (status, len(server.requests), server.names) == (expected, 1, []), out + err
    assert err.endswith(words)
    report = json.loads(Path("r/report.json").read_text(encoding="utf-8"))
    first, *others = report["verdicts"]
    assert (first["scenario"], first["method"]) == ("list-before", "GET")
    assert {each["reason"] for each in others} == {"stopped"}
    assert report["coverage"]["answers"] == {}


def test_a_service_that_does_damage_is_left_at_once() -> None:
    deleted = sized(b'{"kind": "Pool", "metadata": {"name": "x"}}', "Content-Type: application/json")
    with StandIn(with_list(lambda _: deleted)) as server:
        status, out, err = ran(*typed(server, *by_plan(server, 2)))
    assert (status, len(server.requests)) == (4, 2)
    assert "error  success-for-absent-pool" in out
    last = f"poolcontract: {server.url}: a pool that cannot exist was deleted, it is said\n"
    assert err.endswith(last)


def test_a_certificate_that_nobody_vouches_for(mock: Mock) -> None:
    with StandIn(forwarding(mock.port)) as server:
        words = [word for word in typed(server, *by_plan(server, 2)) if "bundle" not in word]
        status, out, err = ran(*[word for word in words if word != "authorities.pem"])
    assert (status, server.requests) == (3, [])
    assert "1 request: the certificate is not trusted (--ca-bundle FILE adds an authority)" in out
    assert "cannot be read, and nothing is deleted without it: tls-certificate" in err
    shown = ran("audit", "show", "poolcontract-audit.ndjson")
    assert shown.out.count("not sent: tls-certificate") == 1


def interrupting(number: int) -> Callable[[bytes], bytes]:
    """Answers, but the second request only some time after a signal has come."""
    calls = iter(range(1000))

    def answer(_: bytes) -> bytes:
        if next(calls) == 1:
            signal.pthread_kill(threading.main_thread().ident or 0, number)
            time.sleep(0.5)
        return NOT_FOUND

    return answer


@pytest.mark.parametrize(("number", "expected"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_lets_the_request_under_way_end(number: int, expected: int) -> None:
    with StandIn(with_list(interrupting(number))) as server:
        status, out, err = ran(*typed(server, *by_plan(server, 3), "--report-dir", "r"))
    assert (status, len(server.requests)) == (expected, 3)
    assert err.endswith("poolcontract: interrupted\n")
    assert "\ninterrupted      this is what was found until then\n" in out
    report = json.loads(Path("r/report.json").read_text(encoding="utf-8"))
    assert [(each["verdict"], each["status"]) for each in report["verdicts"]] == [
        ("pass", 200),
        ("pass", 404),
        ("pass", 404),
    ]
    assert report["partial"] is True
    assert ran("audit", "show", "r/audit.ndjson").status == 0, "the end of every request was seen"


def test_killing_the_command_ends_the_run() -> None:
    with StandIn(with_list(lambda _: NOT_FOUND)) as server:
        given = typed(server, *by_plan(server, 18), "--audit-log", "log")
        words = [sys.executable, "-m", "poolcontract", *given]
        with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as command:
            wait_until(lambda: len(server.requests) >= 3)
            command.kill()
        sent = len(server.requests)
        time.sleep(1.0)  # time for five requests more
        assert len(server.requests) <= sent + 1 < 20
    (run,) = read_log(Path("log")).runs
    assert [each.intent["target"].rpartition("/")[2] for each in run.sendings][1:] == server.names


def wait_until(holds: Callable[[], bool]) -> None:
    for _ in range(3000):
        if holds():
            return
        time.sleep(0.01)
    pytest.fail("it never came")


def test_a_stop_file(mock: Mock) -> None:
    Path("stop").touch()
    with StandIn(forwarding(mock.port)) as server:
        status, _, err = ran(*typed(server, *by_plan(server, 1), "--stop-file", "stop"))
    assert (status, server.requests) == (5, [])
    assert err.endswith("poolcontract: there is a stop file, stop\n")


def test_a_log_that_cannot_be_kept_means_nothing_is_sent(mock: Mock) -> None:
    with StandIn(forwarding(mock.port)) as server:
        given = by_plan(server, 1)
        for log, words in (
            ("nowhere/log", "No such file"),
            (".", "Is a directory"),
            ("/dev/full", "No space left"),
        ):
            status, out, err = ran(*typed(server, *given, "--audit-log", log))
            assert (status, words in out + err) == (2, True), out + err
    assert server.requests == []


def test_a_changed_plan_sends_no_more_than_was_typed(mock: Mock) -> None:
    with StandIn(forwarding(mock.port)) as server:
        given = by_plan(server, 1)
        plan = json.loads(Path("plan.json").read_text(encoding="utf-8"))
        first = plan["requests"][0]
        first["target"] = f"/v2/{PROJECT}/pools/train-1"
        Path("plan.json").write_text(json.dumps(plan), encoding="utf-8")
        status, _, err = ran(*typed(server, *given))
    assert (status, server.names, mock.pools) == (4, [], ("train-1", "train-2"))
    assert "the request is not for a pool that may be named; nothing was sent" in err


def test_an_old_plan(mock: Mock, place: Path) -> None:
    with StandIn(forwarding(mock.port)) as server:
        given = by_plan(server, 1)
        plan = json.loads(Path("plan.json").read_text(encoding="utf-8"))
        plan["made"] = "2026-01-01T00:00:00Z"
        (place / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
        status, out, err = ran(*typed(server, *given))
    assert (status, out, server.requests) == (2, "", [])
    assert "the plan is of 2026-01-01T00:00:00Z, and holds for 60 minutes; make a new one" in err


def test_a_disposable_server_is_asked_nothing_more(mock: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    shorten(monkeypatch, command, *SCENARIOS)
    where = ("--url", f"http://{HOST}:{mock.port}", "--disposable", HOST, "--project-id", PROJECT)
    status, out, err = ran("test", *where, "--destroy-pool", "train-1")
    assert (status, mock.pools, err) == (0, ("train-2",), f"testing http://{HOST}:{mock.port} (seed 1)\n"), (
        out
    )
    assert "answers judged   200: 1   404: " in out


SERVICE = ("--url", "https://a.b", "--allow-host", "a.b", "--project-id", PROJECT)
REFUSED: list[tuple[tuple[str, ...], str]] = [
    (("--url", "https://a.b"), "a.b is not loopback: --allow-host HOST names a real service"),
    (SERVICE[:4], "--project-id: a real service is tested in one project, its ID of 32 hexadecimal digits"),
    (
        (*SERVICE, "--execute", "--destroy-pool", "p"),
        "with pools to spend a plan is made first, --plan-out FILE",
    ),
    ((*SERVICE, "--execute", "x", "--plan-out", "y"), "--plan-out or --execute: a plan is made, looked at"),
    ((*SERVICE, "--execute", "nowhere"), "nowhere: cannot be read: No such file"),
    ((*SERVICE, "--execute", "authorities.pem"), "authorities.pem: it holds no plan of this version"),
    ((*SERVICE, "--rate", "6"), "argument --rate: 6: requests a second are expected, above 0 and at most 5"),
    ((*SERVICE, "--rate", "nan"), "argument --rate: nan: requests a second are expected"),
    ((*SERVICE, "--rate", "0"), "argument --rate: 0: requests a second are expected"),
    ((*SERVICE, "--max-requests", "2"), "--max-requests: a real service is sent 3 at least, of which 2 read"),
    ((*SERVICE, "--max-requests", "1001"), "--max-requests: 1000 at most are sent to a real service"),
    ((*SERVICE, "--plan-out", "authorities.pem"), "--plan-out authorities.pem: there is such a file"),
    ((*SERVICE, "--fault", "json/bom"), "--fault is for the built-in mock; it does not go with --url"),
    (("--url", "http://localhost:9", "--execute"), "--execute goes with --allow-host or --rehearse"),
    (("--url", "http://localhost:9", "--plan-out", "x"), "--plan-out goes with --allow-host or --rehearse"),
    (("--rehearse",), "--rehearse goes with --url"),
    (("--allow-host", "a.b"), "--allow-host goes with --url"),
    (("--execute",), "--execute goes with --url"),
    ((*SERVICE, "--insecure"), "no such option or argument: --insecure"),
    ((*SERVICE, "--key-file", "authorities.pem"), "--key-file authorities.pem: a line for the access key"),
]


@pytest.mark.parametrize(("words", "sentence"), REFUSED, ids=lambda each: " ".join(each)[-50:])
def test_what_makes_no_sense_is_refused_before_anything_is_started(
    words: tuple[str, ...], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(careful, "run_contract_tests", lambda *_, **__: pytest.fail("it was started"))
    status, out, err = ran("test", *words)
    assert (status, out, err.count("\n")) == (2, "", 1), err
    assert sentence in err


def test_a_token_and_a_pair_are_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POOLCONTRACT_ACCESS_KEY", "AK")
    monkeypatch.setenv("POOLCONTRACT_SECRET_KEY", "SK")
    status, _, err = ran("test", *SERVICE)
    assert (status, "a token or a key pair: both are given" in err) == (2, True)


def test_a_run_signed_by_a_key_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POOLCONTRACT_TOKEN")
    Path("keys").write_text("HPUAMADEUPACCESSKEY0\nmade-up/secret+key\n", encoding="utf-8")
    keys = {"HPUAMADEUPACCESSKEY0": "made-up/secret+key"}
    with (
        Mock(pools=["train-1"], keys=keys, project_id=PROJECT) as mock,
        StandIn(forwarding(mock.port)) as server,
    ):
        status, out, _ = ran(*typed(server, "--execute", "--max-requests", "3", "--key-file", "keys"))
    assert status == 0, out
    assert sum(b"Authorization: SDK-HMAC-SHA256" in each for each in server.requests) >= 1
    assert "404: 1 " in out
    assert "HPUAMADEUPACCESSKEY0" not in os.environ.values()


def test_plain_pytest_sends_nothing_to_a_real_service(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text("def test_x(pool_run): pass\n", encoding="utf-8")
    where = ("url=https://a.b", "allow-host=a.b", f"project-id={PROJECT}")
    options = [f"--poolcontract-{each}" for each in where]
    words = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *options, "test_own.py"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (
        done.returncode,
        "`poolcontract test`, which makes a plan first" in done.stdout + done.stderr,
    ) == (2, True)
