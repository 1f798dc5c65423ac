"""What is to be said of a request and its answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from poolcontract.contract import Contract
from poolcontract.document import Document, Origin
from poolcontract.exchange import Exchange, Response
from poolcontract.finding import ANY, Finding, Severity
from poolcontract.instance import ABSENT
from poolcontract.jsontext import read
from poolcontract.judge.saying import Saying
from poolcontract.limits import Limits
from poolcontract.masking import Mask, secrets_of
from poolcontract.operations import Operation
from poolcontract.rules import Entry, catalogue
from poolcontract.rules._answers import is_judged, is_on_another_path, is_provoked, is_undecided

IsClean = Callable[[bytes, str], bool]
"""(the bytes of a body, the name of its schema) → the judge has surely nothing to say of it."""
_STATUS = "/response/status"
_BODY = "/response/body"
_FIRST_ERROR_STATUS = 400


class Exchanges:
    """Judges exchanges; `check` judges an instance by the name of a schema.

    Rules of a severity below `lowest` are not asked. `is_clean` may know of bodies of which there is nothing
    to say.
    """

    def __init__(
        self,
        contract: Contract,
        saying: Saying,
        limits: Limits,
        lowest: Severity,
        check: Callable[[Any, str], Iterator[Finding]],
        is_clean: IsClean | None,
    ) -> None:
        self._contract, self._saying, self._limits, self._check = contract, saying, limits, check
        self._is_clean = is_clean
        self._rules: dict[str, list[Entry]] = defaultdict(list)
        for entry in catalogue().values():
            if entry.rule.operation and entry.rule.severity >= lowest:
                self._rules[entry.rule.operation].append(entry)

    def all(self, exchange: Exchange, operation: Operation | None) -> Iterator[Finding]:
        """Everything there is to say; nothing where the operation is none, or there is no answer."""
        if operation is None or exchange.response is None:
            return
        mask = _mask_of(exchange)
        for finding in self._said(exchange, exchange.response, operation):
            yield replace(finding, message=mask.text(finding.message), value=mask.value(finding.value))

    def recorded(
        self,
        exchange: Exchange,
        operation: Operation | None,
        document: Document,
        origin: Origin,
        *,
        entry: str,
        body: str,
        hidden: bool,
    ) -> Iterator[Finding]:
        """The same of an exchange that stands in a document, with the places there."""
        mask = _mask_of(exchange)
        for finding in self.all(exchange, operation):
            inner = _in_body(finding)
            place = document.place(entry + finding.pointer if inner is None else body + inner)
            secret = hidden and inner is not None
            yield self._saying.placed(finding, place, document.line(place.line), origin, mask, secret=secret)

    def _said(self, exchange: Exchange, response: Response, operation: Operation) -> Iterator[Finding]:
        spec = operation.responses.get(response.status)
        for entry in (*self._rules[operation.id], *self._rules[ANY]):
            if entry.applies(exchange, operation):
                source = entry.rule.source or (spec.source if spec else None)
                for pointer, message in entry.check(exchange, operation):
                    value = response.status if pointer == _STATUS else None
                    yield self._saying.rule(entry, pointer, message, source=source, value=value)
        if not is_judged(exchange, operation) or is_on_another_path(exchange, operation):
            return  # the body is another operation's, and described on another page if at all
        if is_undecided(exchange, operation) and not is_provoked(exchange):
            return  # the body may be a gateway's
        if spec and spec.schema:
            yield from self._of_body(response.body, spec.schema, Severity.ERROR)
        elif response.status >= _FIRST_ERROR_STATUS and response.value is not ABSENT:
            for each in operation.responses.values():
                if each.schema and each.status >= _FIRST_ERROR_STATUS:
                    yield from self._of_body(response.body, each.schema, Severity.WARNING)

    def _of_body(self, body: bytes, schema: str, worst: Severity) -> Iterator[Finding]:
        """The findings on a body of a known schema, none worse than `worst`."""
        if not body.strip():
            return  # a rule on exchanges says whether that is right
        if self._is_clean is not None and self._is_clean(body, schema):
            return
        text = read(body, self._limits)
        for defect in text.defects:
            yield Finding(rule=defect.rule, severity=worst, message=defect.message, pointer=_BODY)
        if text.value is ABSENT:
            return
        if text.value and isinstance(text.value, dict) and self._contract.recognise(text.value) != schema:
            yield replace(self._saying.not_recognised(text.value), severity=worst, pointer=_BODY)
        for finding in self._check(text.value, schema):
            yield replace(finding, severity=min(finding.severity, worst))


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
