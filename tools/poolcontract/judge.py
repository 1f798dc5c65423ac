"""The one judge: (contract, instance, text or exchange) → findings; nothing else decides what conforms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from math import isfinite
from typing import Any

from poolcontract.contract import Contract, Place
from poolcontract.document import Document, Position
from poolcontract.exchange import Exchange, Response
from poolcontract.finding import ANY, Finding, Severity, Source
from poolcontract.instance import ABSENT, resolve
from poolcontract.jsontext import read
from poolcontract.keywords import Keywords, breach_of, hides_secret
from poolcontract.keywords.broken import Broken
from poolcontract.limits import DEFAULT, Limits
from poolcontract.masking import MASK, Mask, clip, printable, secrets_of, shown
from poolcontract.operations import Operation
from poolcontract.rules import Entry, catalogue

NOT_RECOGNISED = "not-recognised"
_STATUS = "/response/status"
_BODY = "/response/body"
_FIRST_ERROR_STATUS = 400
_KEPT, _LONG = 1000, 100
"""So many findings are kept to be said again, on texts of so many characters at most."""


class Judge:
    """Judges by one contract and every rule that concerns it; reusable, without state between calls.

    Rules of a severity below `lowest` are not asked.
    """

    def __init__(
        self,
        contract: Contract,
        *,
        limits: Limits = DEFAULT,
        mask: Mask | None = None,
        lowest: Severity = Severity.INFO,
    ) -> None:
        self.contract, self.limits = contract, limits
        self._mask = mask or Mask()
        self._keywords = Keywords(contract)
        self._said_before: dict[tuple[Any, ...], Finding] = {}
        self._by_schema: dict[str, list[Entry]] = defaultdict(list)
        self._by_operation: dict[str, list[Entry]] = defaultdict(list)
        for entry in (each for each in catalogue().values() if each.rule.severity >= lowest):
            if entry.rule.schema:
                self._by_schema[entry.rule.schema].append(entry)
            if entry.rule.operation:
                self._by_operation[entry.rule.operation].append(entry)

    def check(self, value: Any, schema: str | None = None) -> Iterator[Finding]:
        """Judge one parsed instance by a schema's name, or by the one its members tell.

        A body that is nobody's gives the one finding `not-recognised`.
        """
        name = schema or self.contract.recognise(value)
        if name is None:
            yield self._not_recognised(value)
            return
        try:
            yield from self._capped(self._judged(value, name))
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
        places = self.contract.walk(value, schema, towards, telling=True)
        return not any(said for place in places for said in self._said(place, lowest))

    def check_text(self, data: bytes, schema: str | None = None) -> Iterator[Finding]:
        """Judge the bytes of one JSON document; findings come with line, column and excerpt."""
        yield from self.check_document(read(data, self.limits), schema)

    def check_document(
        self, document: Document, schema: str | None = None, at: str = ""
    ) -> Iterator[Finding]:
        """Judge a text that was read, or the value at a JSON Pointer `at` in it.

        Findings come with the place in the text; their pointers begin at the value that is judged.
        """
        for fault in document.faults():
            message = self._mask.text(fault.message)
            finding = Finding(rule=fault.rule, severity=Severity.ERROR, message=message, pointer="")
            yield self._placed(finding, document, fault.position)
        value = resolve(document.value, at)
        if value is not ABSENT:
            for finding in self.check(value, schema):
                yield self._placed(finding, document, document.place(at + finding.pointer))

    def check_known(self, document: Document, schema: str, *, is_silent: bool) -> Iterator[Finding]:
        """Judge a text with which all else is well, by a schema's keywords and the rules about it.

        `is_silent`: these rules are known to have nothing to say.
        """
        for finding in self._capped(self._judged(document.value, schema, known=True, is_silent=is_silent)):
            yield self._placed(finding, document, document.place(finding.pointer))

    def check_exchange(self, exchange: Exchange, operation: Operation | None = None) -> Iterator[Finding]:
        """Judge a request and its answer by an operation, or by the one whose path the target fits.

        An exchange of no operation, or without an answer, gives no findings.
        """
        operation = operation or self.contract.operation_at(exchange.request.target)
        if operation is None or exchange.response is None:
            return
        mask = _mask_of(exchange)
        for finding in self._exchange_findings(exchange, exchange.response, operation):
            yield replace(finding, message=mask.text(finding.message), value=mask.value(finding.value))

    def check_recorded(
        self,
        exchange: Exchange,
        document: Document,
        *,
        entry: str,
        body: str,
        operation: Operation | None = None,
        hidden: bool = False,
    ) -> Iterator[Finding]:
        """Judge an exchange that stands in a document: its findings come with line, column and excerpt.

        `entry` and `body` are the JSON Pointers of the whole and of the answer's body; `hidden` says that the
        body stands there encoded, and is not shown.
        """
        mask = _mask_of(exchange)
        for finding in self.check_exchange(exchange, operation):
            inner = _in_body(finding)
            place = document.place(entry + finding.pointer if inner is None else body + inner)
            secret = hidden and inner is not None
            yield self._placed(finding, document, place, mask, secret=secret)

    def _exchange_findings(
        self, exchange: Exchange, response: Response, operation: Operation
    ) -> Iterator[Finding]:
        spec = operation.responses.get(response.status)
        for entry in (*self._by_operation[operation.id], *self._by_operation[ANY]):
            if entry.applies(exchange, operation):
                source = entry.rule.source or (spec.source if spec else None)
                for pointer, message in entry.check(exchange, operation):
                    value = response.status if pointer == _STATUS else None
                    yield self._found(entry, pointer, message, source=source, value=value)
        if spec and spec.schema:
            yield from self._body(response.body, spec.schema, Severity.ERROR)
        elif response.status >= _FIRST_ERROR_STATUS and response.value is not ABSENT:
            for each in operation.responses.values():
                if each.schema and each.status >= _FIRST_ERROR_STATUS:
                    yield from self._body(response.body, each.schema, Severity.WARNING)

    def _body(self, body: bytes, schema: str, worst: Severity) -> Iterator[Finding]:
        """The findings on a body of a known schema, none worse than `worst`."""
        if not body.strip():
            return  # a rule on exchanges says whether that is right
        text = read(body, self.limits)
        for defect in text.defects:
            yield Finding(rule=defect.rule, severity=worst, message=defect.message, pointer="/response/body")
        if text.value is ABSENT:
            return
        if text.value and isinstance(text.value, dict) and self.contract.recognise(text.value) != schema:
            yield replace(self._not_recognised(text.value), severity=worst, pointer="/response/body")
        for finding in self.check(text.value, schema):
            yield replace(finding, severity=min(finding.severity, worst))

    def _judged(
        self, value: Any, name: str, *, known: bool = False, is_silent: bool = False
    ) -> Iterator[Finding]:
        """The findings on an instance; `known` and `is_silent` leave out rules that have nothing to say."""
        yield from self._broken(value, name)
        for place in () if is_silent else self.contract.walk(value, name, telling=True):
            yield from self._ruled(place, value, known=known)

    def _broken(self, value: Any, name: str) -> Iterator[Finding]:
        """The findings of the keywords; what is said of one value at one place is kept, and said again."""
        for broken in self._keywords.broken(value, name):
            if not _is_short(broken.value):
                yield self._on_keyword(broken, value, name)
                continue
            key = name, broken.place, broken.keyword, id(broken.schema), type(broken.value), broken.value
            finding = self._said_before.get(key)
            if finding is None:
                finding = self._on_keyword(broken, value, name)
                if len(self._said_before) < _KEPT:
                    self._said_before[key] = finding
            yield finding

    def _on_keyword(self, broken: Broken, value: Any, name: str) -> Finding:
        breach, place = breach_of(broken), self.contract.place(value, name, broken.place)
        return Finding(
            rule=f"schema/{breach.keyword}",
            severity=Severity.ERROR,
            message=breach.message,
            pointer=breach.pointer,
            schema=place.owner,
            source=place.source,
            value=self._value(breach.pointer, resolve(value, breach.pointer)),
        )

    def _ruled(self, place: Place, body: Any, *, known: bool) -> Iterator[Finding]:
        """The findings of the rules on one place."""
        for entry, relative, message in self._said(place, Severity.INFO, known=known):
            pointer, source = place.pointer + relative, entry.rule.source or place.source
            value = self._value(pointer, resolve(body, pointer))
            yield self._found(entry, pointer, message, place.name or place.owner, source, value)

    def _said(
        self, place: Place, lowest: Severity, *, known: bool = False
    ) -> Iterator[tuple[Entry, str, str]]:
        """What the rules of a severity and above say of one place: rule, pointer from there, message.

        `known`: those that wait for a mark are left out.
        """
        if place.name:
            for entry in self._by_schema[place.name]:
                if entry.rule.severity >= lowest and entry.applies(place.value):
                    yield from ((entry, *said) for said in entry.check(place.value))
        if isinstance(place.value, dict):
            for entry in self._by_schema[ANY]:
                if known and entry.marks is not None:
                    continue
                if entry.rule.severity >= lowest and entry.applies(place.value, place.schema):
                    yield from ((entry, *said) for said in entry.check(place.value, place.schema))

    def _found(
        self,
        entry: Entry,
        pointer: str,
        message: str,
        schema: str | None = None,
        source: Source | None = None,
        value: Any = None,
    ) -> Finding:
        return Finding(
            rule=entry.id,
            severity=entry.rule.severity,
            message=printable(self._mask.text(message)),
            pointer=pointer,
            schema=schema,
            source=source,
            value=value,
        )

    def _not_recognised(self, value: Any) -> Finding:
        bodies = " or ".join(self.contract.bodies)
        shape = f"an object with {_named(value)}" if isinstance(value, dict) else shown(value)
        return Finding(
            rule=NOT_RECOGNISED,
            severity=Severity.WARNING,
            message=f"{shape} is no {bodies} body of this contract",
            pointer="",
        )

    def _capped(self, findings: Iterator[Finding]) -> Iterator[Finding]:
        for number, finding in enumerate(findings):
            if number == self.limits.findings:
                message = f"more than {self.limits.findings} findings, the rest untold (--limit findings=N)"
                yield replace(finding, rule="limit/findings", message=message, value=None)
                return
            yield finding

    def _value(self, pointer: str, value: Any) -> Any:
        """The value as a finding may carry it: masked, containers and long texts shortened."""
        if value is ABSENT or value is None:
            return None
        if hides_secret(pointer):
            return MASK
        if isinstance(value, str):
            return clip(printable(self._mask.text(value)), self.limits.value)
        infinite = isinstance(value, float) and not isfinite(value)  # JSON output could not hold it
        return shown(value, self.limits.value) if infinite or isinstance(value, dict | list) else value

    def _placed(
        self,
        finding: Finding,
        document: Document,
        position: Position,
        mask: Mask | None = None,
        *,
        secret: bool = False,
    ) -> Finding:
        line, column, length = position
        secret = secret or hides_secret(finding.pointer)
        excerpt = (mask or self._mask).excerpt(
            document.line(line), column - 1, length, secret=secret, width=self.limits.excerpt
        )
        return replace(finding, line=line, column=column, excerpt=excerpt)


def _mask_of(exchange: Exchange) -> Mask:
    """Hides the credentials that a request and its answer carry."""
    told = (*exchange.request.headers, *(exchange.response.headers if exchange.response else ()))
    return Mask(secrets_of(told))


def _in_body(finding: Finding) -> str | None:
    """The JSON Pointer of a finding in the answer's body; None when it is not about the body."""
    if finding.schema is not None:
        return finding.pointer
    is_inside = finding.pointer == _BODY or finding.pointer.startswith(_BODY + "/")
    return finding.pointer.removeprefix(_BODY) if is_inside else None


def _is_short(value: Any) -> bool:
    """True for what may be kept: no object or array, no long text."""
    return not isinstance(value, dict | list) and (not isinstance(value, str) or len(value) <= _LONG)


def _named(value: dict[str, Any]) -> str:
    names = [shown(name, 30) for name in list(value)[:3]]
    return ", ".join(names) + (", …" if len(value) > len(names) else "") if names else "no members"
