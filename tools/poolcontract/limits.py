"""Every limit on untrusted input, by name."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes are in bytes, `digits` in decimal digits of one number, `depth` in nested arrays and objects."""

    depth: int = 128
    document: int = 64 * MEGABYTE
    digits: int = 400
    aliases: int = 100
    findings: int = 100
    response: int = 8 * MEGABYTE
    headers: int = 100
    header_bytes: int = 64_000
    excerpt: int = 100
    value: int = 60


DEFAULT = Limits()
