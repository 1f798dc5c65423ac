"""How findings are made: worded, masked, clipped, and put in their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import isfinite
from typing import Any

from poolcontract.contract import Contract
from poolcontract.document import Origin, Position
from poolcontract.finding import Finding, Severity, Source
from poolcontract.identity import Identity, identity_of
from poolcontract.instance import ABSENT, resolve
from poolcontract.keywords import breach_of, hides_secret
from poolcontract.keywords.broken import Broken
from poolcontract.limits import Limits
from poolcontract.masking import MASK, Mask, clip, printable, shown
from poolcontract.rules import Entry

NOT_RECOGNISED = "not-recognised"


_TOLD_APART = 10_000
"""So many kinds of findings are counted."""


class Saying:
    """Makes findings, within limits, and without the secrets that a mask knows.

    With `excerpts` so many findings of a kind come with the line that they stand in, in whatever order those
    of one body are told; nobody looks at it in the others.
    """

    def __init__(self, contract: Contract, limits: Limits, mask: Mask, excerpts: int | None = None) -> None:
        self._contract, self._limits, self._mask = contract, limits, mask
        self._most = None if excerpts is None else excerpts + limits.findings
        self._made: Counter[tuple[Severity, Identity]] = Counter()

    def keyword(self, broken: Broken, value: Any, name: str) -> Finding:
        """What is said of a broken keyword in a value of a named schema."""
        breach, place = breach_of(broken), self._contract.place(value, name, broken.place)
        return Finding(
            rule=f"schema/{breach.keyword}",
            severity=Severity.ERROR,
            message=breach.message,
            pointer=breach.pointer,
            schema=place.owner,
            source=place.source,
            value=self.value(breach.pointer, resolve(value, breach.pointer)),
        )

    def rule(
        self,
        entry: Entry,
        pointer: str,
        message: str,
        schema: str | None = None,
        source: Source | None = None,
        value: Any = None,
    ) -> Finding:
        """What a rule says."""
        return Finding(
            rule=entry.id,
            severity=entry.rule.severity,
            message=printable(self._mask.text(message)),
            pointer=pointer,
            schema=schema,
            source=source,
            value=value,
        )

    def fault(self, rule: str, message: str) -> Finding:
        """What is said of a defect of a text."""
        return Finding(rule=rule, severity=Severity.ERROR, message=self._mask.text(message), pointer="")

    def not_recognised(self, value: Any) -> Finding:
        """What is said of a body that is nobody's."""
        bodies = " or ".join(self._contract.bodies)
        shape = f"an object with {_named(value)}" if isinstance(value, dict) else shown(value)
        return Finding(
            rule=NOT_RECOGNISED,
            severity=Severity.WARNING,
            message=f"{shape} is no {bodies} body of this contract",
            pointer="",
        )

    def value(self, pointer: str, value: Any) -> Any:
        """The value as a finding may carry it: masked, containers and long texts shortened."""
        if value is ABSENT or value is None:
            return None
        if hides_secret(pointer):
            return MASK
        if isinstance(value, str):
            return clip(printable(self._mask.text(value)), self._limits.value)
        infinite = isinstance(value, float) and not isfinite(value)  # JSON output could not hold it
        return shown(value, self._limits.value) if infinite or isinstance(value, dict | list) else value

    def capped(self, findings: Iterator[Finding]) -> Iterator[Finding]:
        """So many of the findings as one body may have, then one that says so."""
        for number, finding in enumerate(findings):
            if number == self._limits.findings:
                message = f"more than {self._limits.findings} findings, the rest untold (--limit findings=N)"
                yield replace(finding, rule="limit/findings", message=message, value=None)
                return
            yield finding

    def placed(
        self,
        finding: Finding,
        position: Position,
        text: str,
        origin: Origin,
        mask: Mask | None = None,
        *,
        secret: bool = False,
    ) -> Finding:
        """The finding with its file, its place there, and the text of the line; `secret` hides the place."""
        line, column, length = position
        excerpt = None
        if self._most is None or self._is_one_of_few(finding):
            secret = secret or hides_secret(finding.pointer)
            excerpt = (mask or self._mask).excerpt(
                text, column - 1, length, secret=secret, width=self._limits.excerpt
            )
        return Finding(  # a `replace` takes twice as long
            rule=finding.rule,
            severity=finding.severity,
            message=finding.message,
            pointer=finding.pointer,
            schema=finding.schema,
            source=finding.source,
            value=finding.value,
            file=origin.file,
            document=origin.record,
            line=line + origin.first_line - 1,
            column=column,
            excerpt=excerpt,
        )

    def _is_one_of_few(self, finding: Finding) -> bool:
        """True for the first findings of a kind."""
        kind = finding.severity, identity_of(finding.rule, finding.schema, finding.pointer)
        count = self._made[kind]
        if len(self._made) < _TOLD_APART or count:
            self._made[kind] = count + 1
        return count < (self._most or 0)


def _named(value: dict[str, Any]) -> str:
    names = [shown(name, 30) for name in list(value)[:3]]
    return ", ".join(names) + (", …" if len(value) > len(names) else "") if names else "no members"
