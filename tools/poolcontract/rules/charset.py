"""JSON is sent as UTF-8.

JSON between systems is UTF-8 (RFC 8259) and its media type has no `charset` parameter at all. One that says
utf-8 is harmless; another makes some clients decode the body wrongly.

Leave the parameter out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolcontract.exchange import Exchange
from poolcontract.finding import ANY, Rule, Severity
from poolcontract.masking import shown
from poolcontract.rules._answers import answer, is_judged, media_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.operations import Operation

POOL = {"kind": "Pool", "metadata": {"name": "pool-a"}}

RULE = Rule(
    severity=Severity.WARNING,
    operation=ANY,
    good=(
        Exchange.of(
            "DELETE /v2/p/pools/pool-a",
            200,
            POOL,
            headers=(("content-type", 'application/json; charset="UTF-8"'),),
        ),
    ),
    bad=(
        Exchange.of(
            "DELETE /v2/p/pools/pool-a",
            200,
            POOL,
            headers=(("content-type", "application/json;charset=ISO-8859-1"),),
        ),
    ),
)

_JSON = re.compile(r"application/(?:[^/]+\+)?json")


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The media type is JSON, with a charset."""
    return is_judged(exchange, operation) and _charset(exchange) != ""


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The header, when its charset is another one."""
    charset = _charset(exchange)
    if charset.lower() != "utf-8":
        yield "/response/headers/content-type", f"the charset is {shown(charset)}; JSON is sent as utf-8"


def _charset(exchange: Exchange) -> str:
    """The charset of a JSON answer; "" when there is none."""
    if not _JSON.fullmatch(media_type(answer(exchange))):
        return ""
    parameters = (answer(exchange).header("content-type") or "").split(";")[1:]
    pairs = (each.partition("=") for each in parameters)
    values = (value.strip().strip('"') for name, _, value in pairs if name.strip().lower() == "charset")
    return next(values, "")
