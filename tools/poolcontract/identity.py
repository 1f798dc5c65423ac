"""By what findings are counted, accepted and compared between runs: their identity."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_INDEX = re.compile(r"/(?:0|[1-9][0-9]*)(?=/|\Z)")
_ANYWHERE = "/**"


class Identity(NamedTuple):
    """Rule, schema, and a JSON Pointer in which `*` stands for every index of an array."""

    rule: str
    schema: str | None
    pointer: str

    @property
    def anywhere(self) -> Identity:
        """The same without the place."""
        return self._replace(pointer=_ANYWHERE)


@lru_cache(maxsize=1000)
def identity_of(rule: str, schema: str | None, pointer: str) -> Identity:
    """The identity of a finding of a rule, in a schema, at a JSON Pointer."""
    return Identity(rule, schema, _INDEX.sub("/*", pointer))
