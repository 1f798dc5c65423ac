"""What the sender of a request knew, as a member of a HAR entry: the judge is told it again."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import msgspec

from poolcontract.exchange import Circumstances

NAME = "_poolcontract"
"""The member's name: HAR leaves those that begin with an underscore to the programs that write it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A request as its sender knows it: the scenario, the operation under test, the target byte for byte.

    `flaw` is what was wrong with the answer as a message, where that is a finding.
    """

    scenario: str
    operation: str
    target: str
    known: Circumstances = field(default_factory=Circumstances)
    flaw: str | None = None


def written(sent: Sent) -> dict[str, Any]:
    """The member's value."""
    return asdict(sent)


def read(value: Any) -> Sent | None:
    """The sender's word by the member's value; None for what nobody of ours has written."""
    try:
        return msgspec.convert(value, Sent)
    except msgspec.ValidationError:
        return None
