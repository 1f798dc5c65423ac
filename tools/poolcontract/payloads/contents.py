"""The content encodings of recorded bodies; a body that was recorded without its encoding stays as it is."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from poolcontract.errors import InputError, LimitError
from poolcontract.limits import Limits

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_ANY_HEADER, _RAW = 15 + 32, -15


def unpacked(body: bytes, encoding: str, limits: Limits) -> bytes:
    """A body without its content encoding. Raises `InputError` when it is damaged, `LimitError` over a limit.

    Most recorders note the encoding in the headers and keep the body without it.
    """
    kind = encoding.strip().lower()
    unpack = _READERS.get(kind)
    if unpack and not _is_text(body):
        return unpack(body, limits.document)
    if kind not in ("", "identity") and not unpack and not _is_text(body):
        raise InputError(f"the body has the content encoding {kind[:20]}, which is not read")
    return body


def _is_text(body: bytes) -> bool:
    """True for what begins like the text of a value, which no compressed body does."""
    if body.startswith((_GZIP, _ZSTD)):
        return False
    return not body.strip() or body.lstrip()[:1] in (b"{", b"[", b'"')


def _inflated(body: bytes, limit: int) -> bytes:
    if body.startswith(_GZIP):
        return _by_zlib(body, _ANY_HEADER, limit)
    try:
        return _by_zlib(body, _ANY_HEADER, limit)
    except InputError:
        return _by_zlib(body, _RAW, limit)  # what some servers call deflate


def _by_zlib(body: bytes, form: int, limit: int) -> bytes:
    inflating = zlib.decompressobj(form)
    try:
        data = inflating.decompress(body, limit + 1)
    except zlib.error as error:
        raise InputError(f"the compressed body is damaged: {error}") from error
    _check(data, limit)
    if not inflating.eof:
        raise InputError("the compressed body is cut off")
    return data


def _by_zstd(body: bytes, limit: int) -> bytes:
    try:
        import zstandard  # noqa: PLC0415  for such bodies alone
    except ImportError as error:
        message = "the body is compressed by zstd: pip install 'poolcontract[zstd]' reads it"
        raise InputError(message) from error
    try:
        data: bytes = zstandard.ZstdDecompressor().stream_reader(body).read(limit + 1)
    except zstandard.ZstdError as error:
        raise InputError(f"the compressed body is damaged: {error}") from error
    _check(data, limit)
    return data


def _check(data: bytes, limit: int) -> None:
    if len(data) > limit:
        raise LimitError(f"the body becomes more than {limit} bytes (--limit document=N)")


_READERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _inflated,
    "x-gzip": _inflated,
    "deflate": _inflated,
    "zstd": _by_zstd,
}
