"""The members of a zip archive as streams; nothing is unpacked to disk, so their names are only names."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from poolcontract.errors import InputError, LimitError
from poolcontract.payloads.budget import Budget
from poolcontract.payloads.stream import Guarded, Stream

_ENCRYPTED = 1
_ROOM_OF_AN_ENTRY = 1024  # bytes of the directory, on average, that is more than any honest one has
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    MemoryError,
    OverflowError,
    LookupError,
    struct.error,
)


def members(stream: Stream, budget: Budget) -> Iterator[tuple[str, Stream | InputError]]:
    """The name and content of each file of a zip, or why it cannot be read.

    Raises `InputError` when nothing can be read, `LimitError` when there are too many entries.
    """
    file = stream.file if stream.file.seekable() else io.BytesIO(_whole(stream, budget.limits.document))
    try:
        archive = zipfile.ZipFile(_Capped(file, budget))
    except _DAMAGE as error:
        raise InputError(f"damaged: {error}") from error
    for entry in archive.infolist():
        budget.member()
        if not entry.filename.endswith("/"):
            yield entry.filename, _opened(archive, entry, budget)


def _whole(stream: Stream, limit: int) -> bytes:
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise LimitError(f"a zip inside something else, over {limit} bytes (--limit document=N)")
    return data


def _opened(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> Stream | InputError:
    if entry.flag_bits & _ENCRYPTED:
        return InputError("encrypted")
    try:
        file = archive.open(entry)
    except _DAMAGE as error:
        return InputError(f"damaged: {error}")
    damage = _DAMAGE + _lzma_errors(entry)
    return Stream(Guarded(file, budget, lambda: entry.compress_size, damage))


def _lzma_errors(entry: zipfile.ZipInfo) -> tuple[type[Exception], ...]:
    if entry.compress_type != zipfile.ZIP_LZMA:
        return ()
    import lzma  # noqa: PLC0415  for such members alone

    return (lzma.LZMAError,)


class _Capped:
    """A file of which no more is read at once than the directory of an archive may take."""

    def __init__(self, file: Any, budget: Budget) -> None:
        self._file, self._most = file, (budget.limits.members + 100) * _ROOM_OF_AN_ENTRY
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable
        self._members = budget.limits.members

    def read(self, size: int = -1) -> bytes:
        if size > self._most:
            raise LimitError(f"it holds more than {self._members} entries (--limit members=N)")
        data: bytes = self._file.read(size if size >= 0 else self._most)
        return data
