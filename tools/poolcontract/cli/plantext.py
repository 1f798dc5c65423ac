"""A plan as a person reads it before it is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from poolcontract.masking import printable
from poolcontract.target import Plan, Planned
from poolcontract.target.plan import MINUTES

_WORDS = {"valid": "", "none": "no token", "empty": "empty token", "wrong": "wrong token"}


def told_plan(plan: Plan, named: Iterable[str]) -> str:
    """Every request, then what they come to; `named` are the pools that may be spent."""
    before, after = plan.around_name()
    lines = [f"plan for {plan.url}: {plan.method} {before}NAME{after}, NAME being"]
    names = [_spelled(each, before, after) for each in plan.entries]
    expected = [" ".join(map(str, sorted(each.expects))) for each in plan.entries]
    widths = [max(map(len, column), default=0) for column in (names, expected)]
    for number, (each, name, statuses) in enumerate(zip(plan.entries, names, expected, strict=True), 1):
        line = f"{number:>4}  {name:<{widths[0]}}  {statuses:<{widths[1]}}  {_described(each)}"
        lines.append(printable(line.rstrip()))
    lines += [f"{label:<9} {printable(text)}" for label, text in (*_readings(plan), *_facts(plan, named))]
    return "\n".join(lines) + "\n"


def _spelled(planned: Planned, before: str, after: str) -> str:
    """The name in a target, or the whole target where it is another."""
    target = planned.request.target
    fits = target == f"{before}{planned.pool}{after}"
    return planned.pool if fits else target


def _described(planned: Planned) -> str:
    request = planned.request
    words = [_WORDS[planned.credentials], *(name for name, _ in request.headers)]
    if request.body:
        digest = hashlib.sha256(request.body).hexdigest()[:8]
        words.append(f"body of {_plural(len(request.body), 'byte')} ({digest})")
    if planned.state == "living":
        words.append("SPENDS THE POOL")
    told = ", ".join(filter(None, words))
    return f"{planned.scenario}: {told}" if told else planned.scenario


def _readings(plan: Plan) -> Iterator[tuple[str, str]]:
    asked = f"GET {plan.listing}"
    yield "before", f"{asked}: 200, and no name of the form that no pool can have, or nothing is deleted"
    yield "after", f"{asked} again: no pool is gone but those that were named"


def _facts(plan: Plan, named: Iterable[str]) -> Iterator[tuple[str, str]]:
    count, absent = plan.requests, len(plan.entries) - len(plan.destroys)
    pace = f"{plan.rate:g} a second at most, about {count / plan.rate:.0f} s"
    yield "requests", f"{count}, of them {absent} for pools that cannot exist; {pace}"
    yield "spends", ", ".join(plan.destroys) or "no pool"
    if unspent := [name for name in dict.fromkeys(named) if name not in plan.destroys]:
        yield "unspent", f"{', '.join(unspent)}: nothing is planned for it (--max-requests)"
    if plan.left_out:
        reasons = sorted(plan.left_out.items(), key=lambda each: (-each[1], each[0]))
        yield "left out", ", ".join(f"{number} {reason}" for reason, number in reasons)
    made = f"{plan.made:%Y-%m-%dT%H:%M:%SZ}"
    yield "plan", f"{plan.digest()[:12]}, made {made}, holds for {MINUTES} minutes (seed {plan.seed})"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
