"""The files that paths lead to: named outright, in folders, or fitting a pattern."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator

from poolcontract.payloads.reading import Reading
from poolcontract.payloads.units import Unreadable

_MAGIC = re.compile(r"[*?]|\[[^\]]+\]")


def files(path: str, reading: Reading) -> Iterator[str | Unreadable]:
    """The files that one path leads to, in the order of names, and the folders that cannot be listed."""
    if os.path.isdir(path):  # noqa: PTH112  a Path would rewrite the name, and make "" the current folder
        yield from _inside(path, path, reading)
    elif _MAGIC.search(path) and not os.path.lexists(path):
        yield from _fitting(path, reading)
    else:
        yield path


def size_of(file: str | Unreadable) -> int:
    """The bytes that a file takes on disk; 0 for what cannot be asked: whoever reads it tells why."""
    try:
        return os.stat(file).st_size if isinstance(file, str) else 0  # noqa: PTH116  the name as it is typed
    except (OSError, ValueError):
        return 0


def reason(error: OSError) -> str:
    """Why the system refused, in words."""
    return error.strerror or type(error).__name__


def _fitting(pattern: str, reading: Reading) -> Iterator[str | Unreadable]:
    """The files that fit a pattern which no shell has expanded; `**` is any depth."""
    import glob  # noqa: PLC0415  for patterns alone

    found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  the names as they are typed
    if not found:
        yield Unreadable(pattern, "no file fits the pattern")
    for each in found:
        if not os.path.isdir(each):  # noqa: PTH112  the same
            yield each
        elif "**" not in pattern:  # what is in it comes by itself
            yield from _inside(each, each, reading)


def _inside(folder: str, top: str, reading: Reading) -> Iterator[str | Unreadable]:
    """The files of a folder and its subfolders that are wanted, and the folders that cannot be listed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Unreadable(folder, reason(error))
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith("."):
                yield from _inside(entry.path, top, reading)
        elif reading.wants(entry.path, top) and not _would_wait(entry):
            yield entry.path


def _would_wait(entry: os.DirEntry[str]) -> bool:
    """True for a pipe, socket or device, which nobody meant by naming the folder."""
    try:
        if entry.is_file():  # the folder itself tells of most
            return False
        mode = entry.stat().st_mode
    except OSError:
        return False  # reading it will tell why it cannot be read
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)
