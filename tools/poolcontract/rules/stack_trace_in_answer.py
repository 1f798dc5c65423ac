"""An answer holds no stack trace.

A trace tells strangers which language, libraries and files a service is made of, and it is no explanation
for the caller. Told are the traces of Python, Java, Go, JavaScript, .NET and PHP in the body of any answer.

Log the trace where it happened, and answer with an error code and a sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from poolcontract.finding import ANY, Rule, Severity
from poolcontract.masking import shown
from poolcontract.rules._answers import answer, error_of_pool, is_judged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from poolcontract.exchange import Exchange
    from poolcontract.operations import Operation


RULE = Rule(
    severity=Severity.WARNING,
    operation=ANY,
    good=(
        error_of_pool("no pool at this place (see the list)"),
        error_of_pool("Traceback is off"),
        error_of_pool("at (noon.java), at com.example.Pool(Pool.java)"),
        error_of_pool("goroutine 17 [idle], Stack trace: none"),
    ),
    bad=(
        error_of_pool("Traceback (most recent call last):\n  File"),
        error_of_pool(
            "java.lang.NullPointerException\n\tat com.example.pools.Deletion.run(Deletion.java:17)"
        ),
        error_of_pool("panic: no pool\n\ngoroutine 17 [running]:\nmain.delete()"),
        error_of_pool("TypeError: pool is undefined\n    at remove (/srv/pools/deletion.mjs:17:4)"),
        error_of_pool(
            "System.NullReferenceException\r\n   at Pools.Delete(String name) in C:\\Pools.cs:line 17"
        ),
        error_of_pool("Stack trace:\n#0 /srv/pools/deletion.php(17): remove()"),
        error_of_pool("Traceback (most recent call last):\n  File", "malformed body"),
    ),
)

_BREAK = r"(?:\s|\\[nrt])"
"""White space, or as JSON writes it."""

_TRACE = re.compile(
    r"Traceback \(most recent call last\)"
    rf"|{_BREAK}at [\w$.<>]{{1,200}}\([\w$]{{1,200}}\.(?:java|kt|scala|groovy):\d+\)"
    r"|goroutine \d+ \[running\]"
    r"|\w\.[cm]?[jt]s:\d+:\d+\)"
    r"|\w\.(?:cs|vb|fs):line \d+"
    rf"|Stack trace:{_BREAK}{{1,4}}#0 "
)


def applies(exchange: Exchange, operation: Operation) -> bool:
    """The answer has a body."""
    return is_judged(exchange, operation) and bool(answer(exchange).body)


def check(exchange: Exchange, operation: Operation) -> Iterator[tuple[str, str]]:
    """The body, when it holds a trace."""
    found = _TRACE.search(answer(exchange).body.decode("utf-8", "replace"))
    if found:
        yield "/response/body", f"the body holds a stack trace: {shown(found[0].strip())}"
