"""The number of logical sub-pools is written in digits.

The page types the annotation String and describes a number. The string stays, but what stands in it is the
number: ASCII digits and nothing else. An empty text is not judged.

Write the number in digits, such as "3".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import pointer, text_of
from poolcontract.rules._texts import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMBER = "os.modelarts.pool/subpools.count"

RULE = Rule(
    severity=Severity.WARNING,
    source=Source(6, MEMBER),
    schema="PoolMetaAnnotations",
    good=(
        {"kind": "Pool", "metadata": {"annotations": {MEMBER: "0"}}},
        {"kind": "Pool", "metadata": {"annotations": {MEMBER: "12"}}},
    ),
    bad=(
        {"kind": "Pool", "metadata": {"annotations": {MEMBER: "three"}}},
        {"kind": "Pool", "metadata": {"annotations": {MEMBER: "-1"}}},
        {"kind": "Pool", "metadata": {"annotations": {MEMBER: "1.5"}}},
        {"kind": "Pool", "metadata": {"annotations": {MEMBER: "\u0663"}}},
    ),
)


def applies(value: Any) -> bool:
    """A text stands there."""
    return text_of(value, MEMBER) != ""


def check(value: Any) -> Iterator[tuple[str, str]]:
    """The text, when it holds anything but digits."""
    text = text_of(value, MEMBER)
    if not (text.isascii() and text.isdigit()):
        yield pointer(MEMBER), f"{quoted(text)} is no number of sub-pools; digits are expected"


def silent(value: Any) -> bool:
    """True where no text stands there, or digits."""
    return not text_of(value, MEMBER) or (
        text_of(value, MEMBER).isascii() and text_of(value, MEMBER).isdigit()
    )
