"""A user's own runs of Schemathesis: our findings are theirs, and a real service is never their target."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from poolcontract.contract import home
from poolcontract.mock import Mock

from .raw_server import RawServer, sized

TOKEN = "sesame-sesame-sesame"  # noqa: S105  of a mock


def run(url: str, folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`st run` as a user types it, with our module in the variable that it reads."""
    st = Path(sys.executable).with_name("st")
    command = [
        str(st),
        "run",
        str(home() / "openapi.yaml"),
        "--url",
        url,
        "--header",
        f"X-Auth-Token: {TOKEN}",
    ]
    command += ["--checks", "poolcontract", "--seed", "1", "--generation-database", "none", *words]
    settings = {**os.environ, "SCHEMATHESIS_HOOKS": "poolcontract.hooks", **environment}
    settings["PYTHONUTF8"] = "1"  # its lines cannot be printed in every locale
    return subprocess.run(
        command, cwd=folder, env=settings, capture_output=True, encoding="utf-8", timeout=60, check=False
    )


SHORT = ("--phases", "fuzzing", "--max-examples", "5")


def test_a_run_fails_by_our_findings(tmp_path: Path) -> None:
    body = f'{{"error_code": 5, "error_msg": "{TOKEN}"}}'.encode()
    with RawServer(
        sized(body, "Content-Type: application/json", "Connection: close", status="404 No")
    ) as server:
        done = run(f"{server.url}/base", tmp_path, *SHORT)
        assert server.requests
    assert done.returncode == 1, done.stdout + done.stderr
    told = re.findall(r"^- (.*)$", done.stdout, re.MULTILINE)
    assert sorted(told) == [
        "ST901 echoed-credential /response/body",
        "ST901 schema/type /response/body/error_code",
    ]
    assert "error at /response/body/error_code: 5 is of type integer, expected string" in " ".join(
        done.stdout.split()
    )


def test_a_run_passes_where_nothing_is_wrong(tmp_path: Path) -> None:
    with Mock(token=TOKEN) as served:
        done = run(served.url, tmp_path, "--max-examples", "5")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_redirect_is_found_and_not_followed(tmp_path: Path) -> None:
    with RawServer(sized(b"", "Location: /elsewhere", "Connection: close", status="307 Elsewhere")) as server:
        done = run(server.url, tmp_path, *SHORT)
        assert not [each for each in server.requests if each.startswith(b"DELETE /elsewhere")]
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.findall(r"^- (.*)$", done.stdout, re.MULTILINE) == ["ST901 redirect /response/status"]


def test_a_run_against_a_stranger_ends_before_its_first_request(tmp_path: Path) -> None:
    done = run("http://203.0.113.9", tmp_path, *SHORT)
    assert done.returncode == 2
    assert "203.0.113.9: it is not known to be this machine or in a private network" in " ".join(
        done.stdout.split()
    )
    assert "Test cases:" not in done.stdout


def test_an_environment_that_makes_no_sense_is_told(tmp_path: Path) -> None:
    done = run("http://127.0.0.1:1", tmp_path, *SHORT, POOLCONTRACT_FAIL_ON="grave")
    assert done.returncode != 0
    assert "POOLCONTRACT_FAIL_ON: grave is none of info, warning, error" in done.stdout + done.stderr
