"""Where traffic comes from: files, folders, patterns, archives, standard input → units for the judge.

One small module reads each format. What a file is, is told by its content; its name helps where the content
could be either.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from poolcontract.errors import InputError, LimitError
from poolcontract.payloads import opening, paths
from poolcontract.payloads.budget import Budget
from poolcontract.payloads.reading import Fields, Reading
from poolcontract.payloads.stream import BUFFER, Stream
from poolcontract.payloads.units import Clean, Parsed, PassedOver, Payload, Recorded, Unit, Unreadable

__all__ = [
    "STDIN",
    "Clean",
    "Fields",
    "Parsed",
    "PassedOver",
    "Payload",
    "Reading",
    "Recorded",
    "Unit",
    "Unreadable",
    "listed",
    "payloads",
    "weight",
]
STDIN = "-"
_STDIN_NAME = "<stdin>"
_PLAIN = Reading()


def payloads(
    given: Iterable[str | os.PathLike[str]], *, stdin: BinaryIO | None = None, reading: Reading = _PLAIN
) -> Iterator[Unit]:
    """What paths lead to, in the order given and of places in each file; never raises for a path.

    A file named outright is always read. In a folder every file with a payload's suffix is, in the order of
    names, or every one that `reading.include` wants; folders that begin with a dot are passed over. A path
    that is no file but a pattern stands for the files that fit it. `-` is `stdin`, read as it comes.
    """
    for path in (os.fspath(each) for each in given):
        for file in listed(path, reading):
            if file == STDIN:
                yield from _standard_input(stdin, reading)
            else:
                yield from [file] if isinstance(file, Unreadable) else _file(file, reading)


def listed(path: str, reading: Reading = _PLAIN) -> Iterable[str | Unreadable]:
    """The files that a path leads to, and the folders that cannot be listed; `-` stands for itself."""
    return [path] if path == STDIN else paths.files(path, reading)


def weight(given: Iterable[str | os.PathLike[str]], reading: Reading = _PLAIN) -> int:
    """The bytes on disk of all that paths lead to, standard input left out."""
    found = (file for path in given for file in listed(os.fspath(path), reading))
    return sum(paths.size_of(file) for file in found if file != STDIN)


def _file(path: str, reading: Reading) -> Iterator[Unit]:
    try:
        file = open(path, "rb", BUFFER)  # noqa: PTH123, SIM115  a Path would rewrite the name; closed below
    except (OSError, ValueError) as error:
        yield Unreadable(path, paths.reason(error) if isinstance(error, OSError) else str(error))
        return
    with file:
        yield from _units(path, Stream(file), reading)


def _standard_input(stdin: BinaryIO | None, reading: Reading) -> Iterator[Unit]:
    if stdin is None:
        yield Unreadable(_STDIN_NAME, "it is closed")
    else:
        yield from _units(_STDIN_NAME, Stream(stdin), reading)


def _units(name: str, stream: Stream, reading: Reading) -> Iterator[Unit]:
    try:
        yield from opening.units(name, stream, reading, Budget(reading.limits))
    except (InputError, LimitError) as error:
        yield Unreadable(name, str(error))
    except OSError as error:
        yield Unreadable(name, paths.reason(error))
