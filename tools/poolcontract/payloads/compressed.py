"""Compressed files as streams of what they hold; each library is imported when such a file is met."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, BinaryIO

from poolcontract.errors import InputError
from poolcontract.payloads.budget import Budget
from poolcontract.payloads.stream import Guarded, Readable, Stream

MAGIC = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
_MOST_MEMORY = 128 << 20
_PIECE = 1024  # it becomes 32 MB at most, since a block of 128 KB takes 4 bytes
_Opened = tuple[Readable, tuple[type[Exception], ...]]


def kind_of(head: bytes) -> str | None:
    """The compression that the first bytes of a file tell, or None."""
    return next((kind for magic, kind in MAGIC.items() if head.startswith(magic)), None)


def opened(stream: Stream, kind: str, budget: Budget) -> Stream:
    """What a compressed stream holds. Raises `InputError` where the library for it is not installed."""
    counted = _Counted(stream)
    inner, damage = _OPENERS[kind](counted)
    return Stream(Guarded(inner, budget, lambda: counted.count, damage))


class _Counted(io.RawIOBase):
    """Counts the compressed bytes that are taken."""

    def __init__(self, stream: Stream) -> None:
        super().__init__()
        self._stream, self.count = stream, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview, /) -> int:  # type: ignore[override]
        data = self._stream.file.read1(len(buffer))
        self.count += len(data)
        buffer[: len(data)] = data
        return len(data)


def _gzip(file: Any) -> _Opened:
    import gzip  # noqa: PLC0415  for such files alone
    import zlib  # noqa: PLC0415

    return gzip.GzipFile(fileobj=file, mode="rb"), (zlib.error,)


def _bzip2(file: Any) -> _Opened:
    import bz2  # noqa: PLC0415  for such files alone

    return bz2.BZ2File(file), ()


def _xz(file: Any) -> _Opened:
    import lzma  # noqa: PLC0415  for such files alone

    return lzma.LZMAFile(file), (lzma.LZMAError,)


def _zstd(file: BinaryIO) -> _Opened:
    try:
        import zstandard  # noqa: PLC0415  for such files alone
    except ImportError as error:
        raise InputError("compressed by zstd: pip install 'poolcontract[zstd]' reads it") from error
    decompressor = zstandard.ZstdDecompressor(max_window_size=_MOST_MEMORY)
    return _Frames(file, decompressor.decompressobj), (zstandard.ZstdError,)


class _Frames:
    """Zstandard frames one after another; unlike the library's reader it notices one that is cut off."""

    def __init__(self, file: BinaryIO, begin: Callable[[], Any]) -> None:
        self._file, self._begin = file, begin
        self._frame: Any = None
        self._left = b""
        self._ready = io.BytesIO()

    def read(self, size: int, /) -> bytes:
        while not (data := self._ready.read(size)):
            piece = self._left or self._file.read(_PIECE)
            if not piece:
                if self._frame is not None:
                    raise EOFError("it ends too early")
                return b""
            self._frame = self._frame or self._begin()
            self._ready = io.BytesIO(self._frame.decompress(piece))
            self._left = self._frame.unused_data if self._frame.eof else b""
            self._frame = None if self._frame.eof else self._frame
        return data


_OPENERS: dict[str, Callable[[Any], _Opened]] = {
    "gzip": _gzip,
    "bzip2": _bzip2,
    "xz": _xz,
    "zstd": _zstd,
}
