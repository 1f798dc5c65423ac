"""Requests that nobody planned, made from planned ones: other names, other spellings, other places."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote

from poolcontract.target import Plan

from .careful_runs import PROJECT


class Asked(NamedTuple):
    """A request as it is asked for."""

    method: str
    target: str
    host: str
    body: bytes


Change = Callable[[random.Random, Asked], Asked]
_NAMES = (
    *(
        "",
        ".",
        "..",
        "%2e%2e",
        "*",
        "a/b",
        "%2F",
        "pool-1",
        "train-1",
        "train-3",
        "train-1 ",
        "TRAIN-1",
        "train-1%00",
    ),
    *(
        "zz-contract-absent-",
        "zz-contract-absent-0",
        "zz-contract-absent-00000000-",
        "null",
        "undefined",
        "{pool_name}",
    ),
    *(
        "train-1/../train-3",
        "train-1;x",
        "train-1?x=y",
        "train-1#x",
        "train-1%20",
        "%74rain-1",
        "train%2D1",
        "train-1/",
    ),
)
_METHODS = (
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "PATCH",
    "OPTIONS",
    "TRACE",
    "delete",
    "Delete",
    "DELETE ",
    "QUERY",
    "X",
)
_HOSTS = (
    "localhost",
    "evil.example",
    "localhost:1",
    "localhost:80, evil.example",
    "",
    "127.0.0.1",
    "LOCALHOST:80",
)
_PREFIXES = (
    "/",
    "//",
    "/x",
    "/..",
    "http://evil.example",
    "\\",
    "/v2/..",
    "/./",
    "?",
    "#",
    " ",
    "\t",
    "/%2e%2e",
)
_SUFFIXES = (
    "/",
    "?",
    "?force=true",
    "#",
    "%00",
    "%0d%0a",
    " ",
    ";a=b",
    "/..",
    "\r\nX: y",
    "\n",
    "0",
    "%2F..",
    "\x7f",
)


def asked_for(plan: Plan, host: str) -> list[Asked]:
    """The requests of a plan; the last reads the list of pools."""
    planned = (each.request for each in plan.entries)
    deletions = [Asked(each.method, each.target, host, each.body) for each in planned]
    return [*deletions, Asked("GET", plan.listing, host, b"")]


def varied(chance: random.Random, planned: list[Asked]) -> Asked:
    """A planned request, changed in up to three ways; about one in a hundred is as it was planned."""
    asked = chance.choice(planned)
    if chance.random() < 0.01:
        return asked
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        asked = chance.choice(_CHANGES)(chance, asked)
    return asked


def _named(chance: random.Random, asked: Asked) -> Asked:
    return asked._replace(target=f"/v2/{PROJECT}/pools/{chance.choice(_NAMES)}")


def _absent(chance: random.Random, asked: Asked) -> Asked:
    digits = f"{chance.getrandbits(32):08x}-{chance.getrandbits(128):032x}"
    return asked._replace(target=f"/v2/{PROJECT}/pools/zz-contract-absent-{digits}")


def _one_byte(chance: random.Random, asked: Asked) -> Asked:
    at = chance.randrange(len(asked.target))
    other = chr(chance.choice((chance.randrange(33, 127), chance.randrange(256))))
    return asked._replace(target=asked.target[:at] + other + asked.target[at + 1 :])


def _cut(chance: random.Random, asked: Asked) -> Asked:
    return asked._replace(target=asked.target[: chance.randrange(len(asked.target))] or "/")


def _encoded(chance: random.Random, asked: Asked) -> Asked:
    at = chance.randrange(len(asked.target))
    return asked._replace(
        target=f"{asked.target[:at]}%{ord(asked.target[at]) & 255:02x}{asked.target[at + 1 :]}"
    )


def _cased(_: random.Random, asked: Asked) -> Asked:
    return asked._replace(target=asked.target.encode("latin-1").upper().decode("latin-1"))


def _before(chance: random.Random, asked: Asked) -> Asked:
    return asked._replace(target=chance.choice(_PREFIXES) + asked.target)


def _behind(chance: random.Random, asked: Asked) -> Asked:
    return asked._replace(target=asked.target + chance.choice(_SUFFIXES))


def _elsewhere(chance: random.Random, asked: Asked) -> Asked:
    other = chance.choice((f"{chance.getrandbits(128):032x}", PROJECT.upper(), "", "..", PROJECT[:-1], "*"))
    return asked._replace(target=asked.target.replace(PROJECT, other))


def _quoted(_: random.Random, asked: Asked) -> Asked:
    return asked._replace(target=f"/v2/{PROJECT}/pools/{quote(asked.target, safe='')}")


def _by_method(chance: random.Random, asked: Asked) -> Asked:
    return asked._replace(method=chance.choice(_METHODS))


def _at_host(chance: random.Random, asked: Asked) -> Asked:
    return asked._replace(host=chance.choice(_HOSTS))


def _listed(_: random.Random, asked: Asked) -> Asked:
    return asked._replace(target=asked.target.rpartition("/")[0] or "/")


def _with_body(chance: random.Random, asked: Asked) -> Asked:
    return asked._replace(body=chance.choice((b"{}", b"", b"\r\n\r\nDELETE / HTTP/1.1\r\n\r\n", b"x" * 100)))


_CHANGES: tuple[Change, ...] = (
    *(_named, _absent, _one_byte, _cut, _encoded, _cased, _before),
    *(_behind, _elsewhere, _quoted, _by_method, _at_host, _with_body, _listed),
)
