"""The README's destructive run, command by command against the stand-in: what it shows is what is printed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from poolcontract.mock import Mock

from .readme_tables import README
from .stand_in import HOST, PROJECT, StandIn, authorities, forwarding, resolving

TOKEN = "sesame-sesame-sesame"  # noqa: S105  of a mock
_SLOW, QUICK = re.compile(r"( --max-requests \d+)"), r"\1 --rate 5"
"""The story is told at the usual rate, and tried at the highest."""

_BLOCK = re.compile(r"```shell-session\n(.*?)```", re.DOTALL)


def commands(story: str) -> list[str]:
    """The commands of a story, in order."""
    return re.findall(r"^\$ (.*)$", story, re.MULTILINE)


def played(story: str, folder: Path) -> tuple[str, list[str], tuple[str, ...]]:
    """The story as it goes today, the names that the stand-in was sent, and the pools that are left."""
    told, variables = [], ""
    authorities(folder)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(resolving(folder / "path"))}
    with (
        Mock(pools=["train-1", "train-2"], token=TOKEN, project_id=PROJECT) as mock,
        StandIn(forwarding(mock.port)) as server,
    ):
        for command in commands(story):
            told.append(f"$ {command}")
            if "=" in command.split()[0]:
                variables += f"{command}\n"
                continue
            script = f"export POOLCONTRACT_TOKEN={TOKEN}\n{variables}{command} 2>&1\n"
            script = _SLOW.sub(QUICK, script.replace(f"https://{HOST}", server.url))
            words = ["bash", "-c", script]
            done = subprocess.run(
                words, cwd=folder, env=environment, capture_output=True, text=True, check=False
            )
            told.append(done.stdout.replace(server.url, f"https://{HOST}").rstrip("\n"))
        return "\n".join(told) + "\n", server.names, mock.pools


def without_chance(text: str) -> str:
    """A story without names that are drawn, moments, digests, and counts that hang on what draws."""
    text = re.sub("zz-contract-absent-[0-9a-f]{8}-[0-9a-f]{32}", "ABSENT", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "MOMENT", text)
    text = re.sub(r"\d a second at most, about \d s", "N a second at most, about N s", text)
    text = re.sub(r"plan( +)[0-9a-f]{12}", r"plan\1DIGEST", text)
    counted = ("left out", "answers judged", "page seen", "no findings")
    lines = text.splitlines()
    return "\n".join(re.sub(r"\d+(\.\d)?", "N", each) if each.startswith(counted) else each for each in lines)


def test_the_story_is_true(tmp_path: Path) -> None:
    (story,) = _BLOCK.findall(README.read_text(encoding="utf-8"))
    told, names, pools = played(story, tmp_path)
    assert without_chance(told) == without_chance(story)
    assert (names.count("train-1"), pools) == (1, ("train-2",))
