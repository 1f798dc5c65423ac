"""Every limit on untrusted input, by name."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of untrusted input is read, and how much of it is shown.

    depth         arrays and objects inside one another
    document      bytes of one document: a file, a member of an archive, a recording
    line          bytes of one line of a log or of NDJSON
    digits        decimal digits of one number
    aliases       aliases of one YAML document
    nodes         values of one YAML document, aliases counted as often as they stand for something
    findings      findings told of one body
    members       entries of one archive
    expansion     bytes that a compressed file or an archive may become
    ratio         how many times as large as it is, once it has become larger than a document may be
    archives      layers of archives and compression inside one another
    response      bytes of one answer, encoded and decoded
    headers       headers of one answer
    header_bytes  bytes of all headers of one answer
    excerpt       characters of a line that a finding shows
    value         characters of a value that a finding shows
    """

    depth: int = 128
    document: int = 64 * MEGABYTE
    line: int = 16 * MEGABYTE
    digits: int = 400
    aliases: int = 100
    nodes: int = 1_000_000
    findings: int = 100
    members: int = 10_000
    expansion: int = 8_000 * MEGABYTE
    ratio: int = 200
    archives: int = 5
    response: int = 8 * MEGABYTE
    headers: int = 100
    header_bytes: int = 64_000
    excerpt: int = 100
    value: int = 60


DEFAULT = Limits()
