"""The judge in a user's own runs of Schemathesis: `SCHEMATHESIS_HOOKS=poolcontract.hooks st run …`.

To import this module is to register the check, for the whole process. It judges, and sends nothing. Since
Schemathesis deletes what it meets, a run whose target is neither this machine nor in a private network ends
before its first request, and no redirect of a test case is followed. The variables POOLCONTRACT_FAIL_ON,
POOLCONTRACT_PROFILE and POOLCONTRACT_DEVIATIONS (a file) take the place of options.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from poolcontract.answers import exchanges_of
from poolcontract.conformance import Conformance
from poolcontract.contract import load
from poolcontract.deviations import load_profile, read_deviations
from poolcontract.errors import UsageError
from poolcontract.exchange import Circumstances
from poolcontract.finding import Severity
from poolcontract.generate import extend
from poolcontract.harmless import require_harmless
from poolcontract.identity import identity_of
from poolcontract.judge import Judge
from poolcontract.report.table import sentence
from poolcontract.settings import SEVERITIES
from poolcontract.verdict import verdict

_MALFORMED = {"body": "malformed body"}
"""Why a request deserves to be refused, by the part that was drawn wrong; other parts give their own name.

Of a wrong header it is not known whether it matters: a token that was drawn is replaced by the user's.
"""


def findings(contract: Conformance, response: Any, wrong: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """A title and a message for each finding that makes a violation; the title is that of its kind."""
    known = Circumstances(refusal=_MALFORMED.get(wrong[0], wrong[0]) if wrong else None)
    for exchange in filter(None, map(contract.in_contract, exchanges_of(response, known=known))):
        found = contract.findings(exchange)
        if verdict(exchange, found, contract.fail_on).kind == "violation":
            for each in contract.failing(found):
                kind = identity_of(each.rule, each.schema, each.pointer)
                yield f"{kind.rule} {kind.pointer}", f"{each.severity} at {each.pointer}: {sentence(each)}"


def _by_environment() -> Conformance:
    """The contract as the environment says; raises `UsageError`."""
    fail_on = os.environ.get("POOLCONTRACT_FAIL_ON", "error")
    if fail_on not in SEVERITIES:
        raise UsageError(f"POOLCONTRACT_FAIL_ON: {fail_on} is none of {', '.join(SEVERITIES)}")
    file = os.environ.get("POOLCONTRACT_DEVIATIONS")
    own = read_deviations(Path(file)) if file else ()
    profile = load_profile(os.environ.get("POOLCONTRACT_PROFILE", "documented"))
    return Conformance(Judge(load()), Severity[fail_on.upper()], (*own, *profile))


_CONTRACT = _by_environment()
extend(lambda response, wrong: findings(_CONTRACT, response, wrong), require_harmless)
