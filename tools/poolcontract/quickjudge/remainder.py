"""The findings on a body of which it is known where to look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from poolcontract.document import Document, Origin
from poolcontract.fastpath import Asked, FastPath, Known
from poolcontract.finding import Finding
from poolcontract.instance import ABSENT, pointer, resolve
from poolcontract.jsonstrict import Strict
from poolcontract.jsontext import Text, read
from poolcontract.judge import Judge
from poolcontract.places import located

_KEPT, _LONG = 5000, 100
"""What is said of so many values is kept to be said again, if their text is no longer than that."""


class Remainder:
    """Lets a judge say what it would say of the whole, looking only at what is in doubt."""

    def __init__(self, judge: Judge, fast: FastPath) -> None:
        self._judge, self._fast = judge, fast
        self._said_before: dict[tuple[object, ...], tuple[Finding, ...]] = {}

    def check(self, known: Known, data: bytes, schema: str | None, origin: Origin) -> Iterable[Finding]:
        """The findings on a body; `schema` None lets it tell its own."""
        doubts, text = known.doubts, known.text
        if known.rules is Asked.NONE and len(doubts) == 1 and text[doubts[0].start] not in "{[":
            return self._on_one_value(known, origin)
        value = self._read(known)
        if value is ABSENT:
            return self._judge.check_text(data, schema, origin)
        return self._on_some_values(known, value, Text(known.text, value), "", origin)

    def check_unknown(self, data: bytes, schema: str | None, origin: Origin) -> Iterable[Finding]:
        """The findings on a text of which nothing is known; what it says, its defects aside, may be known."""
        text = read(data, self._judge.limits)
        if text.defects:
            return self.check_document(text, schema, "", origin)
        return self._judge.check_document(text, schema, origin=origin)

    def check_document(
        self, document: Document, schema: str | None, at: str, origin: Origin
    ) -> Iterator[Finding]:
        """The findings on a text that was read, or on the value at a JSON Pointer `at` in it."""
        value = resolve(document.value, at)
        known = self._known(value)
        if known is None:
            yield from self._judge.check_document(document, schema, at, origin)
            return
        yield from self._judge.check_faults(document, origin)
        yield from self._on_some_values(known, value, document, at, origin)

    def _known(self, value: Any) -> Known | None:
        """What is known of a value; None where JSON cannot hold it, or there is none."""
        try:
            written = msgspec.json.encode(value)
            return self._fast.known(written) if msgspec.json.decode(written) == value else None
        except (TypeError, ValueError, OverflowError, RecursionError):
            return None

    def _read(self, known: Known) -> Any:
        """The whole body as the judge reads it; `ABSENT` where the values in doubt have defects."""
        limits, strict = self._judge.limits, Strict(known.text, self._judge.limits)
        for doubt in () if known.is_sound else known.doubts:
            if strict.value(doubt.start, limits.depth - len(doubt.place)) is None:
                return ABSENT
        return msgspec.json.decode(known.text)

    def _on_one_value(self, known: Known, origin: Origin) -> list[Finding]:
        """The findings on a value that holds no others; what is said of one is kept."""
        (doubt,) = known.doubts
        text, start, end = known.text, doubt.start, doubt.end
        key = known.schema, doubt.place, text[start:end]
        said = self._said_before.get(key)
        if said is None:
            value = msgspec.json.decode(text)
            said = tuple(self._judge.instances.by_keywords(value, known.schema, [doubt.place]))
            if end - start <= _LONG:
                if len(self._said_before) >= _KEPT:
                    self._said_before.clear()
                self._said_before[key] = said
        place, line = located(text, start, end)
        return [self._judge.saying.placed(each, place, line, origin) for each in said]

    def _on_some_values(
        self, known: Known, value: Any, document: Document, at: str, origin: Origin
    ) -> Iterator[Finding]:
        saying = self._judge.saying
        for finding in saying.capped(self._said(known, value)):
            place = document.place(at + finding.pointer)
            yield saying.placed(finding, place, document.line(place.line), origin)

    def _said(self, known: Known, value: Any) -> Iterator[Finding]:
        """What keywords say, then what rules say, as of any body."""
        instances, schema = self._judge.instances, known.schema
        places = [each.place for each in known.doubts if each.schema is not None]
        if places:
            yield from instances.by_keywords(value, schema, places)
        if known.rules is Asked.NEAR and len(known.doubts) == 1:
            yield from instances.by_rules(value, schema, pointer(*known.doubts[0].place))
        elif known.rules is Asked.UNMARKED:
            yield from instances.by_unmarked_rules(value, schema)
        elif known.rules is not Asked.NONE:
            yield from instances.by_rules(value, schema)
