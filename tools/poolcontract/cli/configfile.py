"""Options that stand in a file, so that they need not be typed each time: where it is, and what it may hold.

`poolcontract.toml`, or the table `tool.poolcontract` of `pyproject.toml`; a table in it that is named as a
command is for that command alone. The file is untrusted, as everything is that comes with a folder: so it
never says where requests go, what may be deleted, whose credentials are used or what is run.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from poolcontract.errors import InputError, UsageError
from poolcontract.masking import clip, printable

OWN_FILE, PROJECT_FILE = "poolcontract.toml", "pyproject.toml"
LARGEST = 100_000
"""Bytes of such a file."""

_PART = rb"""(?:[A-Za-z0-9_-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rb"(?<![A-Za-z0-9_-])" + _PART + rb"(?:[ \t]*+\.[ \t]*+" + _PART + rb"){100}")
"""A key of so many parts has no use, and costs the reader of TOML minutes."""

_TABLE = ("tool", "poolcontract")
_WHERE = "where requests are sent"
_WHAT = "what may be deleted"
_HOW = "how much may be sent to a service"
_WHO = "whose credentials are used"
_PROGRAM = "which program is run"
_OPEN = "who can reach the mock"
_GUARD = "how much untrusted input is read"
TYPED = {
    **dict.fromkeys(("url", "disposable", "allow-host", "ca-bundle"), _WHERE),
    **dict.fromkeys(("project-id", "destroy-pool", "rehearse", "execute", "plan-out"), _WHAT),
    **dict.fromkeys(("max-requests", "rate", "stop-file", "audit-log"), _HOW),
    **dict.fromkeys(("token-file", "key-file", "token", "any-token", "access-key", "secret-key-file"), _WHO),
    **dict.fromkeys(("pool-command", "pool-module"), _PROGRAM),
    **dict.fromkeys(("host", "admin"), _OPEN),
    **dict.fromkeys(("limit",), _GUARD),
}
"""Options for safety, which no file may hold, with what each of them says."""

SETTABLE = {
    *("contract", "profile", "fail-on", "min-severity", "format", "schema", "seed"),
    *("include", "body", "status", "method", "path", "jobs", "output", "show", "statistics", "max-findings"),
    *("deviations", "fail-stale", "min-judged", "deletion-grace", "timeout", "report-dir"),
    *("port", "pool", "deletion-time", "come-back", "throttle", "latency", "fault", "density"),
}
"""Options that a file may hold, whichever command has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The value that a file gives to an option; `place` tells file and key, `folder` is that of the file.

    `command` is the one that its table is for, None where it is for all.
    """

    name: str
    value: Any
    command: str | None
    place: str
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigFile:
    """A file that holds options: `table` is what it says, `key` the path of that table, often none."""

    path: Path
    table: Mapping[str, Any]
    key: tuple[str, ...] = ()

    def settings(self, command: str, commands: Collection[str]) -> dict[str, Setting]:
        """The options for a command by name, those of its own table before those of all commands.

        Raises `UsageError` for a table of no command, and for an option that no file may hold.
        """
        found = {}
        for each in self._all(commands):
            if each.name in TYPED:
                says = TYPED[each.name]
                raise UsageError(f"{each.place}: it says {says}, which no file does: type --{each.name}")
            if each.command == command or (each.command is None and each.name not in found):
                found[each.name] = each
        return found

    def _all(self, commands: Collection[str]) -> Iterator[Setting]:
        """Every option, those in tables of commands first."""
        tables = {name: value for name, value in self.table.items() if isinstance(value, dict)}
        for name, table in tables.items():
            if name not in commands:
                there_are = ", ".join(commands)
                raise UsageError(f"{self._place(name)}: there is no such command; they are {there_are}")
            for key, value in table.items():
                yield self._setting(key, value, name)
        for key, value in self.table.items():
            if key not in tables:
                yield self._setting(key, value)

    def _setting(self, name: str, value: Any, command: str | None = None) -> Setting:
        place = self._place(*filter(None, (command, name)))
        return Setting(name=name, value=value, command=command, place=place, folder=self.path.parent)

    def _place(self, *keys: str) -> str:
        return f"{self.path}: {clip(printable('.'.join((*self.key, *keys))), 80)}"


def found_above(folder: Path) -> ConfigFile | None:
    """The nearest file, from a folder upwards, that holds options; raises `InputError` for a broken one.

    A `pyproject.toml` without a word of ours is somebody else's.
    """
    for place in (folder, *folder.parents):
        for name in (OWN_FILE, PROJECT_FILE):
            path = place / name
            if not path.is_file():
                continue
            data = _data(path)
            if name == OWN_FILE or _TABLE[-1].encode() in data:
                config = _config(path, data)
                if config is not None:
                    return config
    return None


def read_config(path: Path) -> ConfigFile:
    """The file that somebody named; raises `InputError`."""
    config = _config(path, _data(path))
    if config is None:
        raise InputError(f"--config {path}: it has no table {'.'.join(_TABLE)}")
    return config


def _data(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error
    if len(data) > LARGEST:
        raise InputError(f"{path}: it is larger than {LARGEST} bytes")
    if _LONG_KEY.search(data):
        raise InputError(f"{path}: a key has more than 100 parts")
    return data


def _config(path: Path, data: bytes) -> ConfigFile | None:
    import tomllib  # noqa: PLC0415  for those who have such a file

    try:
        table: Any = tomllib.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        why = (
            clip(printable(str(error)), 100)
            if isinstance(error, tomllib.TOMLDecodeError)
            else "no text in UTF-8"
        )
        raise InputError(f"{path}: it is no TOML: {why}") from error
    if path.name != PROJECT_FILE:
        return ConfigFile(path=path, table=table)
    for name in _TABLE:
        table = table.get(name) if isinstance(table, dict) else None
    return ConfigFile(path=path, table=table, key=_TABLE) if isinstance(table, dict) else None
