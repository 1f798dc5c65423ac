"""Compressed files and archives: bombs, nests, damage, and names that would lead elsewhere if unpacked."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterator

import zstandard

from .case import BODY, CLEAN, GONE, NOT_RECOGNISED, NOTHING, UNREADABLE, Hostile

_Pack = Callable[[bytes], bytes]
_PACKERS: dict[str, _Pack] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor().compress,
}


def _zip(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name) if method == zipfile.ZIP_STORED else name, data)
    return buffer.getvalue()


def _told_often(times: int) -> bytes:
    """A ZIP whose only member is told so many times by its directory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("0", b"")
        archive.filelist *= times
    return buffer.getvalue()


def _tar(*members: tuple[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for name, data in members:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def _tar_of_kinds() -> bytes:
    """Links, devices, pipes and folders, and one plain file."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        kinds = (
            tarfile.SYMTYPE,
            tarfile.LNKTYPE,
            tarfile.CHRTYPE,
            tarfile.BLKTYPE,
            tarfile.FIFOTYPE,
            tarfile.DIRTYPE,
        )
        for kind in kinds:
            entry = tarfile.TarInfo(f"{kind.decode()}.json")
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
        entry = tarfile.TarInfo("good.json")
        entry.size = len(BODY)
        archive.addfile(entry, io.BytesIO(BODY))
    return buffer.getvalue()


def _encrypted_zip() -> bytes:
    data = bytearray(_zip(("a.json", BODY)))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + at] |= 1
    return bytes(data)


def _odd_method_zip() -> bytes:
    data = bytearray(_zip(("a.json", BODY)))
    for magic, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        struct.pack_into("<H", data, data.index(magic) + at, 97)
    return bytes(data)


def _nameless_zip() -> bytes:
    """A member without a name: its only letter is taken for something else."""
    data = bytearray(_zip(("x", BODY)))
    for magic, at in ((b"PK\x03\x04", 26), (b"PK\x01\x02", 28)):
        struct.pack_into("<HH", data, data.index(magic) + at, 0, 1)
    return bytes(data)


def _spoilt(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


def _nested(pack: _Pack, layers: int, inner: bytes = BODY) -> bytes:
    for _ in range(layers):
        inner = pack(inner)
    return inner


def _zeros(megabytes: int) -> bytes:
    """A gzip of so many million zeros, a kilobyte for each."""
    return gzip.compress(bytes(1_000_000)) * megabytes


def _of_compression() -> Iterator[Hostile]:
    for suffix, pack in _PACKERS.items():
        packed = pack(BODY)
        many = {
            CLEAN: [packed, pack(BODY + b"\n" + BODY), packed + pack(b"\n" * 3)],
            "schema/enum": [pack(GONE), pack(BODY + b"\n" + GONE)],
            "json/syntax": [pack(b"{"), pack(b"\x00" * 100)],
            "json/empty": [pack(b"")],
            UNREADABLE: [packed[:-5], packed[: len(packed) // 2], packed[:6] + b"\xff" * 40],
            "limit/document": [pack(b"x" * 200)],
        }
        for expected, contents in many.items():
            options = ("--limit", "document=100", "--limit", "ratio=1000000") if "limit" in expected else ()
            for number, content in enumerate(contents):
                yield Hostile(f"{suffix}: {expected} {number}", f"x.{suffix}", content, expected, options)
        yield Hostile(
            f"{suffix}: named JSON", f"x.json.{suffix}", pack(BODY + b"\n" + BODY), "json/trailing-text"
        )
        yield Hostile(f"{suffix}: without its name", "x.json", packed, CLEAN)
        yield Hostile(f"{suffix}: five layers", f"x.{suffix}", _nested(pack, 5), CLEAN)
        yield Hostile(f"{suffix}: six layers", f"x.{suffix}", _nested(pack, 6), "--limit archives")
        bomb = pack(bytes(3_000_000))
        options = ("--limit", "document=1000000")
        yield Hostile(f"{suffix}: a bomb", f"x.{suffix}", bomb, "--limit ratio", options)
        options = ("--limit", "expansion=1000")
        yield Hostile(f"{suffix}: over the expansion", f"x.{suffix}", bomb, "--limit expansion", options)


_ZIPS: list[tuple[str, bytes, str]] = [
    ("good", _zip(("a.json", BODY), ("b/c.ndjson", BODY + b"\n" + BODY)), CLEAN),
    ("stored", _zip(("a.json", BODY), method=zipfile.ZIP_STORED), CLEAN),
    ("bzip2 inside", _zip(("a.json", BODY), method=zipfile.ZIP_BZIP2), CLEAN),
    ("LZMA inside", _zip(("a.json", BODY), method=zipfile.ZIP_LZMA), CLEAN),
    ("wrong", _zip(("a.json", BODY), ("b.json", GONE)), "schema/enum"),
    (
        "names that lead elsewhere",
        _zip(("/etc/a.json", BODY), ("../../b.json", BODY), ("C:\\c.json", BODY)),
        CLEAN,
    ),
    ("odd names", _zip(("a\x1b[31m\u202e.json", GONE), ("n" * 5000 + ".json", GONE)), "schema/enum"),
    (
        "the same name twice",
        _zip(("a.json", BODY), ("b.json", GONE)).replace(b"b.json", b"a.json"),
        "schema/enum",
    ),
    ("nothing inside", _zip(), NOTHING),
    ("an empty name", _nameless_zip(), NOTHING),
    ("nothing wanted inside", _zip(("a.txt", b"x"), ("b.png", b"y")), NOTHING),
    ("hidden folders", _zip((".git/a.json", b"{"), ("__MACOSX/._a.json", b"\x00"), ("a.json", BODY)), CLEAN),
    ("folders", _zip(("a/", b""), ("a/b.json/", b""), ("a/c.json", BODY)), CLEAN),
    ("an empty member", _zip(("a.json", b"")), "json/empty"),
    ("broken JSON inside", _zip(("a.json", b"{")), "json/syntax"),
    ("encrypted", _encrypted_zip(), UNREADABLE),
    ("an unknown method", _odd_method_zip(), UNREADABLE),
    ("cut", _zip(("a.json", BODY))[:-30], UNREADABLE),
    ("cut at its beginning", b"PK\x03\x04" + b"x" * 20, UNREADABLE),
    ("no end", b"PK\x05\x06" + b"\xff" * 30, UNREADABLE),
    ("a wrong sum", _spoilt(_zip(("a.json", BODY), method=zipfile.ZIP_STORED), 60), UNREADABLE),
    ("damaged content", _spoilt(_zip(("a.json", BODY)), 45), UNREADABLE),
    ("a zip inside", _zip(("in.zip", _zip(("a.json", GONE)))), "schema/enum"),
    ("a tar.gz inside", _zip(("in.tar.gz", gzip.compress(_tar(("a.json", GONE))))), "schema/enum"),
    ("a damaged zip inside", _zip(("in.zip", b"PK\x03\x04xx"), ("b.json", BODY)), UNREADABLE),
    ("no zip inside", _zip(("in.zip", b"hello"), ("b.json", BODY)), UNREADABLE),
    ("HAR inside", _zip(("a.har", b'{"log": {"version": "1.2", "entries": []}}')), NOTHING),
    ("YAML inside", _zip(("a.yaml", b"kind: Pool\nkind: Pool\n")), "yaml/duplicate-key"),
    ("compressed members", _zip(("a.json.gz", gzip.compress(GONE))), "schema/enum"),
]
_GOOD_TAR = _tar(("a.json", BODY), ("b/c.ndjson", BODY + b"\n" + BODY))
_TARS: list[tuple[str, bytes, str]] = [
    ("good", _GOOD_TAR, CLEAN),
    ("ustar", _tar(("a.json", BODY), form=tarfile.USTAR_FORMAT), CLEAN),
    (
        "ustar with a long path",
        _tar(("p" * 90 + "/" + "q" * 80 + ".json", GONE), form=tarfile.USTAR_FORMAT),
        "schema/enum",
    ),
    ("GNU with a long name", _tar(("n" * 5000 + ".json", GONE), form=tarfile.GNU_FORMAT), "schema/enum"),
    ("pax with a long name", _tar(("n" * 5000 + ".json", GONE)), "schema/enum"),
    ("odd names", _tar(("a\x1b[31m\u202e.json", GONE)), "schema/enum"),
    ("names that lead elsewhere", _tar(("/etc/a.json", BODY), ("../../b.json", BODY)), CLEAN),
    ("links and devices", _tar_of_kinds(), CLEAN),
    ("wrong", _tar(("a.json", BODY), ("b.json", GONE)), "schema/enum"),
    ("nothing inside", _tar(), NOTHING),
    ("an empty member", _tar(("a.json", b"")), "json/empty"),
    ("cut in a file", _tar(("a.json", BODY * 10))[:800], UNREADABLE),
    ("cut in a skipped file", _tar(("a.txt", BODY * 10))[:800], UNREADABLE),
    ("cut in a header", _GOOD_TAR + b"x" * 100, CLEAN),
    ("a wrong header", _spoilt(_GOOD_TAR, 1024 + 3), UNREADABLE),
    ("no end", _GOOD_TAR[:2048], CLEAN),
    ("a zip inside", _tar(("in.zip", _zip(("a.json", GONE)))), "schema/enum"),
    ("a tar inside", _tar(("in.tar", _tar(("a.json", GONE)))), "schema/enum"),
]


def _header(name: bytes, size: bytes, kind: bytes = b"0") -> bytes:
    """A tar header with a size as it is given."""
    block = bytearray(512)
    block[: len(name)], block[124 : 124 + len(size)], block[156:157] = name, size, kind
    block[257:263] = b"ustar\0"
    block[148:156] = b" " * 8
    block[148:155] = b"%06o\0" % sum(block)
    return bytes(block)


_ODD_TARS: list[tuple[str, bytes, str]] = [
    ("a size that is no number", _header(b"a.json", b"hello"), UNREADABLE),
    ("a size below zero", _header(b"a.json", b"-7777777777") + BODY, UNREADABLE),
    ("a size of 2**88", _header(b"a.json", b"\x80" + b"\xff" * 11) + BODY, UNREADABLE),
    ("a long name without end", _header(b"x", b"77777777777", b"L") + b"y" * 5000, UNREADABLE),
    ("a pax header without end", _header(b"x", b"77777777777", b"x") + b"y" * 5000, UNREADABLE),
    ("a pax header of digits", _header(b"x", b"00003720000", b"x") + b"9" * 1_024_000, UNREADABLE),
    ("a pax record of no length", _header(b"x", b"00000000004", b"x") + b"0 a=" + bytes(508), UNREADABLE),
    ("a sparse file", _header(b"a.json", b"0", b"S"), UNREADABLE),
    ("an unknown kind", _header(b"a.json", b"0", b"Z"), NOTHING),
]
_FEW = ("--limit", "members=3")
_SMALL = ("--limit", "document=1000000")
_MORE = [
    Hostile("gz: 1 MB that is 1 GB", "x.gz", lambda: _zeros(1000), "--limit ratio", heavy=True),
    Hostile(
        "gz: 1 MB of lines that is 1 GB",
        "x.ndjson.gz",
        lambda: _zeros(1000),
        "--limit ratio",
        heavy=True,
    ),
    Hostile(
        "gz: 1 MB that is 1 GB, named JSON",
        "x.json.gz",
        lambda: _zeros(1000),
        "--limit ratio",
        heavy=True,
    ),
    Hostile("zip: a bomb", "x.zip", _zip(("a.ndjson", bytes(3_000_000))), "--limit ratio", _SMALL),
    Hostile(
        "zip: many bombs",
        "x.zip",
        _zip(*((f"{n}.json", bytes(900_000)) for n in range(9))),
        "--limit expansion",
        ("--limit", "expansion=5000000"),
    ),
    Hostile(
        "zip: a nest of bombs",
        "x.zip",
        _nested(lambda inner: _zip(("a.zip", inner), ("b.zip", inner)), 4, _zip(("a.json", BODY))),
        CLEAN,
    ),
    Hostile(
        "zip: too many entries",
        "x.zip",
        _zip(*((f"{n}.json", BODY) for n in range(4))),
        "--limit members",
        _FEW,
    ),
    Hostile(
        "tar: too many entries",
        "x.tar",
        _tar(*((f"{n}.json", BODY) for n in range(4))),
        "--limit members",
        _FEW,
    ),
    Hostile(
        "tar: too deep",
        "x.tar",
        _nested(lambda inner: _tar(("a.tar", inner)), 5, _tar(("a.json", BODY))),
        "--limit archives",
    ),
    Hostile(
        "zip: 100,000 entries",
        "x.zip",
        lambda: _told_often(100_000),
        "--limit members",
        heavy=True,
    ),
    Hostile("zip that is a text", "x.zip", b"hello", UNREADABLE),
    Hostile("tar that is a text", "x.tar", b"hello" * 200, UNREADABLE),
    Hostile("tar.gz that is a text", "x.tar.gz", gzip.compress(b"hello"), UNREADABLE),
    Hostile("tgz", "x.tgz", gzip.compress(_GOOD_TAR), CLEAN),
    Hostile("tar.xz", "x.tar.xz", lzma.compress(_GOOD_TAR), CLEAN),
    Hostile("tar.bz2, cut", "x.tar.bz2", bz2.compress(_GOOD_TAR)[:-20], UNREADABLE),
    Hostile("tar.zst", "x.tar.zst", _PACKERS["zst"](_GOOD_TAR), CLEAN),
    Hostile("gz that is plain", "x.json.gz", BODY, CLEAN),
    Hostile("gz that is nobody's", "x.json.gz", b"42", NOT_RECOGNISED),
    Hostile("only other files", "x.zip", _zip(("a.log", GONE)), NOTHING),
    Hostile(
        "other files that are wanted", "x.zip", _zip(("a.log", GONE)), "schema/enum", ("--include", "*.log")
    ),
]


def cases() -> list[Hostile]:
    """All of them."""
    return [
        *_of_compression(),
        *(Hostile(f"zip: {name}", "x.zip", data, expected) for name, data, expected in _ZIPS),
        *(Hostile(f"tar: {name}", "x.tar", data, expected) for name, data, expected in [*_TARS, *_ODD_TARS]),
        *_MORE,
    ]
