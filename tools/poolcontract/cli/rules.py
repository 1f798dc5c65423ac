"""`poolcontract rules`: everything that is checked, by id; or the page of one rule."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from poolcontract.checks import Checked, checked
from poolcontract.cli.nearness import near, question
from poolcontract.errors import UsageError
from poolcontract.exchange import Exchange, Headers
from poolcontract.finding import ANY, Rule


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `rules`."""
    parser.add_argument("id", metavar="ID", nargs="?", help="show the page of this rule")


def run(args: argparse.Namespace, stdout: TextIO, _stderr: TextIO) -> int:
    """Print the catalogue, or one page."""
    known = checked()
    if args.id is None:
        stdout.writelines(_listing(known))
    elif args.id in known:
        stdout.writelines(line + "\n" for line in _page(known[args.id]))
    else:
        names = near(args.id, known)
        raise UsageError(f"no rule {args.id}: {question(names) if names else 'poolcontract rules lists all'}")
    return 0


def _listing(known: Mapping[str, Checked]) -> Iterator[str]:
    widest = max(len(each.id) for each in known.values())
    source = max(len(each.source) for each in known.values())
    for each in known.values():
        yield f"{each.id:{widest}}  {each.severity!s:7}  {each.source:{source}}  {each.title}\n"


def _page(entry: Checked) -> Iterator[str]:
    yield f"{entry.id}  {entry.severity}" + (f"  {entry.source}" if entry.source != "-" else "")
    yield from ("", entry.title)
    if entry.text:
        yield from ("", entry.text)
    if entry.rule:
        yield from ("", f"concerns: {_concerns(entry.rule)}")
        yield from ("", "good, no finding:", _written(entry.rule.good[0]))
        yield from ("", "bad, a finding:", _written(entry.rule.bad[0]))


def _concerns(rule: Rule) -> str:
    if rule.schema:
        return "every object" if rule.schema == ANY else f"schema {rule.schema}"
    return "every operation" if rule.operation == ANY else f"operation {rule.operation}"


def _written(example: Any) -> str:
    """A body as JSON, an exchange as its request, status, headers and body."""
    lines = list(_exchange(example)) if isinstance(example, Exchange) else _body(example)
    return "\n".join("    " + line for line in lines)


def _exchange(exchange: Exchange) -> Iterator[str]:
    if exchange.known.pool != "unknown":
        yield f"(a pool that is {exchange.known.pool})"
    if exchange.known.refusal:
        yield f"(a request that deserves a refusal: {exchange.known.refusal})"
    yield f"{exchange.request.method} {exchange.request.target}"
    yield from _message(exchange.request.headers, exchange.request.body)
    if exchange.response:
        yield f"answer {exchange.response.status}"
        yield from _message(exchange.response.headers, exchange.response.body)


def _message(headers: Headers, body: bytes) -> Iterator[str]:
    yield from (f"{name}: {value}" for name, value in headers)
    if body:
        yield body.decode("utf-8", errors="backslashreplace")


def _body(value: Any) -> list[str]:
    return json.dumps(value, indent=2, ensure_ascii=False).splitlines()
