"""`poolcontract schema`: print one schema with all that it refers to, for editors and other validators."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any, TextIO

from poolcontract.cli.nearness import near, question
from poolcontract.contract import Contract, load
from poolcontract.errors import UsageError

_MAPS = ("$defs", "properties", "patternProperties", "dependentSchemas")  # their keys are names, not keywords
_DATA = ("const", "default", "enum", "examples")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `schema`."""
    parser.add_argument("name", metavar="NAME", nargs="?", help="the schema (default: that of a success)")
    parser.add_argument("--list", action="store_true", help="list the names with their titles, and end")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write it to a file")
    parser.add_argument(
        "--contract", type=Path, metavar="PATH", help="folder or OpenAPI file instead of the bundled contract"
    )


def run(args: argparse.Namespace, stdout: TextIO, _stderr: TextIO) -> int:
    """Print the schema as stand-alone JSON Schema 2020-12, or the list."""
    contract = load(args.contract)
    if args.list:
        text = _listing(contract)
    else:
        bundle = contract.bundle(_known(args.name, contract))
        text = json.dumps(without_extensions(bundle), indent=2, ensure_ascii=True) + "\n"
    if args.output:
        args.output.write_text(text, encoding="utf-8")
    else:
        stdout.write(text)
    return 0


def without_extensions(schema: Any) -> Any:
    """A schema without its `x-` words: they speak to this program, and strict validators refuse them."""
    if isinstance(schema, list):
        return [without_extensions(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _plain(key, item) for key, item in schema.items() if not key.startswith("x-")}


def _plain(key: str, item: Any) -> Any:
    if key in _DATA:
        return item
    if key in _MAPS and isinstance(item, dict):
        return {name: without_extensions(each) for name, each in item.items()}
    return without_extensions(item)


def _known(name: str | None, contract: Contract) -> str:
    if name is None:
        return contract.bodies[0]
    if name not in contract.schemas:
        names = near(name, contract.schemas)
        hint = question(names) if names else f"there are {', '.join(contract.schemas)}"
        raise UsageError(f"no schema {name}: {hint}")
    return name


def _listing(contract: Contract) -> str:
    width = max(len(name) for name in contract.schemas)
    return "".join(
        f"{name:{width}}  {schema.get('title', '')}".rstrip() + "\n"
        for name, schema in contract.schemas.items()
    )
