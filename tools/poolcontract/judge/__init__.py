"""The one judge: (contract, instance, text or exchange) → findings; nothing else decides what conforms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.contract import Contract
from poolcontract.document import NOWHERE, Document, Origin
from poolcontract.exchange import Exchange
from poolcontract.finding import Finding, Severity
from poolcontract.instance import ABSENT, resolve
from poolcontract.jsontext import read
from poolcontract.judge.exchanges import Exchanges, IsClean
from poolcontract.judge.instances import Instances
from poolcontract.judge.saying import NOT_RECOGNISED, Saying
from poolcontract.limits import DEFAULT, Limits
from poolcontract.masking import Mask
from poolcontract.operations import Operation

__all__ = ["NOT_RECOGNISED", "Judge"]


class Judge:
    """Judges by one contract and every rule that concerns it; reusable, without state between calls.

    Rules of a severity below `lowest` are not asked. With `excerpts` only the first findings of each kind, so
    many at least, come with the line that they stand in; None: all of them. `is_clean` may know of bodies in
    exchanges that nothing need be asked; `instances` and `saying` are for those who know what need not be.
    """

    def __init__(
        self,
        contract: Contract,
        *,
        limits: Limits = DEFAULT,
        mask: Mask | None = None,
        lowest: Severity = Severity.INFO,
        excerpts: int | None = None,
        is_clean: IsClean | None = None,
    ) -> None:
        self.contract, self.limits = contract, limits
        self.saying = Saying(contract, limits, mask or Mask(), excerpts)
        self.instances = Instances(contract, self.saying, lowest)
        self._exchanges = Exchanges(contract, self.saying, limits, lowest, self.check, is_clean)

    def check(self, value: Any, schema: str | None = None) -> Iterator[Finding]:
        """Judge one parsed instance by a schema's name, or by the one its members tell.

        A body that is nobody's gives the one finding `not-recognised`.
        """
        name = schema or self.contract.recognise(value)
        if name is None:
            yield self.saying.not_recognised(value)
            return
        try:
            yield from self.saying.capped(self.instances.all(value, name))
        except RecursionError:  # a schema that refers to itself, and a body that follows it down
            message = f"nested deeper than {name} can be judged"
            yield Finding(
                rule="limit/depth", severity=Severity.ERROR, message=message, pointer="", schema=name
            )

    def is_silent(self, value: Any, schema: str, lowest: Severity, towards: str = "") -> bool:
        """True when no rule of a severity and above has anything to say of an instance.

        `towards` is a JSON Pointer: asks only the values that hold that place or are in it, which is where a
        change there can be noticed, since a rule sees nothing beyond the value it is called with.
        """
        return self.instances.is_silent(value, schema, lowest, towards)

    def check_text(
        self, data: bytes, schema: str | None = None, origin: Origin = NOWHERE
    ) -> Iterator[Finding]:
        """Judge the bytes of one JSON document; findings come with file, line, column and excerpt."""
        yield from self.check_document(read(data, self.limits), schema, origin=origin)

    def check_document(
        self, document: Document, schema: str | None = None, at: str = "", origin: Origin = NOWHERE
    ) -> Iterator[Finding]:
        """Judge a text that was read, or the value at a JSON Pointer `at` in it.

        Findings come with the place in the file; their pointers begin at the value that is judged.
        """
        yield from self.check_faults(document, origin)
        value = resolve(document.value, at)
        if value is not ABSENT:
            for finding in self.check(value, schema):
                place = document.place(at + finding.pointer)
                yield self.saying.placed(finding, place, document.line(place.line), origin)

    def check_faults(self, document: Document, origin: Origin = NOWHERE) -> Iterator[Finding]:
        """What is wrong with a text that was read, whatever it says."""
        for fault in document.faults():
            finding, place = self.saying.fault(fault.rule, fault.message), fault.position
            yield self.saying.placed(finding, place, document.line(place.line), origin)

    def check_exchange(self, exchange: Exchange, operation: Operation | None = None) -> Iterator[Finding]:
        """Judge a request and its answer by an operation, or by the one whose path the target fits.

        An exchange of no operation, or without an answer, gives no findings.
        """
        return self._exchanges.all(exchange, operation or self.contract.operation_at(exchange.request.target))

    def check_recorded(
        self,
        exchange: Exchange,
        document: Document,
        *,
        entry: str,
        body: str,
        operation: Operation | None = None,
        hidden: bool = False,
        origin: Origin = NOWHERE,
    ) -> Iterator[Finding]:
        """Judge an exchange that stands in a document: its findings come with line, column and excerpt.

        `entry` and `body` are the JSON Pointers of the whole and of the answer's body; `hidden` says that the
        body stands there encoded, and is not shown.
        """
        operation = operation or self.contract.operation_at(exchange.request.target)
        return self._exchanges.recorded(
            exchange, operation, document, origin, entry=entry, body=body, hidden=hidden
        )
