"""What a file is, told by its first bytes: compressed, an archive, or a text; and what it holds."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

from poolcontract.errors import InputError
from poolcontract.payloads import compressed, texts
from poolcontract.payloads.budget import Budget
from poolcontract.payloads.reading import ARCHIVES, Reading, suffix_of
from poolcontract.payloads.stream import Stream
from poolcontract.payloads.units import Unit, Unreadable

INTO = "!"
"""Stands between the name of an archive and that of its member."""
_HEAD = 512
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OF_SYSTEMS = "__MACOSX"


def units(name: str, stream: Stream, reading: Reading, budget: Budget, layer: int = 0) -> Iterator[Unit]:
    """What a stream holds. Raises `InputError` or `LimitError` where it can be read no further."""
    head = stream.head(_HEAD)
    if kind := compressed.kind_of(head):
        budget.layer(layer + 1)
        yield from units(name, compressed.opened(stream, kind, budget), reading, budget, layer + 1)
    elif archive := _archive(head, name):
        budget.layer(layer + 1)
        yield from _members(name, archive.members(stream, budget), reading, budget, layer + 1)
    else:
        yield from texts.units(name, stream, reading)


def is_plain(name: str, stream: Stream) -> bool:
    """True for a text that is neither compressed nor an archive."""
    head = stream.head(_HEAD)
    return (
        compressed.kind_of(head) is None
        and not head.startswith(_ZIP)
        and not _may_be_tar(head)
        and suffix_of(name) not in ARCHIVES
    )


def _archive(head: bytes, name: str) -> Any:
    """The module that reads an archive, imported when one is met; None for what is none."""
    if head.startswith(_ZIP):
        return importlib.import_module("poolcontract.payloads.zipped")
    tarred = importlib.import_module("poolcontract.payloads.tarred") if _may_be_tar(head) else None
    if tarred and (tarred.is_header(head) or (not head.strip(b"\0") and suffix_of(name) == ".tar")):
        return tarred
    if suffix_of(name) in ARCHIVES:
        raise InputError("damaged: it is no archive")
    return None


def _may_be_tar(head: bytes) -> bool:
    return len(head) == _HEAD and b"\0" in head


def _members(
    name: str,
    members: Iterator[tuple[str, Stream | InputError]],
    reading: Reading,
    budget: Budget,
    layer: int,
) -> Iterator[Unit]:
    for inner, content in members:
        if _is_hidden(inner) or not reading.wants(inner):
            continue
        place = f"{name}{INTO}{inner}"
        if isinstance(content, InputError):
            yield Unreadable(place, str(content))
            continue
        try:
            yield from units(place, content, reading, budget, layer)
        except InputError as error:
            yield Unreadable(place, str(error))


def _is_hidden(name: str) -> bool:
    """True for what stands in a folder that is passed over outside archives too."""
    folders = name.split("/")[:-1]
    return any(each == _OF_SYSTEMS or (each.startswith(".") and each.strip(".")) for each in folders)
