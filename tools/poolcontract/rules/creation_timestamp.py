"""creationTimestamp is a timestamp of RFC 3339.

The page calls the value a timestamp and gives one in the form of RFC 3339, date and time with a zone; it
names no format, so the type stays a plain string and another form is a warning. Terraform parses exactly
this form; one client that guessed another layout reads nothing. Fractions of a second and any offset are
fine, an empty text is not judged.

Write the value as 2021-11-01T03:49:41Z.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import pointer, text_of
from poolcontract.rules._texts import quoted
from poolcontract.textformats import is_timestamp, parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMBER = "creationTimestamp"

RULE = Rule(
    severity=Severity.WARNING,
    source=Source(4, MEMBER),
    schema="PoolMetadataDeletion",
    good=(
        {"kind": "Pool", "metadata": {MEMBER: "2022-09-16T03:10:40Z"}},
        {"kind": "Pool", "metadata": {MEMBER: "2022-09-16T05:10:40.123456+02:00"}},
    ),
    bad=(
        {"kind": "Pool", "metadata": {MEMBER: "2022-09-16 03:10:40 CST"}},
        {"kind": "Pool", "metadata": {MEMBER: "2022-13-16T03:10:40Z"}},
        {"kind": "Pool", "metadata": {MEMBER: "2022-09-16T03:10:40"}},
    ),
)


def applies(value: Any) -> bool:
    """A text stands there."""
    return text_of(value, MEMBER) != ""


def check(value: Any) -> Iterator[tuple[str, str]]:
    """The text, when it is no timestamp."""
    text = text_of(value, MEMBER)
    if parse_timestamp(text) is None:
        yield pointer(MEMBER), f"{quoted(text)} is no timestamp such as 2021-11-01T03:49:41Z"


def silent(value: Any) -> bool:
    """True where no text stands there, or a timestamp."""
    return not text_of(value, MEMBER) or is_timestamp(text_of(value, MEMBER))
