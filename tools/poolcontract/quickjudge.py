"""The judge's findings on whole texts, at the least cost: nothing for what is clean, little for what is not.

What it finds is what the judge finds, word for word; it only knows when the judge need not look.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from poolcontract.contract import Contract
from poolcontract.finding import Finding, Severity
from poolcontract.jsontext import Text
from poolcontract.judge import Judge
from poolcontract.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from poolcontract.fastpath import FastPath

_FEW = 30_000
"""So many bytes are judged sooner than the fast path is made."""

_EACH = 300
"""What a text costs beside its length, in bytes."""


class QuickJudge:
    """Judges JSON texts by one contract: findings of the severity `lowest` and above.

    `schema` is the name of the schema that every body has; None lets each tell its own. `judge` is there for
    all that is no text on its own. Raises `ContractError` for a schema that the contract lacks. One for each
    thread; can be pickled, and is built anew where it arrives.
    """

    def __init__(
        self,
        contract: Contract,
        *,
        lowest: Severity = Severity.WARNING,
        limits: Limits = DEFAULT,
        schema: str | None = None,
    ) -> None:
        if schema is not None:
            contract.bundle(schema)  # raises for a name that is none
        self._configuration: dict[str, Any] = {"lowest": lowest, "limits": limits, "schema": schema}
        self.judge = Judge(contract, limits=limits, lowest=lowest)
        self._schema = schema
        self._fast: FastPath | None = None
        # whoever looks for infos has them in nearly every body, and needs the judge for it
        self._slowly = _FEW if lowest > Severity.INFO else math.inf

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(QuickJudge, **self._configuration), (self.judge.contract,)

    def is_clean(self, data: bytes) -> bool:
        """True only where `check_text` finds nothing: for readers of lines, who make nothing of such."""
        return self._fast is not None and self._fast.is_clean(data)

    def check_text(self, data: bytes) -> Iterable[Finding]:
        """Judge the bytes of one JSON document, as `Judge.check_text` does."""
        if self._fast is None:
            self._slowly -= len(data) + _EACH
            if self._slowly < 0:
                self._fast = self._fast_path()
            return self.judge.check_text(data, self._schema)
        if self._fast.is_clean(data):
            return ()
        known = self._fast.known(data)
        if known is None:
            return self.judge.check_text(data, self._schema)
        text = Text(data.decode(), known.value)
        return self.judge.check_known(text, known.schema, is_silent=known.is_silent)

    def _fast_path(self) -> FastPath:
        from poolcontract.fastpath import FastPath  # noqa: PLC0415  a few files need none of it

        return FastPath(self.judge.contract, **self._configuration)
