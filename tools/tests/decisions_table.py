"""The decisions on the page's ambiguities as one Markdown table: `make documents` writes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

CONTRACT_TESTS = Path(__file__).resolve().parents[2] / "contract_tests"
SOURCE, TARGET = CONTRACT_TESTS / "decisions.json", CONTRACT_TESTS / "DECISIONS.md"

HEAD = """\
# What the page leaves open, and what was decided

Made from `decisions.json` by `make documents`; the places of keywords and the names of cases stand there. The
page is the vendor's on deleting a resource pool. `observed` is the profile that `--profile observed` chooses.

| | question | decision | where it landed |
| --- | --- | --- | --- |
"""


def table(decisions: list[dict[str, Any]]) -> str:
    """The whole page: a heading, and one row for each decision."""
    return HEAD + "".join(_row(each) for each in decisions)


def _row(decision: dict[str, Any]) -> str:
    cells = (decision["id"], decision["question"], decision["decision"], "; ".join(_landed(decision)))
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |\n"


def _landed(decision: dict[str, Any]) -> list[str]:
    """Where a decision landed: what a reader looks up by name is named, the rest is counted."""
    found = []
    if "nothing" in decision:
        found.append(f"nothing to encode: {decision['nothing'].rstrip('.').lower()}")
    if "contradictions" in decision:
        found.append("`x-contradiction`")
    if "keywords" in decision:
        found.append("keywords of " + _named(_document(each) for each in decision["keywords"]))
    if "rules" in decision:
        found.append(f"{'rules' if len(decision['rules']) > 1 else 'rule'} {_named(decision['rules'])}")
    if "profile" in decision:
        found.append("profile `observed`")
    if "cases" in decision:
        found.append(f"{len(decision['cases'])} cases" if len(decision["cases"]) > 1 else "a case")
    return found


def _document(reference: str) -> str:
    """`PoolSpec` for a place in its schema, `openapi.yaml` for one in the document."""
    return reference.partition("#")[0].removeprefix("schemas/").removesuffix(".json")


def _named(names: Any) -> str:
    return ", ".join(f"`{each}`" for each in dict.fromkeys(names))


if __name__ == "__main__":
    TARGET.write_text(table(json.loads(SOURCE.read_text(encoding="utf-8"))), encoding="utf-8")
