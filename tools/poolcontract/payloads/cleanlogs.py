"""Lines of a log whose bodies hold nothing to find, told at little more than the cost of parsing them.

A line is strict JSON where it reads the same once it is written again; its body, which stands there as it is
or as text, is then told like one that came alone. Whatever is doubtful is read closely, as any first line is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from poolcontract.fastpath.bodies import have_as_many_quotes
from poolcontract.instance import resolve
from poolcontract.jsonstrict import fits
from poolcontract.limits import Limits
from poolcontract.payloads.reading import AreClean


class CleanLines:
    """Tells lines whose bodies stand at a JSON Pointer and are all clean, as `are_clean` tells bodies."""

    def __init__(self, body: str, limits: Limits, are_clean: AreClean) -> None:
        self._at, self._limits, self._are_clean = body, limits, are_clean
        self._decode = msgspec.json.Decoder(float_hook=self._number).decode
        self._encode_into = msgspec.json.Encoder().encode_into
        self._buffer = bytearray()
        self._long_number = re.compile(rb"[0-9]{%d}" % limits.digits)

    def __call__(self, lines: Sequence[bytes], _: int) -> bool:
        """True where each line is a record, and there is surely nothing to find in its body."""
        try:
            bodies = list(map(self._body_of, lines))
        except (ValueError, RecursionError):
            return False
        return self._are_clean(bodies, sum(map(len, bodies)))

    def _body_of(self, line: bytes) -> bytes:
        """The bytes of a record's body; raises `ValueError` for what has to be read closely."""
        value, limits = self._decode(line), self._limits
        self._encode_into(value, self._buffer)
        brackets = line.count(b"{") + line.count(b"[")
        body = resolve(value, self._at)
        if (
            not isinstance(value, dict)
            or not have_as_many_quotes(self._buffer, (line,))
            or (brackets > limits.depth and not fits(value, limits.depth))
            or len(line) > limits.document
            or self._long_number.search(line)
            or not isinstance(body, str | dict)
        ):
            raise ValueError(line)
        return body.encode() if isinstance(body, str) else msgspec.json.encode(body)

    def _number(self, digits: str) -> Any:
        number = float(digits)
        if len(digits) > self._limits.digits or number in (float("inf"), float("-inf")):
            raise ValueError(digits)
        return number
