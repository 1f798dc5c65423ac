"""Resource IDs by flavor that begin as JSON are JSON.

The annotation holds a resource ID for each specification: several things in one string, in a form the page
does not give. Other clients and a later edition write JSON into it. So a text that begins as a JSON object
or array and cannot be read as one was probably cut or badly quoted; any other text is left alone.

Write complete JSON into the string.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import pointer, text_of
from poolcontract.rules._texts import claims_json, is_json, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMBER = "os.modelarts/flavor.resource.ids"

RULE = Rule(
    severity=Severity.INFO,
    source=Source(6, MEMBER),
    schema="PoolMetaAnnotations",
    good=(
        {"kind": "Pool", "metadata": {"annotations": {MEMBER: '{"team": "a"}'}}},
        {"kind": "Pool", "metadata": {"annotations": {MEMBER: " [1, 2]"}}},
    ),
    bad=(
        {"kind": "Pool", "metadata": {"annotations": {MEMBER: '{"team": "a'}}},
        {"kind": "Pool", "metadata": {"annotations": {MEMBER: "[{'key': 'team'}]"}}},
    ),
)


def applies(value: Any) -> bool:
    """A text stands there that begins as JSON does."""
    return claims_json(text_of(value, MEMBER))


def check(value: Any) -> Iterator[tuple[str, str]]:
    """The text, when it is not JSON after all."""
    text = text_of(value, MEMBER)
    if not is_json(text):
        yield pointer(MEMBER), f"{quoted(text)} begins as JSON and is not JSON"
