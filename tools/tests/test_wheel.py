"""The wheel, installed alone into a fresh environment, does its work from any folder, even a hostile one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from poolcontract.contract import home

pytestmark = pytest.mark.long
RAISING = "raise SystemExit('a file of somebody else was imported')\n"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that holds the wheel and what it needs, nothing else."""
    place = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", place, home()]
    subprocess.run(build, check=True)
    venv.create(place / "env", with_pip=True)
    commands = place / "env" / "bin"
    (wheel,) = place.glob("*.whl")
    subprocess.run([commands / "python", "-m", "pip", "install", "--quiet", wheel], check=True)
    return commands


def ran(commands: Path, *words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [commands / "poolcontract", *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A folder whose files would break any run that took notice of them."""
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --no-such-option\n", encoding="utf-8")
    (tmp_path / "schemathesis.toml").write_text('base-url = "http://203.0.113.1"\n', encoding="utf-8")
    for name in ("conftest", "json", "yaml", "schemathesis", "poolcontract"):
        (tmp_path / f"{name}.py").write_text(RAISING, encoding="utf-8")
    return tmp_path


def test_from_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    schema = ran(installed, "schema", "Pool", folder=tmp_path)
    assert json.loads(schema.stdout)["$ref"] == "#/$defs/Pool"
    body = ran(installed, "sample", folder=tmp_path)
    (tmp_path / "answer.json").write_text(body.stdout, encoding="utf-8")
    assert ran(installed, "lint", "answer.json", folder=tmp_path).returncode == 0
    run = ran(installed, "test", folder=tmp_path)
    assert (run.returncode, run.stderr) == (0, "testing the built-in mock (seed 1)\n")
    assert "82 of 82 rows   43 of 43 list values" in run.stdout
    assert [each.name for each in tmp_path.iterdir()] == ["answer.json"], "nothing is left behind"


def test_the_schemas_of_the_sibling_calls_travel(installed: Path) -> None:
    (folder,) = installed.parent.glob("lib/*/site-packages/poolcontract/mock/schemas")
    assert {file.name for file in folder.iterdir()} == {"PoolList.json", "ShownPool.json"}


def test_from_a_hostile_folder(installed: Path, hostile: Path) -> None:
    around = {"PYTEST_ADDOPTS": "--no-such-option", "PYTEST_PLUGINS": "no_such_plugin"}
    run = ran(installed, "test", folder=hostile, **around)
    assert run.returncode == 0, run.stderr
    assert "no findings" in run.stdout
    assert ran(installed, "schema", folder=hostile).returncode == 0
    (hostile / "answer.json").write_text("{", encoding="utf-8")
    assert ran(installed, "lint", "answer.json", folder=hostile).returncode == 1


def test_through_pytest(installed: Path, tmp_path: Path) -> None:
    where = ran(installed, "test", "--where", folder=tmp_path).stdout.strip()
    words = [installed / "python", "-m", "pytest", "-q", "-p", "no:schemathesis", where]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
    assert list(tmp_path.iterdir()) == [], "nothing is left behind"
