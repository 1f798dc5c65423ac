"""A logical pool asks for no GPU driver.

The page offers the GPU driver version for physical pools with GPUs; a logical pool has no nodes of its own
to drive.

Check the pool's type, or leave the member out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import is_blank, member
from poolcontract.masking import shown
from poolcontract.rules._pool import is_logical, logical_pool

RULE = Rule(
    severity=Severity.WARNING,
    source=Source(12, "gpuVersion"),
    schema="Pool",
    good=(logical_pool(spec={"driver": {"gpuVersion": ""}}),),
    bad=(logical_pool(spec={"driver": {"gpuVersion": "440.33"}}),),
)


def applies(pool: Any) -> bool:
    """A logical pool has the member, be it blank."""
    return is_logical(pool) and isinstance(member(pool, "spec", "driver", "gpuVersion"), str)


def check(pool: Any) -> Iterator[tuple[str, str]]:
    """The place of the member when it is not blank."""
    found = member(pool, "spec", "driver", "gpuVersion")
    if not is_blank(found):
        yield "/spec/driver/gpuVersion", f"driver gpuVersion is {shown(found)}; a logical pool has none"


def silent(pool: Any) -> bool:
    """True where the pool is not logical, or the member is blank."""
    return not is_logical(pool) or is_blank(member(pool, "spec", "driver", "gpuVersion"))
