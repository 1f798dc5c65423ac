"""Command lines as a person types them, run in this process."""

from __future__ import annotations

import io
import re
import sys
from typing import NamedTuple

from poolcontract.cli import main

_TRACEBACK = re.compile("^Traceback", re.MULTILINE)


class Result(NamedTuple):
    """What came of a command line."""

    status: int
    out: str
    err: str


def ran(*words: str, stdin: bytes | None = None) -> Result:
    """Run a command line; a traceback comes of none that does not ask for it."""
    out, err, before = io.StringIO(), io.StringIO(), sys.stdin
    if stdin is not None:
        sys.stdin = io.TextIOWrapper(io.BytesIO(stdin))
    try:
        result = Result(main(words, out, err), out.getvalue(), err.getvalue())
    finally:
        sys.stdin = before
    assert "--debug" in words or not _TRACEBACK.search(result.out + result.err)
    return result
