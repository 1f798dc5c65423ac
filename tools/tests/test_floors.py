"""The data flow runs one way: a module imports only from floors below its own."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "poolcontract"
FLOORS = (
    ("instance", "identity", "textsearch"),
    ("finding", "document", "exchange", "errors", "knownsecrets", "limits", "secretplaces"),
    ("masking", "harfield", "textformats", "addresses", "tokenforms", "places", "jsonstrict", "statuses"),
    ("jsonscan", "yamlscan"),
    ("jsonspans", "schemas", "schemanodes"),
    ("jsontext", "yamltext"),
    ("references",),
    ("operations",),
    ("contract",),
    ("rules._*",),
    ("rules.*",),
    ("rules", "keywords"),
    ("judge", "deviations", "fastpath", "framing", "exchangemask"),
    ("sample", "coverage", "verdict", "checks", "quickjudge", "scenario"),
    ("payloads", "generate", "target", "mock", "settings", "record"),
    (
        "answers",
        "atonce",
        "breaker",
        "calls",
        "caution",
        "childrun",
        "claims",
        "comparing",
        "consent",
        "coredumps",
        "evidence",
        "frequency",
        "harmless",
        "interruption",
        "keypair",
        "linter",
        "ordering",
        "outcome",
        "poolcommand",
        "recording",
        "supply",
    ),
    ("run",),
    ("dryrun", "inventory", "planning", "report", "shrinking"),
    ("conformance",),
    ("plugin", "cli", "hooks"),
    ("__main__",),
)
HEAVY = {"schemathesis", "hypothesis", "starlette", "uvicorn", "rich", "jsonschema", "requests", "pytest"}


@cache
def modules() -> tuple[str, ...]:
    files = sorted(PACKAGE.rglob("*.py"))
    names = [".".join(file.relative_to(PACKAGE).with_suffix("").parts) for file in files]
    return tuple(name.removesuffix(".__init__") for name in names if name != "__init__")


def floor_of(module: str) -> int:
    parts = module.split(".")
    if parts[0] == "rules" and len(parts) > 1:
        wanted = "rules._*" if parts[1].startswith("_") else "rules.*"
    else:
        wanted = parts[0]
    return next(number for number, floor in enumerate(FLOORS) if wanted in floor)


def room_of(module: str) -> str:
    """A package such as `mock` is one room: inside it modules may lean on one another; no rule on a rule."""
    if module.startswith("rules._"):
        return "rules._*"
    return module if module.startswith("rules") else module.partition(".")[0]


def imported(module: str) -> Iterator[str]:
    path = PACKAGE.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("poolcontract."):
            name = node.module.removeprefix("poolcontract.")
            inner = [f"{name}.{alias.name}" for alias in node.names]
            yield from [each for each in inner if each in modules()] or [name]
        elif isinstance(node, ast.ImportFrom) and node.module == "poolcontract":
            yield from (alias.name for alias in node.names if alias.name in modules())


@pytest.mark.parametrize("module", modules())
def test_every_import_leads_down(module: str) -> None:
    for other in imported(module):
        if room_of(other) != room_of(module):
            assert floor_of(other) < floor_of(module), f"{module} imports {other}"


def test_every_room_of_the_plan_is_there() -> None:
    planned = {name for floor in FLOORS for name in floor if not name.startswith("rules.")}
    assert planned == {name.split(".")[0] for name in modules()}


@pytest.mark.parametrize("module", ["poolcontract.cli", "poolcontract.plugin", "poolcontract.linter"])
def test_nothing_heavy_is_imported_with(module: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    allowed = {"pytest"} if module.endswith("plugin") else set()
    assert not (loaded & HEAVY) - allowed


def test_nothing_prints_or_reads_the_environment_below_the_top() -> None:
    for module in modules():
        if floor_of(module) < floor_of("cli") and not module.startswith("rules"):
            path = PACKAGE.joinpath(*module.split("."))
            file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
            text = file.read_text(encoding="utf-8")
            assert not any(word in text for word in ("print(", "os.environ", "sys.argv", "sys.exit(")), module


_GENERIC_ROOMS = ("answers.", "payloads.", "fastpath.", "keywords.", "linter.", "judge.", "quickjudge.")
GENERIC = (
    *(
        "textsearch",
        "jsontext",
        "jsonscan",
        "yamltext",
        "contract",
        "references",
        "schemanodes",
        "coverage",
    ),
    *("sample.slots", "sample.growing", "sample.breaking", "deviations", "masking"),
    *(
        "jsonspans",
        "jsonstrict",
        "yamlscan",
        "places",
        *(each for each in modules() if each.startswith(_GENERIC_ROOMS)),
    ),
    *("report.text", "report.concise", "report.json", "report.ndjson", "report.sarif", "report.junit"),
    *("report.github", "report.gitlab", "report.closing", "report.table", "report.telling", "report.summary"),
    *("report.deviations", "report.fingerprint", "report.columns", "report.paint", "identity", "checks"),
    *("report.comparison", "comparing", "harfield", "recording", "exchangemask"),
    *("evidence.__init__", "evidence.curl", "evidence.telling", "shrinking"),
    *("conformance", "hooks"),
)
VENDOR_WORDS = ("phase", "flavor", "modelarts", "dedicate", "logical", "scopetype")


@pytest.mark.parametrize("module", GENERIC)
def test_what_knows_no_pools_names_none(module: str) -> None:
    path = PACKAGE.joinpath(*module.split(".")).with_suffix(".py")
    text = path.read_text(encoding="utf-8").lower().replace("logicallocations", "")  # a word of SARIF
    assert [word for word in VENDOR_WORDS if word in text] == []
