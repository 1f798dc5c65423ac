"""The one judge: (contract, instance, text or exchange) → findings; nothing else decides what conforms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import isfinite
from typing import Any

from poolcontract.contract import Contract, Operation, Place
from poolcontract.exchange import Exchange, Response
from poolcontract.finding import ANY, Finding, Severity, Source
from poolcontract.instance import ABSENT, resolve
from poolcontract.jsontext import Text, read
from poolcontract.keywords import Keywords, hides_secret
from poolcontract.limits import DEFAULT, Limits
from poolcontract.masking import MASK, Mask, clip, printable, shown
from poolcontract.rules import Entry, catalogue

NOT_RECOGNISED = "not-recognised"
_STATUS = "/response/status"
_FIRST_ERROR_STATUS = 400
_SECRET_HEADERS = ("x-auth-token", "x-security-token", "authorization", "cookie", "proxy-authorization")


class Judge:
    """Judges by one contract and every rule that concerns it; reusable, without state between calls."""

    def __init__(self, contract: Contract, *, limits: Limits = DEFAULT, mask: Mask | None = None) -> None:
        self.contract, self.limits = contract, limits
        self._mask = mask or Mask()
        self._keywords = Keywords(contract)
        self._by_schema: dict[str, list[Entry]] = defaultdict(list)
        self._by_operation: dict[str, list[Entry]] = defaultdict(list)
        for entry in catalogue().values():
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
        yield from self._capped(self._judged(value, name))

    def check_rules(self, value: Any, schema: str, lowest: Severity = Severity.INFO) -> Iterator[Finding]:
        """What the rules of a severity and above say of an instance that breaks no keyword of its schema."""
        for place in self.contract.walk(value, schema):
            yield from self._ruled(place, value, lowest)

    def check_text(self, data: bytes, schema: str | None = None) -> Iterator[Finding]:
        """Judge the bytes of one JSON document; findings come with line, column and excerpt."""
        text = read(data, self.limits)
        for defect in text.defects:
            place = text.place_at(defect.offset)
            finding = Finding(
                rule=defect.rule, severity=Severity.ERROR, message=self._mask.text(defect.message), pointer=""
            )
            yield self._placed(finding, text, place.line, place.column, place.length)
        if text.value is ABSENT:
            return
        for finding in self.check(text.value, schema):
            place = text.place(finding.pointer)
            yield self._placed(finding, text, place.line, place.column, place.length)

    def check_exchange(self, exchange: Exchange, operation: Operation | None = None) -> Iterator[Finding]:
        """Judge a request and its answer by an operation, or by the one whose path the target fits.

        An exchange of no operation, or without an answer, gives no findings.
        """
        operation = operation or self.contract.operation_at(exchange.request.target)
        if operation is None or exchange.response is None:
            return
        headers = (exchange.request.header(name) for name in _SECRET_HEADERS)
        mask = Mask(header for header in headers if header)
        for finding in self._exchange_findings(exchange, exchange.response, operation):
            yield replace(finding, message=mask.text(finding.message), value=mask.value(finding.value))

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

    def _judged(self, value: Any, name: str) -> Iterator[Finding]:
        places = list(self.contract.walk(value, name))
        by_pointer = {place.pointer: place for place in places}
        for breach in self._keywords.breaches(value, name):
            place = by_pointer[breach.pointer]
            yield Finding(
                rule=f"schema/{breach.keyword}",
                severity=Severity.ERROR,
                message=breach.message,
                pointer=breach.pointer,
                schema=place.owner,
                source=place.source,
                value=self._value(breach.pointer, place.value),
            )
        for place in places:
            yield from self._ruled(place, value)

    def _ruled(self, place: Place, body: Any, lowest: Severity = Severity.INFO) -> Iterator[Finding]:
        """What the rules say of one place."""
        if place.name:
            for entry in self._by_schema[place.name]:
                if entry.rule.severity >= lowest and entry.applies(place.value):
                    yield from self._rule_findings(entry, place, body, entry.check(place.value))
        if isinstance(place.value, dict):
            for entry in self._by_schema[ANY]:
                if entry.rule.severity >= lowest and entry.applies(place.value, place.schema):
                    found = entry.check(place.value, place.schema)
                    yield from self._rule_findings(entry, place, body, found)

    def _rule_findings(
        self, entry: Entry, place: Place, body: Any, found: Iterable[tuple[str, str]]
    ) -> Iterator[Finding]:
        source = entry.rule.source or place.source
        for relative, message in found:
            pointer = place.pointer + relative
            value = self._value(pointer, resolve(body, pointer))
            yield self._found(entry, pointer, message, place.name or place.owner, source, value)

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

    def _placed(self, finding: Finding, text: Text, line: int, column: int, length: int) -> Finding:
        secret = hides_secret(finding.pointer)
        excerpt = self._mask.excerpt(
            text.line(line), column - 1, length, secret=secret, width=self.limits.excerpt
        )
        return replace(finding, line=line, column=column, excerpt=excerpt)


def _named(value: dict[str, Any]) -> str:
    names = [shown(name, 30) for name in list(value)[:3]]
    return ", ".join(names) + (", …" if len(value) > len(names) else "") if names else "no members"
