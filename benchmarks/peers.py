"""The same bodies judged by other programs, side by side: seconds and peak memory of whole processes.

check-jsonschema and jsonvet know one schema file and no rules between fields: they are given the bundled
schema of the 200 body. The first reads no NDJSON; many bodies in one file are an array for it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from corpora import SIZES, lines
from measuring import Cost, cost

_FILES, _BODIES = 1_000, 100_000
_FEW_RUNS = 3
_SLOW = 60.0
"""Seconds of one run above which there is no second."""


def compare(folder: Path, share: float) -> None:
    """Print the table; `share` is how much of the bodies is used."""
    schema, many = _written(folder, share)
    ours = [sys.executable, "-m", "poolcontract", "lint", "-q"]
    check = [_peer("check-jsonschema"), "--no-cache", "--schemafile", str(schema)]
    check_many = [*check[:-1], str(_of_array(schema))]
    vet = [_peer("jsonvet"), "--no-config", "--schema", str(schema)]
    files, array, ndjson = folder / "files", folder / "bodies.json", many
    tasks: dict[str, dict[str, list[str]]] = {
        f"{len(list(files.iterdir())):,} files": {
            "poolcontract": [*ours, str(files)],
            "check-jsonschema": [*check, *sorted(map(str, files.iterdir()))],
            "jsonvet": [*vet, str(files)],
        },
        f"{int(_BODIES * share):,} bodies": {
            "poolcontract": [*ours, str(ndjson)],
            "poolcontract, one process": [*ours, "--jobs", "1", str(ndjson)],
            "check-jsonschema": [*check_many, str(array)],
            "jsonvet": [*vet, str(ndjson)],
        },
    }
    print(f"\n{'':30}{'seconds':>10}{'MB':>8}{'times as long':>15}{'times the memory':>18}")
    for task, ways in tasks.items():
        print(task)
        first: Cost | None = None
        for name, command in ways.items():
            taken = _best(command)
            first = first or taken
            print(
                f"  {name:28}{taken.seconds:10.2f}{taken.megabytes:8.0f}"
                f"{taken.seconds / first.seconds:15.1f}{taken.megabytes / first.megabytes:18.1f}",
                flush=True,
            )


def _written(folder: Path, share: float) -> tuple[Path, Path]:
    """The bodies as files, as lines and as one array; gives the schema's file and that of the lines."""
    schema, many, files = folder / "pool.json", folder / "bodies.ndjson", folder / "files"
    command = [sys.executable, "-m", "poolcontract", "schema", "Pool"]
    schema.write_bytes(subprocess.run(command, capture_output=True, check=True).stdout)
    files.mkdir()
    bodies = list(lines(SIZES["small"], int(_BODIES * share)))
    for number, body in enumerate(bodies[: int(_FILES * max(share, 0.1))]):
        (files / f"{number:04}.json").write_bytes(body)
    many.write_bytes(b"".join(bodies))
    (folder / "bodies.json").write_bytes(b"[" + b",".join(bodies) + b"]")
    return schema, many


def _of_array(schema: Path) -> Path:
    """The schema of an array of what another describes."""
    document = json.loads(schema.read_text(encoding="utf-8"))
    items = {"$ref": document.pop("$ref")}
    file = schema.with_name("pools.json")
    file.write_text(json.dumps({**document, "type": "array", "items": items}), encoding="utf-8")
    return file


def _peer(name: str) -> str:
    found = shutil.which(name, path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    if found is None:
        sys.exit(f"{name} is not installed: pip install -r {Path(__file__).with_name('requirements.txt')}")
    return found


def _best(command: list[str]) -> Cost:
    """The best of some runs; a slow one is not run twice."""
    found = [cost(command)]
    while len(found) < _FEW_RUNS and found[0].seconds < _SLOW:
        found.append(cost(command))
    return min(found)
