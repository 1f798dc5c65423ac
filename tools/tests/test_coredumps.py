"""No process that holds secrets leaves its memory behind when it crashes: command, child, server."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

TELLING = """
import atexit, os, resource
def tell():
    with open(f"limit-{os.getpid()}", "w") as stream:
        stream.write(str(resource.getrlimit(resource.RLIMIT_CORE)))
atexit.register(tell)
"""
_, HIGHEST = resource.getrlimit(resource.RLIMIT_CORE)
FORBIDDEN = "(0, 0)"


@pytest.mark.skipif(HIGHEST == 0, reason="where core dumps are forbidden already nothing can be seen")
@pytest.mark.parametrize(
    ("words", "processes", "expected"),
    [
        (("test", "--url", "http://localhost:9", "--only", "absent-pool"), 2, {FORBIDDEN}),
        (("mock", "--port", "0"), 1, {FORBIDDEN}),
        (("schema", "Error"), 1, {str((HIGHEST, HIGHEST))}),
    ],
    ids=lambda each: each[0] if isinstance(each, tuple) else "",
)
def test_who_may_dump_its_memory(
    words: tuple[str, ...], processes: int, expected: set[str], tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(TELLING, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "POOLCONTRACT_TOKEN": "sesame"}
    with subprocess.Popen(
        [sys.executable, "-m", "poolcontract", *words],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (HIGHEST, HIGHEST)),  # noqa: PLW1509
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.terminate() if words[0] == "mock" else process.wait(60)
    limits = [file.read_text(encoding="utf-8") for file in tmp_path.glob("limit-*")]
    assert (len(limits) >= processes, set(limits)) == (True, expected)
