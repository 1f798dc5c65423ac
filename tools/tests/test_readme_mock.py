"""What the README shows of clients of the mock is what they do: curl, and the vendor's own."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .readme_tables import README

TEXT = README.read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8080"


def block(language: str, word: str) -> str:
    """The one block of a language in which a word stands."""
    blocks = re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    (found,) = [each for each in blocks if word in each]
    return str(found)


def test_the_commands_for_curl(tmp_path: Path) -> None:
    start, call = block("sh", "curl ").split("\n", 1)
    assert ADDRESS in call
    words = [sys.executable, "-m", *start.replace("--port 8080", "--port 0").split()]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as mock:
        assert mock.stdout is not None
        url = mock.stdout.readline().split()[1]
        command = call.replace(ADDRESS, url).replace("curl ", "curl --silent --noproxy '*' ")
        done = subprocess.run(["/bin/sh", "-c", command], cwd=tmp_path, capture_output=True, check=True)
        mock.terminate()
        mock.communicate(timeout=10)
    assert json.loads(done.stdout)["metadata"]["name"] == "pool-1"


@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
def test_the_client_of_the_vendor(capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block("python", "huaweicloudsdkcore"), "README.md", "exec"), {})  # noqa: S102  it is ours
    assert capsys.readouterr().out == "200\n"


def test_another_runner(tmp_path: Path) -> None:
    body = "\n    def test_it(self):\n        self.assertEqual(self.mock.pools, ('pool-1',))\n"
    (tmp_path / "test_own.py").write_text(block("python", "unittest") + body, encoding="utf-8")
    words = [sys.executable, "-m", "unittest", "test_own"]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Ran 1 test" in done.stderr
