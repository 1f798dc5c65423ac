"""Gives a command the options that stand in a file; what was typed is left as it is."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from poolcontract.cli.configfile import SETTABLE, ConfigFile, Setting, found_above, read_config
from poolcontract.cli.nearness import near, question
from poolcontract.cli.parsing import Actions, Parser
from poolcontract.errors import UsageError
from poolcontract.masking import clip, printable

_WRITTEN = ("output", "report-dir")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Configured:
    """The value of an option, and the place in a file that it comes from."""

    value: Any
    place: str


@dataclass(frozen=True, slots=True)
class Configuring:
    """Knows which commands there are; `options_of` gives the options of one by their names."""

    commands: Collection[str]
    options_of: Callable[[str], Actions]

    def values(self, args: argparse.Namespace, actions: Actions) -> dict[str, Configured]:
        """What a file gives to the options of the command that was typed, by their attributes.

        It is the file that was named, or else the nearest one from the current folder upwards. Raises
        `InputError` for a file that cannot be read, `UsageError` for an option that there is not, that no
        file may hold, or whose value is none.
        """
        args.configured = {}
        config = _file(getattr(args, "config", None))
        settings = config.settings(args.command, self.commands).values() if config else ()
        found = {}
        for setting in settings:
            action = actions.get(setting.name)
            self._require_settable(setting, action, args.command)
            if action is not None:
                found[action.dest] = Configured(_value(action, setting), setting.place)
        return found

    def filled(
        self, parse: Callable[[], argparse.Namespace], parser: Parser, values: Mapping[str, Configured]
    ) -> argparse.Namespace:
        """What `parse` gives, with values where nothing was typed; `configured` tells the places of those."""
        untyped: dict[str, Any] = {name: [] for name in values}  # each list can be told from all others
        parser.set_defaults(**untyped)
        args = parse()
        args.configured = {
            name: given.place for name, given in values.items() if getattr(args, name) is untyped[name]
        }
        for name in args.configured:
            setattr(args, name, values[name].value)
        return args

    def _require_settable(self, setting: Setting, action: argparse.Action | None, command: str) -> None:
        """Raise `UsageError` unless the option is one of this command, or of another that may be meant."""
        if action is None and setting.command is None:
            is_there = any(setting.name in self.options_of(each) for each in self.commands)
        else:
            is_there = action is not None
        if is_there and setting.name not in SETTABLE:
            raise UsageError(f"{setting.place}: it says what is done now: type --{setting.name}")
        if not is_there:
            names = near(setting.name, sorted(SETTABLE))
            hint = question(names) if names else f"poolcontract {command} --help tells which there are"
            raise UsageError(f"{setting.place}: there is no such option; {hint}")


def _file(given: Path | None) -> ConfigFile | None:
    if given is not None:
        return read_config(given)
    try:
        return found_above(Path.cwd())
    except FileNotFoundError:
        return None


def _value(action: argparse.Action, setting: Setting) -> Any:
    if action.nargs == 0:
        if not isinstance(setting.value, bool):
            raise UsageError(f"{setting.place}: true or false is expected")
        return setting.value
    if not isinstance(action, argparse._AppendAction):  # noqa: SLF001  nothing public tells it
        return _single(action, setting, setting.value)
    values = setting.value if isinstance(setting.value, list) else [setting.value]
    return [_single(action, setting, each) for each in values]


def _single(action: argparse.Action, setting: Setting, value: Any) -> Any:
    """A value as it would be if it was typed."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise UsageError(f"{setting.place}: a text or a number is expected")
    reading: Any = action.type
    if reading in (None, Path) and not isinstance(value, str):
        raise UsageError(f"{setting.place}: a text is expected")
    if action.choices is not None and value not in action.choices:
        listed = ", ".join(map(str, action.choices))
        raise UsageError(f"{setting.place}: {_shown(value)}: one of {listed} is expected")
    if reading is Path:
        return _path(setting, str(value))
    try:
        return value if reading is None else reading(str(value))
    except argparse.ArgumentTypeError as error:
        raise UsageError(f"{setting.place}: {error}") from error
    except ValueError as error:
        raise UsageError(f"{setting.place}: {_shown(value)}: a number is expected") from error


def _path(setting: Setting, text: str) -> Path:
    """A path from the folder of the file on; what is written to must lie in that folder."""
    path = setting.folder / text
    if setting.name in _WRITTEN and not _is_inside(path, setting.folder):
        raise UsageError(
            f"{setting.place}: {_shown(text)}: it is not in the folder of this file: type --{setting.name}"
        )
    return path


def _is_inside(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):  # a NUL in the name, links in a circle
        return False


def _shown(value: Any) -> str:
    return clip(printable(str(value)), _SHOWN)
