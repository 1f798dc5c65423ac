"""A member is on the page.

The answer has a member that the table of its object does not list. That is allowed: the service's objects
are open, every later edition of the page adds members, and the page's own example holds an annotation no
table has. So it is told and no more; the message says when another edition or the SDK documents the member.
What looks like a slip of the pen or like a secret is the matter of `misspelt-member` and `secret-member`.
Maps of any keys are not looked at.

Nothing needs to be done; a reader must not rely on such a member.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from poolcontract.finding import ANY, Rule, Severity
from poolcontract.instance import pointer
from poolcontract.rules._members import known, listed, misspellings, secret, unlisted
from poolcontract.rules._texts import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

RULE = Rule(
    severity=Severity.INFO,
    schema=ANY,
    good=({"kind": "Pool", "spec": {"resources": [{"extendParams": {"dockerBaseSize": "100"}}]}},),
    bad=(
        {"kind": "Pool", "metadata": {"annotations": {"os.modelarts/external-access": "elb"}}},
        {"kind": "Pool", "spec": {"resources": [{"flavor": "modelarts.vm.cpu.4ud", "creatingStep": {}}]}},
    ),
)


def applies(value: Any, schema: Mapping[str, Any]) -> bool:
    """An object stands there whose members are listed."""
    return isinstance(value, dict) and bool(listed(schema))


def check(value: Any, schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each unlisted member that no other rule tells of."""
    beyond = unlisted(value, schema)
    told, documented = (dict(misspellings(value, schema)), known(schema)) if beyond else ({}, frozenset())
    for name in beyond:
        if name not in told and secret(name, value[name]) is None:
            origin = "; other editions have it" if name in documented else ""
            yield pointer(name), f"{quoted(name)} is not among the members that the page lists{origin}"
