"""What other services read of ours: the hook of pre-commit, and the action of GitHub, whose steps are run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from poolcontract.yamltext import load

ROOT = Path(__file__).resolve().parents[2]
HOOKS: Any = load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
ACTION: Any = load((ROOT / "action.yml").read_text(encoding="utf-8"))
CLEAN = '{"kind": "Pool", "metadata": {"name": "pool-a"}, "status": {"phase": "Running"}}'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with a clean and a wrong body, one of them under an odd name."""
    (tmp_path / "a b.json").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "gone.json").write_text(CLEAN.replace("Running", "Gone"), encoding="utf-8")
    return tmp_path


def test_the_hook_judges_the_files_it_is_given(folder: Path) -> None:
    (hook,) = HOOKS
    assert (hook["id"], hook["language"], hook["types"]) == ("poolcontract-lint", "python", ["json"])
    words = [sys.executable, "-m", *hook["entry"].split(), "a b.json", "gone.json"]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith("1 error in 2 files")


def test_an_input_never_becomes_the_text_of_a_script() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_every_input_is_used_and_every_one_that_is_used_is_declared() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"inputs\.([a-z-]+)", text)) == set(ACTION["inputs"])


def lint_step(folder: Path, **inputs: str) -> dict[str, str]:
    """Run the step that lints, as the runner does; what it gives, and what it printed as `log`."""
    (step,) = [each for each in ACTION["runs"]["steps"] if each.get("id") == "lint"]
    given = {name: spec.get("default", "") for name, spec in ACTION["inputs"].items()} | inputs
    variables = {
        name: re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda match: str(given[match[1]]), text)
        for name, text in step["env"].items()
    }
    output = folder / "output"
    environment = {
        **os.environ,
        **variables,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "RUNNER_TEMP": str(folder / "nowhere"),
        "GITHUB_OUTPUT": str(output),
    }
    bash = shutil.which("bash") or pytest.skip("the step is written for bash")
    words = [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    pairs = (line.partition("=") for line in output.read_text(encoding="utf-8").splitlines())
    return {name: value for name, _, value in pairs} | {"log": done.stdout + done.stderr}


def test_the_action_lints_writes_sarif_and_tells_github(folder: Path) -> None:
    given = lint_step(folder)
    assert (given["status"], given["sarif-file"]) == ("1", "poolcontract.sarif")
    assert given["log"].startswith("::error file=gone.json,line=1,col=70,title=schema/enum::")
    run = json.loads((folder / "poolcontract.sarif").read_text(encoding="utf-8"))["runs"][0]
    assert [each["ruleId"] for each in run["results"]] == ["schema/enum"]


@pytest.mark.parametrize(
    ("inputs", "status"),
    [
        ({"paths": "a b.json"}, "0"),
        ({"paths": "gone.json\na b.json", "args": "--profile=observed"}, "0"),
        ({"paths": "gone.json", "args": "--profile=observed\n--fail-on\nwarning\n"}, "1"),
        ({"paths": "$(touch pwned)"}, "2"),
        ({"paths": "-x.json"}, "2"),
    ],
)
def test_inputs_are_taken_as_they_are(folder: Path, inputs: dict[str, str], status: str) -> None:
    assert lint_step(folder, **inputs)["status"] == status
    assert not (folder / "pwned").exists()
