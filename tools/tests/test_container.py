"""The Containerfile does in a fresh environment what it says, with the wheel alone."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from poolcontract.contract import home

LINES = (home() / "Containerfile").read_text(encoding="utf-8").splitlines()
INSTRUCTIONS = [line.split(" ", 1) for line in LINES if line and not line.startswith("#")]
BY_WORD = dict(INSTRUCTIONS)


def test_it_says_each_thing_once_and_nothing_more() -> None:
    words = [word for word, _ in INSTRUCTIONS]
    assert words == ["FROM", "COPY", "RUN", "USER", "EXPOSE", "ENTRYPOINT"]
    assert BY_WORD["EXPOSE"] == json.loads(BY_WORD["ENTRYPOINT"])[-1]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment in which COPY and RUN were done; its folder stands for the root."""
    root = tmp_path_factory.mktemp("root")
    (root / "tmp").mkdir()
    venv.create(root / "env", with_pip=True)
    pattern, target = BY_WORD["COPY"].split()
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", f"{root}{target}"]
    subprocess.run([*build, home()], check=True)
    assert len(list(root.glob(f"*/{pattern}"))) == 1
    command = BY_WORD["RUN"].replace(target, f"{root}{target}")
    subprocess.run(["/bin/sh", "-c", command], check=True, env=environment(root), capture_output=True)
    return root


def environment(root: Path) -> dict[str, str]:
    return {"PATH": f"{root}/env/bin:{os.defpath}"}


@pytest.mark.long
def test_what_it_starts_is_the_mock(image: Path, tmp_path: Path) -> None:
    port = BY_WORD["EXPOSE"]
    start = ["0" if word == port else word for word in json.loads(BY_WORD["ENTRYPOINT"])]
    words = [
        f"{image}/env/bin/{start[0]}",
        *start[1:],
        "--project-id",
        "p",
        "--pool",
        "a",
        "--token",
        "sesame",
    ]
    with subprocess.Popen(
        words, env=environment(image), cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as mock:
        assert mock.stdout is not None
        first = re.match(r"mock http://0\.0\.0\.0:(\d+)  project p  token sesame ", mock.stdout.readline())
        assert first is not None
        connection = http.client.HTTPConnection("127.0.0.1", int(first[1]), timeout=10)
        connection.request("DELETE", "/v2/p/pools/a", headers={"X-Auth-Token": "sesame"})
        assert connection.getresponse().status == 200
        connection.close()
        mock.terminate()
        _, err = mock.communicate(timeout=10)
    assert mock.returncode == 0
    assert err == "mock: 0.0.0.0 is reached from other machines too\nmock stopped\n"
    assert list(tmp_path.iterdir()) == [], "nothing is left behind"
