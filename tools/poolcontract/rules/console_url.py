"""The console URL is a web address.

The page calls the annotation the URL of the page shown after an order is paid: a browser is to open it. So
it is an http or https URL with a host, without white space or control characters. The page gives no format,
so another text is a warning; an empty one is not judged.

Write the whole URL, scheme and host included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolcontract.addresses import is_web_url
from poolcontract.finding import Rule, Severity, Source
from poolcontract.instance import pointer, text_of
from poolcontract.rules._texts import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMBER = "os.modelarts/service.console.url"

RULE = Rule(
    severity=Severity.WARNING,
    source=Source(6, MEMBER),
    schema="PoolMetaAnnotations",
    good=(
        {
            "kind": "Pool",
            "metadata": {
                "annotations": {MEMBER: "https://console.example.com/modelarts/?locale=en-us#/pools"}
            },
        },
    ),
    bad=(
        {"kind": "Pool", "metadata": {"annotations": {MEMBER: "console.example.com/modelarts"}}},
        {"kind": "Pool", "metadata": {"annotations": {MEMBER: "javascript:alert(1)"}}},
        {"kind": "Pool", "metadata": {"annotations": {MEMBER: "https://console.example.com/my pools"}}},
    ),
)


def applies(value: Any) -> bool:
    """A text stands there."""
    return text_of(value, MEMBER) != ""


def check(value: Any) -> Iterator[tuple[str, str]]:
    """The text, when it is no web address."""
    text = text_of(value, MEMBER)
    if not is_web_url(text):
        yield pointer(MEMBER), f"{quoted(text)} is no http or https URL with a host"


def silent(value: Any) -> bool:
    """True where no text stands there, or a web address."""
    return not text_of(value, MEMBER) or is_web_url(text_of(value, MEMBER))
