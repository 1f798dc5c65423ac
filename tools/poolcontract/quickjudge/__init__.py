"""The judge's findings on whole texts, at the least cost: nothing for what is clean, little for what is not.

What it finds is what the judge finds, word for word; it only knows when the judge need not look.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from poolcontract.contract import Contract
from poolcontract.document import NOWHERE, Document, Origin
from poolcontract.finding import Finding, Severity
from poolcontract.judge import Judge
from poolcontract.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from poolcontract.fastpath import FastPath
    from poolcontract.quickjudge.remainder import Remainder

_FEW = 30_000
"""So many bytes are judged sooner than the fast path is made."""

_EACH = 300
"""What a text costs beside its length, in bytes."""
_READ = 1000
"""What a text costs that was read already."""

_MANY = 5
"""So many wrong texts in a row let the next one be taken for wrong, too."""


class QuickJudge:
    """Judges JSON texts by one contract: findings of the severity `lowest` and above.

    `schema` is the name of the schema that every body has; None lets each tell its own. With many bytes
    `expected` the quick ways are made at once. `judge` is there for all that is no text on its own. Raises
    `ContractError` for a schema that the contract lacks. One for each thread; can be pickled, and is built
    anew where it arrives.
    """

    def __init__(
        self,
        contract: Contract,
        *,
        lowest: Severity = Severity.WARNING,
        limits: Limits = DEFAULT,
        schema: str | None = None,
        expected: int = 0,
        excerpts: int | None = None,
    ) -> None:
        if schema is not None:
            contract.bundle(schema)  # raises for a name that is none
        self._configuration: dict[str, Any] = {
            "lowest": lowest,
            "limits": limits,
            "schema": schema,
            "expected": expected,
        }
        self._excerpts = excerpts
        self.judge = Judge(
            contract, limits=limits, lowest=lowest, excerpts=excerpts, is_clean=self._is_clean_as
        )
        self._schema = schema
        self._fast: FastPath | None = None
        self._remainder: Remainder | None = None
        self._wrong_in_a_row = 0
        # whoever looks for infos has them in nearly every body, and needs the judge for it
        self._slowly = max(_FEW - expected, 0) if lowest > Severity.INFO else math.inf

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(QuickJudge, **self._configuration, excerpts=self._excerpts), (self.judge.contract,)

    def are_clean(self, texts: Sequence[bytes], size: int) -> bool:
        """True only where `check_text` finds nothing in any: for readers of lines, who make nothing of such.

        `size` are their bytes; line feeds at their ends do not count. Among many wrong texts none is called
        clean, since to look twice at most of them would cost more.
        """
        if self._fast is None:
            self._spend(size)
        if self._fast is None or self._wrong_in_a_row > _MANY:
            return False
        return self._fast.are_clean(texts, size)

    def check_text(self, data: bytes, origin: Origin = NOWHERE) -> Iterable[Finding]:
        """Judge the bytes of one JSON document, as `Judge.check_text` does."""
        if self._fast is not None and self._remainder is not None:
            if not self._wrong_in_a_row and self._fast.is_clean(data):
                return ()
            known = self._fast.known(data)
            if known is not None and known.is_clean:
                self._wrong_in_a_row = 0
                return ()
            self._wrong_in_a_row += 1
            if known is None:
                return self._remainder.check_unknown(data, self._schema, origin)
            return self._remainder.check(known, data, self._schema, origin)
        self._spend(len(data) + _EACH)
        return self.judge.check_text(data, self._schema, origin)

    def check_document(self, document: Document, at: str = "", origin: Origin = NOWHERE) -> Iterable[Finding]:
        """Judge a text that was read, or the value at a JSON Pointer, as `Judge.check_document` does."""
        if self._remainder is not None:
            return self._remainder.check_document(document, self._schema, at, origin)
        self._spend(_READ)
        return self.judge.check_document(document, self._schema, at, origin)

    def _is_clean_as(self, body: bytes, schema: str) -> bool:
        """True only where there is nothing to say of the body of an exchange, and it tells that schema."""
        if self._fast is None:
            self._spend(len(body) + _EACH)
        if self._fast is None or self._schema is not None:
            return False
        return self._fast.clean_as((body,), len(body)) == schema

    def _spend(self, size: int) -> None:
        """Count what is judged slowly; become quick when that adds up."""
        self._slowly -= size
        if self._slowly >= 0:
            return
        from poolcontract.fastpath import FastPath  # noqa: PLC0415  a few files need none of it
        from poolcontract.quickjudge.remainder import Remainder  # noqa: PLC0415  the same

        self._fast = FastPath(self.judge.contract, **self._configuration)
        self._remainder = Remainder(self.judge, self._fast)
