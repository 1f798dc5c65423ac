"""What is well with a body that is not surely clean, so that only the rest has to be judged."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from poolcontract.contract import Contract
from poolcontract.fastpath.bodies import Body, have_as_many_quotes
from poolcontract.fastpath.doubts import Doubt, Doubts
from poolcontract.textsearch import Search


class Asked(enum.Enum):
    """Which rules may say something: none, all that see a value in doubt, all that await no mark, all."""

    NONE = enum.auto()
    NEAR = enum.auto()
    UNMARKED = enum.auto()
    ALL = enum.auto()


class Known(NamedTuple):
    """What is to be looked at in a body of a schema: values by their keywords, and these rules.

    `is_sound`: there are no defects in the text; where it is false, there may be some in the values in doubt.
    """

    schema: str
    text: str
    doubts: list[Doubt]
    rules: Asked
    is_sound: bool

    @property
    def is_clean(self) -> bool:
        """True where there is nothing to look at."""
        return not self.doubts and self.rules is Asked.NONE


class Knowing:
    """Asks the decoders of a contract's bodies; `loose` are those that take any value but other containers.

    `is_told`: each body tells its own schema. Buffers are reused, so: one for each thread.
    """

    def __init__(
        self,
        contract: Contract,
        bodies: Iterable[Body],
        loose: Callable[[], Iterable[Body]],
        marks: Search,
        *,
        is_told: bool,
    ) -> None:
        self._contract, self._marks, self._is_told = contract, marks, is_told
        self._bodies = [(each, Doubts(contract, each)) for each in bodies]
        self._make_loose = loose
        self._buffer = bytearray()
        self._encode_into = msgspec.json.Encoder().encode_into

    def known(self, data: bytes) -> Known | None:
        """What has to be looked at in one document; None where that is the whole."""
        try:
            text = data.decode()
            for body, doubts in self._bodies:
                found = doubts.of(text)
                if found and self._is_recognised(body, text, found[0], found[2]):
                    return self._settled(body, data, text, *found)
        except ValueError:  # no JSON, or no UTF-8
            pass
        return None

    def _is_recognised(self, body: Body, text: str, doubts: list[Doubt], value: Any) -> bool:
        """True for a body of this schema, as the contract tells bodies: by their members."""
        if not self._is_told:
            return True
        if 1 in [len(each.place) for each in doubts]:
            return self._contract.recognise(msgspec.json.decode(text)) == body.name
        return body.is_told is None or body.is_told(value)

    def _settled(
        self, body: Body, data: bytes, text: str, doubts: list[Doubt], rest: str, value: Any
    ) -> Known | None:
        """What has to be looked at; `rest` is the text without the doubts, `value` what it says."""
        question, is_sound = body.question, True
        if not _are_put_back(doubts, value, text):
            is_sound = (whole := self._loosely(body, text, doubts)) is not None
            question = self._loose[body.name].question if is_sound else question
            value = whole if is_sound else body.decode(rest)  # anew, without what was put back
        self._encode_into(value, self._buffer)
        read = data if is_sound else rest.encode()
        is_unique = len(self._buffer) == len(read) or have_as_many_quotes(self._buffer, (read,))
        if not is_unique:
            return None
        silent, other = (Asked.NONE, Asked.UNMARKED) if is_sound else (Asked.NEAR, Asked.ALL)
        rules = silent if question.is_silent(value) else other
        if self._marks.found_in(self._buffer.decode()):
            rules = Asked.ALL
        return Known(body.name, text, doubts, rules, is_sound)

    def _loosely(self, body: Body, text: str, doubts: list[Doubt]) -> Any:
        """The whole body; None where a member is not listed, or an object or array is not as it should be."""
        loose = self._loose.get(body.name)
        if loose is None or None in [each.schema for each in doubts]:
            return None
        try:
            return loose.decode(text)
        except ValueError:
            return None

    @cached_property
    def _loose(self) -> dict[str, Body]:
        return {each.name: each for each in self._make_loose()}


def _are_put_back(doubts: list[Doubt], decoded: Any, text: str) -> bool:
    """Give what was decoded the values that were replaced; false where that cannot be done."""
    for each in doubts:  # noqa: SIM110  asked of every wrong body: a generator would take twice as long
        if not each.put_back(decoded, text):
            return False
    return True
