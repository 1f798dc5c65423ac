"""What is wanted of sources: limits, which files of a folder, and where log records hold a body."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from poolcontract.limits import DEFAULT, Limits

TEXTS = (".json", ".ndjson", ".jsonl", ".yaml", ".yml", ".har")
COMPRESSED = (".gz", ".zst", ".bz2", ".xz")
ARCHIVES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".tzst")


AreClean = Callable[[Sequence[bytes], int], bool]
"""(some lines, their bytes without line feeds) → there is surely nothing to find in any of them."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Where a log record holds what: JSON Pointers, those that the log lacks None.

    With `status` a record is judged as an exchange, else its body alone.
    """

    body: str
    status: str | None = None
    method: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How sources are read; `include` are globs that replace the suffixes of payloads, `fields` is for logs.

    `split` says that the items of an array at the top are bodies of their own. `are_clean` may tell of some
    lines that there is nothing to find in any of them, so that no more is made of them than a number.
    """

    limits: Limits = DEFAULT
    include: tuple[str, ...] = ()
    fields: Fields | None = None
    split: bool = True
    are_clean: AreClean | None = field(default=None, compare=False)

    def wants(self, path: str, folder: str = "") -> bool:
        """True for a file that is to be judged though nobody named it; the path begins with the folder's."""
        name = os.path.basename(path)  # noqa: PTH119  members of archives are named alike on every system
        if not self.include:
            return has_suffix(name, (*TEXTS, *ARCHIVES))
        inner = path[len(folder) :].lstrip("/" + os.sep)
        plain, bare = without_compression(inner), without_compression(name)
        return any(
            fnmatchcase(each, glob)
            for glob in self.include
            for each in ((inner, plain) if "/" in glob else (name, bare))
        )


def has_suffix(name: str, suffixes: Iterable[str]) -> bool:
    """True for a name that ends so, in any case, before the suffixes of compression."""
    return suffix_of(name) in suffixes


def suffix_of(name: str) -> str:
    """The last suffix of a name in lower case, those of compression left out; "" when there is none."""
    return os.path.splitext(without_compression(name))[1].lower() or _bare(name)  # noqa: PTH122  the same


def without_compression(name: str) -> str:
    """The name of what a compressed file becomes; other names as they are."""
    stem, suffix = os.path.splitext(name)  # noqa: PTH122  the same
    return without_compression(stem) if suffix.lower() in COMPRESSED else name


def _bare(name: str) -> str:
    """The suffix of a name that is nothing else: `.json`."""
    name = os.path.basename(name).lower()  # noqa: PTH119  the same
    return name if name.startswith(".") else ""
