"""Bytes of one JSON document → surely clean, or look closer: at nearly the cost of parsing them.

Derived from the contract and never the last word. A body is clean here when a decoder for the contract's
types takes it, when it reads the same once it is written again (so that no key stood twice), and when every
rule is silent. Whatever else there may be is for the judge to say: it may be asked too often, never too
seldom.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from itertools import chain
from typing import Any

import msgspec

from poolcontract.contract import Contract
from poolcontract.fastpath.asking import Rules
from poolcontract.fastpath.bodies import Body, bodies, have_as_many_quotes
from poolcontract.fastpath.knowing import Asked, Knowing, Known
from poolcontract.fastpath.narrowing import NarrowShapes, Watch
from poolcontract.fastpath.shapes import LooseShapes, Shapes
from poolcontract.finding import Severity
from poolcontract.limits import DEFAULT, Limits
from poolcontract.textsearch import Search

__all__ = ["Asked", "FastPath", "Known"]

_MANY = 10**9
"""So many bytes are expected where a type was made because there are many."""


class FastPath:
    """Tells bodies that are surely clean by one contract; buffers are reused, so: one for each thread.

    Clean means that the judge would find nothing of the severity `lowest` or above. `schema` is the name of
    the schema that every body has; None lets each tell its own. With many bytes `expected` the rules are
    fused at once. Raises `ContractError` for a schema that the contract lacks. Can be pickled, and is built
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
    ) -> None:
        self._configuration: dict[str, Any] = {
            "lowest": lowest,
            "limits": limits,
            "schema": schema,
            "expected": expected,
        }
        self._contract = contract
        self._largest = limits.document
        self._buffer = bytearray()
        self._encode_into = msgspec.json.Encoder().encode_into
        if schema is not None:
            contract.bundle(schema)  # raises for a name that is none
        self._rules = Rules(lowest)
        self._marks = Search(self._rules.marks)
        self._narrow: tuple[Body, ...] = ()
        self._watch = Watch(contract, expected)

    def __reduce__(self) -> tuple[Any, ...]:
        return partial(FastPath, **self._configuration), (self._contract,)

    def is_clean(self, data: bytes) -> bool:
        """True only where the judge has nothing to say of one document; never raises, whatever the bytes."""
        return self.are_clean((data,), len(data))

    def are_clean(self, texts: Sequence[bytes], size: int) -> bool:
        """True only where the judge has nothing to say of any of some documents: cheaper than one by one.

        `size` are their bytes; line feeds at their ends do not count.
        """
        return self.clean_as(texts, size) is not None

    def clean_as(self, texts: Sequence[bytes], size: int) -> str | None:
        """The name of the schema of some documents, where the judge has nothing to say of any of them."""
        if size > self._largest:
            return None
        written = self._buffer
        several = len(texts) > 1 and self._narrow  # the wide types are for those that are refused one by one
        for body in several or chain(self._narrow, self._wide(texts, size)):
            name, decode, is_told, question = body
            try:
                values = list(map(decode, texts))
            except msgspec.ValidationError:  # a value of another type: it may be another body
                continue
            except ValueError:  # no JSON, or no UTF-8
                return None
            self._encode_into(values, written)
            is_clean = (
                (len(written) == size + len(texts) + 1 or have_as_many_quotes(written, texts))
                and (is_told is None or all(map(is_told, values)))
                and not self._marks.found_in(written.decode())
                and all(map(question.is_silent, values))
            )
            return name if is_clean else None
        return None

    def _wide(self, texts: Sequence[bytes], size: int) -> Iterator[Body]:
        """The types that take all there may be; before them a narrow one, where it is time for one."""
        if self._watch.is_over(texts, size):
            names = self._watch.bodies
            shapes = NarrowShapes(self._contract, self._rules.harmless, self._watch.seen)
            self._narrow = tuple(each for each in self._bodies_of(shapes, _MANY) if each.name in names)
            yield from self._narrow
        yield from self._bodies

    def known(self, data: bytes) -> Known | None:
        """What has to be looked at in one document; None where that is the whole."""
        return self._knowing.known(data) if len(data) <= self._largest else None

    @cached_property
    def _bodies(self) -> tuple[Body, ...]:
        shapes = Shapes(self._contract, self._rules.harmless)
        return self._bodies_of(shapes, self._configuration["expected"])

    @cached_property
    def _knowing(self) -> Knowing:
        shapes = LooseShapes(self._contract, self._rules.harmless)
        loose = partial(self._bodies_of, shapes, self._configuration["expected"])
        is_told = self._configuration["schema"] is None
        return Knowing(self._contract, self._bodies, loose, self._marks, is_told=is_told)

    def _bodies_of(self, shapes: Shapes, expected: int = 0) -> tuple[Body, ...]:
        limits, schema = self._configuration["limits"], self._configuration["schema"]
        return tuple(bodies(self._contract, shapes, self._rules, limits, schema, expected))
