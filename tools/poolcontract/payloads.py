"""Where payloads come from: files, folders and standard input, each with the name that findings show."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from poolcontract.limits import DEFAULT, Limits
from poolcontract.masking import printable

STDIN = "-"
_STDIN_NAME = "<stdin>"
_SUFFIX = ".json"


@dataclass(frozen=True, slots=True)
class Payload:
    """The bytes of one document; one byte more than the limit on documents where it is longer."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file or folder that cannot be read, and why."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{printable(self.name) or repr(self.name)}: cannot be read: {self.reason}"


def payloads(
    paths: Iterable[str | os.PathLike[str]], *, stdin: BinaryIO | None = None, limits: Limits = DEFAULT
) -> Iterator[Payload | Unreadable]:
    """The payloads that paths lead to, in the order given; never raises for a path.

    A file named outright is always read. In a folder every file that ends in `.json` is, in the order of
    names; folders that begin with a dot are passed over. `-` is `stdin`.
    """
    for path in (os.fspath(each) for each in paths):
        if path == STDIN:
            yield _read_stdin(stdin, limits)
        elif os.path.isdir(path):  # noqa: PTH112  a Path would rewrite the name, and make "" the current folder
            for place in _inside(path):
                yield place if isinstance(place, Unreadable) else _read(place, limits)
        else:
            yield _read(path, limits)


def _inside(folder: str) -> Iterator[str | Unreadable]:
    """The files of a folder and its subfolders, and the folders that cannot be listed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Unreadable(folder, _reason(error))
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith("."):
                yield from _inside(entry.path)
        elif entry.name.lower().endswith(_SUFFIX) and not _would_wait(entry):
            yield entry.path


def _would_wait(entry: os.DirEntry[str]) -> bool:
    """True for a pipe, socket or device, which nobody meant by naming the folder."""
    try:
        mode = entry.stat().st_mode
    except OSError:
        return False  # reading it will tell why it cannot be read
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _read(path: str, limits: Limits) -> Payload | Unreadable:
    try:
        with open(path, "rb") as file:  # noqa: PTH123  the same
            return Payload(path, file.read(limits.document + 1))
    except OSError as error:
        return Unreadable(path, _reason(error))


def _read_stdin(stdin: BinaryIO | None, limits: Limits) -> Payload | Unreadable:
    if stdin is None:
        return Unreadable(_STDIN_NAME, "it is closed")
    try:
        return Payload(_STDIN_NAME, stdin.read(limits.document + 1))
    except OSError as error:
        return Unreadable(_STDIN_NAME, _reason(error))


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
